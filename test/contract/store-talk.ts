import { expect, test } from 'vitest';
import { storeLimits } from '../../src/store/limits.ts';
import { bytes, change, commitAll, conversationRow, turn } from './store-rows.ts';
import type { Fixture } from './store-suite.ts';

/** Conversations and the tokens of their pages. */
export function talkContract({ empty }: Fixture): void {
  test('a conversation is read back as it was opened, by id, pseudonym and address', async () => {
    const store = await empty();
    const row = conversationRow('c', {
      channel: 'telegram',
      addressHash: 'hash',
      address: bytes('sealed address'),
      quiet: true,
      holder: 'staff',
      flow: 'triage',
      structure: 's1',
      lastPersonAt: 7,
      closedAt: 8,
      erasedAt: 9,
      snapshot: bytes('sealed'),
      level: 'high',
      highest: 'imminent',
    });
    await store.open(row, null);
    expect(await store.conversation('c')).toEqual(row);
    expect(await store.conversationByPseudonym('pseudonym of c')).toEqual(row);
    expect(await store.conversationByAddress('telegram', 'hash')).toEqual(row);
    expect(await store.conversationByAddress('zalo', 'hash')).toBeNull();
    expect(await store.conversation('d')).toBeNull();
    expect(await store.conversationByPseudonym('pseudonym of d')).toBeNull();
  });

  test('an id or an address that is taken is refused, and its token with it', async () => {
    const store = await empty();
    await store.open(conversationRow('c', { channel: 'zalo', addressHash: 'hash' }), null);
    const token = { hash: 't', conversation: 'd', expiresAt: 99 };
    await expect(store.open(conversationRow('c', { pseudonym: 'another' }), token)).rejects.toThrow(
      /unique/i,
    );
    await expect(
      store.open(conversationRow('d', { channel: 'zalo', addressHash: 'hash' }), token),
    ).rejects.toThrow(/unique/i);
    expect(await store.token('t')).toBeNull();
    expect(await store.conversation('d')).toBeNull();
    await store.open(conversationRow('d', { channel: 'telegram', addressHash: 'hash' }), token);
    expect(await store.token('t')).toEqual(token);
  });

  test('under a pseudonym that another has nothing is made, and under the next it is', async () => {
    const store = await empty();
    expect(await store.open(conversationRow('c', { pseudonym: 'sen-4821' }), null)).toBe('opened');
    const token = { hash: 't', conversation: 'd', expiresAt: 99 };
    const both = ['sen-4821', 'sen-4822'].map((pseudonym) =>
      store.open(conversationRow('d', { pseudonym }), token),
    );
    expect(await Promise.all(both)).toEqual(['pseudonym-taken', 'opened']);
    expect((await store.conversationByPseudonym('sen-4821'))?.id).toBe('c');
    expect((await store.conversationByPseudonym('sen-4822'))?.id).toBe('d');
    expect(await store.token('t')).toEqual(token);
  });

  test('many pages without an address live side by side', async () => {
    const store = await empty();
    await Promise.all(['a', 'b', 'c'].map((id) => store.open(conversationRow(id), null)));
    expect(await store.conversations(9)).toHaveLength(3);
  });

  test('conversations that were not erased come newest first, and no more than asked for', async () => {
    const store = await empty();
    for (const [id, createdAt, erasedAt] of [
      ['a', 10, null],
      ['b', 30, null],
      ['c', 20, null],
      ['d', 40, 41],
    ] as const) {
      await store.open(conversationRow(id, { createdAt, erasedAt }), null);
    }
    expect((await store.conversations(9)).map((row) => row.id)).toEqual(['b', 'c', 'a']);
    expect((await store.conversations(2)).map((row) => row.id)).toEqual(['b', 'c']);
  });

  test('open conversations that stand in a flow come oldest first', async () => {
    const store = await empty();
    for (const [id, createdAt, flow, closedAt, erasedAt] of [
      ['a', 30, 'triage', null, null],
      ['b', 20, 'rights', null, null],
      ['c', 10, null, null, null],
      ['d', 11, 'triage', 12, null],
      ['e', 12, 'triage', null, 13],
    ] as const) {
      await store.open(conversationRow(id, { createdAt, flow, closedAt, erasedAt }), null);
    }
    expect((await store.inFlows()).map((row) => [row.id, row.flow])).toEqual([
      ['b', 'rights'],
      ['a', 'triage'],
    ]);
  });

  test('a token is known until it is revoked, and a second one beside it', async () => {
    const store = await empty();
    const first = { hash: 'first', conversation: 'c', expiresAt: 100 };
    const second = { hash: 'second', conversation: 'c', expiresAt: 200 };
    await store.open(conversationRow('c'), first);
    await store.addToken(second);
    expect(await store.token('first')).toEqual(first);
    await store.revokeToken('first');
    expect(await store.token('first')).toBeNull();
    expect(await store.token('second')).toEqual(second);
    expect(await store.token('third')).toBeNull();
  });

  test('leaving ends all tokens of that conversation and no other', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), { hash: 'one', conversation: 'c', expiresAt: 100 });
    await store.addToken({ hash: 'two', conversation: 'c', expiresAt: 100 });
    await store.open(conversationRow('d'), { hash: 'other', conversation: 'd', expiresAt: 100 });
    await commitAll(store, turn({ conversation: change('c', 0), revokeTokens: true }));
    expect(await store.token('one')).toBeNull();
    expect(await store.token('two')).toBeNull();
    expect(await store.token('other')).not.toBeNull();
  });

  test('tokens go a while after they expired when the store is tidied, others stay', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), { hash: 'old', conversation: 'c', expiresAt: 100 });
    await store.addToken({
      hash: 'young',
      conversation: 'c',
      expiresAt: 300 + storeLimits.expiredTokensKeptMs,
    });
    await store.tidy(200);
    expect(await store.token('old')).not.toBeNull();
    await store.tidy(200 + storeLimits.expiredTokensKeptMs);
    expect(await store.token('old')).toBeNull();
    expect(await store.token('young')).not.toBeNull();
  });
}
