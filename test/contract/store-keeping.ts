import { expect, test } from 'vitest';
import type { ConversationRow, Store, TurnCommit } from '../../src/app/ports.ts';
import {
  bytes,
  change,
  commitAll,
  conversationRow,
  inboxRow,
  messageIn,
  messageOut,
  outboxRow,
  queueRow,
  turn,
} from './store-rows.ts';
import type { Fixture } from './store-suite.ts';

const cut = { none: 1_000, low: 2_000, medium: 3_000, high: 4_000, imminent: 5_000 };

/** A conversation with something in every table; its version is 1. */
async function fullConversation(store: Store, id: string): Promise<void> {
  const address = bytes(`sealed address of ${id}`);
  await store.open(conversationRow(id, { channel: 'zalo', addressHash: `address of ${id}`, address }), {
    hash: `token of ${id}`,
    conversation: id,
    expiresAt: 99_000,
  });
  await store.accept(inboxRow(`${id} words`, id));
  await store.accept(inboxRow(`${id} staff`, id, { kind: 'staff' }));
  await store.accept(inboxRow(`${id} clock`, id, { kind: 'timer' }));
  const out = messageOut(`${id} out`, id, 2);
  await commitAll(
    store,
    turn({
      conversation: change(id, 0, {
        snapshot: bytes('sealed'),
        level: 'high',
        highest: 'high',
        lastPersonAt: 1,
      }),
      messages: [messageIn(`${id} in`, id, 1), out],
      outbox: [outboxRow(out)],
      queue: queueRow(id),
      timersStarted: [{ conversation: id, kind: 'rest', token: id, dueAt: 5 }],
      pages: [{ id: `${id} page`, conversation: id, target: 'room', why: 'enqueued', at: 5 }],
      audit: [{ at: 5, action: 'raised', pseudonym: `pseudonym of ${id}`, by: null, params: {} }],
    }),
  );
}

/** Erasing, forgetting and the keeping table (safety-content §9.1). */
export function keepingContract(fixture: Fixture): void {
  eraseContract(fixture);
  forgetContract(fixture);
  expiryContract(fixture);
}

function eraseContract({ empty }: Fixture): void {
  test('erasing takes the words and the address; the row, its queue entry, clocks and audit stay', async () => {
    const store = await empty();
    await fullConversation(store, 'c');
    const erasing = change('c', 1, {
      erasedAt: 7_000,
      snapshot: bytes('late words'),
      level: 'high',
      highest: 'high',
    });
    await commitAll(
      store,
      turn({ conversation: erasing, erase: true, queue: queueRow('c', { gone: 'erased' }) }),
    );
    expect(await store.messages('c', 9)).toEqual([]);
    expect(await store.outbox('c')).toEqual([]);
    expect((await store.inbox('c')).map((row) => row.id)).toEqual(['c clock']);
    expect(await store.conversation('c')).toMatchObject({
      snapshot: null,
      addressHash: null,
      address: null,
      erasedAt: 7_000,
      version: 2,
    });
    expect(await store.queueEntry('c')).toMatchObject({ gone: 'erased' });
    expect(await store.timers('c')).toHaveLength(1);
    expect(await store.audit(9)).toHaveLength(1);
    expect(await store.accept(inboxRow('again', 'c', { dedupe: 'dedupe of c words' }))).toMatchObject({
      status: 'duplicate',
    });
  });

  test('the answer to erasing is kept, and takes the next place in the stream', async () => {
    const store = await empty();
    await fullConversation(store, 'c');
    const answer = messageIn('answer', 'c', 3, { direction: 'out', sender: 'system' });
    await commitAll(store, turn({ conversation: change('c', 1), erase: true, messages: [answer] }));
    expect((await store.stream('c', 1, 9)).map((row) => [row.id, row.position])).toEqual([['answer', 2]]);
  });

  test('erasing one conversation leaves the others alone', async () => {
    const store = await empty();
    await fullConversation(store, 'c');
    await fullConversation(store, 'd');
    await commitAll(store, turn({ conversation: change('c', 1), erase: true }));
    expect(await store.messages('d', 9)).toHaveLength(2);
    expect(await store.inbox('d')).toHaveLength(3);
    expect(await store.outbox('d')).toHaveLength(1);
    expect((await store.conversation('d'))?.snapshot).toEqual(bytes('sealed'));
  });
}

function forgetContract({ empty }: Fixture): void {
  test('forgetting takes all that hangs on the conversation; the audit outlives it', async () => {
    const store = await empty();
    await fullConversation(store, 'c');
    await fullConversation(store, 'd');
    await commitAll(store, turn({ conversation: change('c', 1), handled: ['c clock'], forget: true }));
    expect(await store.conversation('c')).toBeNull();
    expect(await store.messages('c', 9)).toEqual([]);
    expect(await store.inbox('c')).toEqual([]);
    expect(await store.outbox('c')).toEqual([]);
    expect(await store.timers('c')).toEqual([]);
    expect(await store.token('token of c')).toBeNull();
    expect((await store.queue()).map((row) => row.conversation)).toEqual(['d']);
    expect((await store.openPages()).map((row) => row.conversation)).toEqual(['d']);
    expect(await store.position('c')).toBe(0);
    expect((await store.audit(9)).map((row) => row.pseudonym)).toEqual(['pseudonym of d', 'pseudonym of c']);
    expect(await store.messages('d', 9)).toHaveLength(2);
    expect(await store.accept(inboxRow('anew', 'c', { dedupe: 'dedupe of c words' }))).toEqual({
      status: 'accepted',
    });
    await store.open(conversationRow('c', { channel: 'zalo', addressHash: 'address of c' }), null);
  });

  test('a stale turn forgets nothing', async () => {
    const store = await empty();
    await fullConversation(store, 'c');
    const stale = turn({ conversation: change('c', 0), forget: true });
    expect(await store.commit([stale])).toEqual([{ status: 'stale' }]);
    expect(await store.messages('c', 9)).toHaveLength(2);
  });
}

const nothing = (): Partial<TurnCommit> => ({});
const queued = (id: string): Partial<TurnCommit> => ({ queue: queueRow(id) });
function promised(id: string): Partial<TurnCommit> {
  const answer = messageOut(`answer of ${id}`, id, 1);
  return { messages: [answer], outbox: [outboxRow(answer)] };
}

const keepingTable: readonly [
  string,
  Partial<ConversationRow>,
  (id: string) => Partial<TurnCommit>,
  'due' | 'kept',
][] = [
  ['none, last message long ago', { highest: 'none', lastPersonAt: 1_000 }, nothing, 'due'],
  ['none, last message just now', { highest: 'none', lastPersonAt: 1_001 }, nothing, 'kept'],
  ['none, never a message, made long ago', { highest: 'none', createdAt: 1_000 }, nothing, 'due'],
  ['none, never a message, made just now', { highest: 'none', createdAt: 1_001 }, nothing, 'kept'],
  ['low, last message long ago', { highest: 'low', lastPersonAt: 2_000 }, nothing, 'due'],
  ['low, last message just now', { highest: 'low', lastPersonAt: 2_001 }, nothing, 'kept'],
  ['medium, last message long ago', { highest: 'medium', lastPersonAt: 3_000 }, nothing, 'due'],
  ['medium, last message just now', { highest: 'medium', lastPersonAt: 3_001 }, nothing, 'kept'],
  ['medium, resting', { highest: 'medium', lastPersonAt: 1, owner: 'resting' }, nothing, 'due'],
  ['medium, with a counsellor', { highest: 'medium', lastPersonAt: 1, owner: 'held' }, nothing, 'kept'],
  ['medium, the line lost', { highest: 'medium', lastPersonAt: 1, owner: 'lost' }, nothing, 'kept'],
  ['low, waiting', { highest: 'low', lastPersonAt: 1, owner: 'waiting' }, nothing, 'kept'],
  ['high, never closed', { highest: 'high', lastPersonAt: 1 }, nothing, 'kept'],
  ['high, closed long ago', { highest: 'high', lastPersonAt: 1, closedAt: 4_000 }, nothing, 'due'],
  ['high, closed just now', { highest: 'high', lastPersonAt: 1, closedAt: 4_001 }, nothing, 'kept'],
  ['imminent, never closed', { highest: 'imminent', lastPersonAt: 1 }, nothing, 'kept'],
  ['imminent, closed long ago', { highest: 'imminent', lastPersonAt: 1, closedAt: 5_000 }, nothing, 'due'],
  ['imminent, closed just now', { highest: 'imminent', lastPersonAt: 1, closedAt: 5_001 }, nothing, 'kept'],
  ['once high, lowered to none', { highest: 'high', level: 'none', lastPersonAt: 1 }, nothing, 'kept'],
  ['high, erased long ago', { highest: 'high', erasedAt: 4_000 }, nothing, 'due'],
  ['high, erased just now', { highest: 'high', erasedAt: 4_001 }, nothing, 'kept'],
  ['closed, yet in the queue', { highest: 'high', closedAt: 1 }, queued, 'kept'],
  ['low, in the queue', { highest: 'low', lastPersonAt: 1 }, queued, 'kept'],
  ['erased, in the queue', { highest: 'high', erasedAt: 1 }, queued, 'kept'],
  ['low, an answer on its way', { highest: 'low', lastPersonAt: 1 }, promised, 'kept'],
];

function expiryContract({ empty }: Fixture): void {
  test('a conversation is due as the keeping table says', async () => {
    const store = await empty();
    for (const [name, row, facts] of keepingTable) {
      await store.open(conversationRow(name, row), null);
      const version = (await store.conversation(name))?.version ?? 0;
      await commitAll(store, turn({ ...facts(name), conversation: change(name, version, row) }));
    }
    const expected = keepingTable.filter((one) => one[3] === 'due').map((one) => one[0]);
    expect((await store.expired(cut, 99)).toSorted()).toEqual(expected.toSorted());
    expect(expected.length).toBeGreaterThan(5);
  });

  test('an event that waits to be handled holds the conversation', async () => {
    const store = await empty();
    await store.open(conversationRow('c', { lastPersonAt: 1 }), null);
    await store.accept(inboxRow('event', 'c'));
    expect(await store.expired(cut, 9)).toEqual([]);
    await commitAll(store, turn({ handled: ['event'] }));
    expect(await store.expired(cut, 9)).toEqual(['c']);
  });

  test('the oldest come first, no more than asked for', async () => {
    const store = await empty();
    for (const [id, createdAt] of [
      ['b', 3],
      ['c', 1],
      ['a', 2],
    ] as const) {
      await store.open(conversationRow(id, { createdAt, lastPersonAt: 9 }), null);
    }
    expect(await store.expired(cut, 2)).toEqual(['c', 'a']);
    expect(await store.expired(cut, 9)).toEqual(['c', 'a', 'b']);
  });
}
