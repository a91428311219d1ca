import { expect, test } from 'vitest';
import type { Delivery, MessageState } from '../../src/app/ports.ts';
import {
  bytes,
  change,
  commitAll,
  conversationRow,
  inboxRow,
  messageIn,
  messageOut,
  outboxRow,
  turn,
  withOutbox,
} from './store-rows.ts';
import type { Fixture } from './store-suite.ts';

const day = 24 * 60 * 60 * 1_000;

/** Inbox, messages, stream and outbox. */
export function mailContract(fixture: Fixture): void {
  inboxContract(fixture);
  streamContract(fixture);
  deliveryContract(fixture);
  withdrawalContract(fixture);
}

function inboxContract({ empty }: Fixture): void {
  test('a repeated event is recognised and names the first one', async () => {
    const store = await empty();
    expect(await store.accept(inboxRow('a', 'c', { dedupe: 'same' }))).toEqual({ status: 'accepted' });
    expect(await store.accept(inboxRow('b', 'c', { dedupe: 'same' }))).toEqual({
      status: 'duplicate',
      id: 'a',
    });
    expect(await store.inbox('c')).toHaveLength(1);
    expect(await store.accepted('same')).toBe('a');
    expect(await store.accepted('another')).toBeNull();
  });

  test('of fifty repeats at the same moment one is accepted', async () => {
    const store = await empty();
    const rows = Array.from({ length: 50 }, (_, at) => inboxRow(`a${at}`, 'c', { dedupe: 'same' }));
    const results = await Promise.all(rows.map((row) => store.accept(row)));
    expect(results.filter((result) => result.status === 'accepted')).toHaveLength(1);
    const [kept] = await store.inbox('c');
    const named = results.flatMap((result) => (result.status === 'duplicate' ? [result.id] : []));
    expect(named).toEqual(Array.from({ length: 49 }, () => kept?.id));
  });

  test('more events at once than one commit takes are all accepted, in the order of asking', async () => {
    const store = await empty();
    const ids = Array.from({ length: 300 }, (_, at) => `a${at}`);
    await Promise.all(ids.map((id) => store.accept(inboxRow(id, 'c'))));
    expect((await store.inbox('c')).map((row) => row.id)).toEqual(ids);
  });

  test('pending events stand in order of acceptance, each lane for itself', async () => {
    const store = await empty();
    await store.accept(inboxRow('z', 'c', { at: 9 }));
    await store.accept(inboxRow('order', null, { kind: 'command' }));
    await store.accept(inboxRow('a', 'c', { at: 3 }));
    await store.accept(inboxRow('m', 'd'));
    const lane = await store.inbox('c');
    expect(lane.map((row) => row.id)).toEqual(['z', 'a']);
    expect(lane[0]?.order).toBeLessThan(lane[1]?.order ?? 0);
    expect(lane[0]).toEqual({ ...inboxRow('z', 'c', { at: 9 }), order: lane[0]?.order, attempts: 0 });
    expect((await store.inbox(null)).map((one) => one.id)).toEqual(['order']);
    expect(new Set(await store.inboxLanes())).toEqual(new Set(['c', 'd', null]));
  });

  test('a handled event waits no more, and its repeat is still recognised', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    await store.accept(inboxRow('a', 'c', { dedupe: 'same' }));
    await store.accept(inboxRow('b', 'c'));
    await commitAll(store, turn({ conversation: change('c', 0), handled: ['a'] }));
    expect((await store.inbox('c')).map((row) => row.id)).toEqual(['b']);
    expect(await store.accept(inboxRow('x', 'c', { dedupe: 'same' }))).toEqual({
      status: 'duplicate',
      id: 'a',
    });
    await commitAll(store, turn({ handled: ['b'] }));
    expect(await store.inboxLanes()).toEqual([]);
  });

  test('failed attempts are counted until the event is set aside', async () => {
    const store = await empty();
    await store.accept(inboxRow('a', 'c'));
    await store.inboxFailed('a', false);
    await store.inboxFailed('a', false);
    expect((await store.inbox('c'))[0]?.attempts).toBe(2);
    await store.inboxFailed('a', true);
    expect(await store.inbox('c')).toEqual([]);
    expect(await store.inboxLanes()).toEqual([]);
    expect(await store.accept(inboxRow('b', 'c', { dedupe: 'dedupe of a' }))).toEqual({
      status: 'duplicate',
      id: 'a',
    });
  });

  test('dedupe keys of handled events are kept for eight days, pending events for as long as they wait', async () => {
    const store = await empty();
    const repeat = (id: string) => store.accept(inboxRow(`again ${id}`, 'c', { dedupe: `dedupe of ${id}` }));
    await store.accept(inboxRow('done', 'c', { at: 1_000 }));
    await store.accept(inboxRow('waits', 'c', { at: 1_000 }));
    await commitAll(store, turn({ handled: ['done'] }));
    await store.tidy(1_000 + 8 * day);
    expect(await repeat('done')).toEqual({ status: 'duplicate', id: 'done' });
    await store.tidy(1_001 + 8 * day);
    expect(await repeat('waits')).toEqual({ status: 'duplicate', id: 'waits' });
    expect(await repeat('done')).toEqual({ status: 'accepted' });
    expect((await store.inbox('c')).map((row) => row.id)).toEqual(['waits', 'again done']);
  });
}

function streamContract({ empty }: Fixture): void {
  test('messages come oldest first, the newest of them when there are more than asked for', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    const messages = [1, 2, 3, 4].map((seq) => messageIn(`m${seq}`, 'c', seq));
    await commitAll(store, turn({ conversation: change('c', 0), messages: messages.toReversed() }));
    expect((await store.messages('c', 9)).map((row) => row.seq)).toEqual([1, 2, 3, 4]);
    expect((await store.messages('c', 2)).map((row) => row.seq)).toEqual([3, 4]);
    expect(await store.message('m3')).toEqual({ ...messages[2], position: 2, vendor: null });
    expect(await store.message('nobody')).toBeNull();
  });

  test('a place in the stream is given when a message becomes visible, and notes get none', async () => {
    const store = await empty();
    const reply = messageOut('reply', 'c', 2);
    const later = messageOut('later', 'c', 3);
    await store.open(conversationRow('c'), null);
    expect(await store.position('c')).toBe(0);
    await commitAll(
      store,
      turn({
        conversation: change('c', 0),
        messages: [
          messageIn('words', 'c', 1),
          reply,
          later,
          messageIn('note', 'c', 4, { direction: 'note', sender: 'note' }),
        ],
        outbox: [reply, later].map(outboxRow),
      }),
      turn({ conversation: change('c', 1), messages: [messageIn('more', 'c', 5)] }),
    );
    await store.settle([{ message: 'later', conversation: 'c', delivery: { status: 'sent' }, at: 5_000 }]);
    await store.settle([{ message: 'reply', conversation: 'c', delivery: { status: 'sent' }, at: 5_001 }]);
    const stream = await store.stream('c', 0, 9);
    expect(stream.map((row) => [row.id, row.position, row.state])).toEqual([
      ['words', 1, 'visible'],
      ['more', 2, 'visible'],
      ['later', 3, 'visible'],
      ['reply', 4, 'visible'],
    ]);
    expect((await store.stream('c', 2, 1)).map((row) => row.id)).toEqual(['later']);
    expect(await store.position('c')).toBe(4);
    expect(await store.message('note')).toMatchObject({ position: null, state: 'visible' });
  });

  test('a visible message finds its place also when the turn leaves the conversation alone', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    await commitAll(store, turn({ messages: [messageIn('a', 'c', 1), messageIn('b', 'c', 2)] }));
    expect((await store.stream('c', 0, 9)).map((row) => row.position)).toEqual([1, 2]);
    expect(await store.position('c')).toBe(2);
    expect((await store.conversation('c'))?.version).toBe(0);
  });
}

function deliveryContract({ empty }: Fixture): void {
  test('the outbox stands in order of sequence, with what the sender needs to know', async () => {
    const store = await empty();
    const quiet = messageOut('quiet', 'c', 7, { quiet: true, sender: 'system', at: 4_000 });
    await withOutbox(store, 'c', [quiet, messageOut('plain', 'c', 6)]);
    await withOutbox(store, 'd', [messageOut('other', 'd', 1)]);
    expect(await store.outbox('c')).toEqual([
      { ...outboxRow(messageOut('plain', 'c', 6)), retryAt: 0, attempts: 0, quiet: false },
      { ...outboxRow(quiet), retryAt: 0, attempts: 0, quiet: true },
    ]);
    expect((await store.outboxLanes()).toSorted()).toEqual(['c', 'd']);
  });

  test.each<[Delivery, MessageState]>([
    [{ status: 'sent' }, 'visible'],
    [{ status: 'windowClosed' }, 'failed'],
    [{ status: 'unreachable' }, 'failed'],
    [{ status: 'rejected' }, 'failed'],
    [{ status: 'misconfigured' }, 'failed'],
    [{ status: 'suppressed' }, 'suppressed'],
  ])('delivery %o leaves the message %s and the outbox empty', async (delivery, state) => {
    const store = await empty();
    await withOutbox(store, 'c', [messageOut('m', 'c', 1)]);
    await store.settle([{ message: 'm', conversation: 'c', delivery, at: 5_000 }]);
    expect(await store.message('m')).toMatchObject({ state, position: state === 'visible' ? 1 : null });
    expect(await store.outbox('c')).toEqual([]);
    expect(await store.outboxLanes()).toEqual([]);
  });

  test('a retry waits from the moment of the attempt and is counted', async () => {
    const store = await empty();
    await withOutbox(store, 'c', [messageOut('m', 'c', 1)]);
    const retry = (at: number, afterMs: number) =>
      store.settle([{ message: 'm', conversation: 'c', delivery: { status: 'retry', afterMs }, at }]);
    await retry(5_000, 250);
    await retry(6_000, 500);
    expect(await store.outbox('c')).toMatchObject([{ message: 'm', retryAt: 6_500, attempts: 2 }]);
    expect(await store.message('m')).toMatchObject({ state: 'pending', position: null });
  });

  test('a delivery reported twice takes one place', async () => {
    const store = await empty();
    await withOutbox(store, 'c', [messageOut('m', 'c', 1), messageOut('n', 'c', 2)]);
    const sent = { message: 'm', conversation: 'c', delivery: { status: 'sent' }, at: 5_000 } as const;
    await store.settle([sent, sent]);
    await store.settle([sent, { ...sent, message: 'n' }]);
    expect((await store.stream('c', 0, 9)).map((row) => [row.id, row.position])).toEqual([
      ['m', 1],
      ['n', 2],
    ]);
  });
}

function withdrawalContract({ empty }: Fixture): void {
  test('the vendor’s names of what went out are kept, also of parts and of what was taken back', async () => {
    const store = await empty();
    await withOutbox(store, 'c', [messageOut('m', 'c', 1), messageOut('n', 'c', 2)]);
    expect((await store.message('m'))?.vendor).toBeNull();
    const retry = { status: 'retry', afterMs: 10 } as const;
    const part = { message: 'm', conversation: 'c', delivery: retry, at: 5_000, vendor: bytes('one') };
    await store.settle([part]);
    expect(await store.message('m')).toMatchObject({ state: 'pending', vendor: bytes('one') });
    await store.settle([
      { ...part, delivery: { status: 'sent' }, vendor: bytes('one and two') },
      { ...part, message: 'n', delivery: { status: 'unreachable' } },
    ]);
    expect(await store.message('m')).toMatchObject({ state: 'visible', vendor: bytes('one and two') });
    expect(await store.message('n')).toMatchObject({ state: 'failed', vendor: bytes('one') });
    await store.settle([{ ...part, delivery: { status: 'sent' }, vendor: bytes('late') }]);
    expect(await store.message('m')).toMatchObject({ state: 'visible', vendor: bytes('late') });
    const { version = 0 } = (await store.conversation('c')) ?? {};
    await commitAll(store, turn({ conversation: change('c', version), erase: true }));
    expect(await store.message('m')).toBeNull();
  });

  test('suppressing silences what still waits of these senders, and not what the same turn adds', async () => {
    const store = await empty();
    const bySystem = messageOut('notice', 'c', 3, { sender: 'system' });
    await withOutbox(store, 'c', [messageOut('gone', 'c', 1), messageOut('silenced', 'c', 2), bySystem]);
    await withOutbox(store, 'd', [messageOut('other', 'd', 1)]);
    await store.settle([{ message: 'gone', conversation: 'c', delivery: { status: 'sent' }, at: 5_000 }]);
    const own = messageOut('own', 'c', 4);
    await commitAll(
      store,
      turn({
        conversation: change('c', 1),
        suppress: ['bot', 'counsellor'],
        messages: [own],
        outbox: [outboxRow(own)],
      }),
    );
    expect((await store.messages('c', 9)).map((row) => [row.id, row.state])).toEqual([
      ['gone', 'visible'],
      ['silenced', 'suppressed'],
      ['notice', 'pending'],
      ['own', 'pending'],
    ]);
    expect((await store.outbox('c')).map((row) => row.message)).toEqual(['notice', 'own']);
    expect(await store.outbox('d')).toHaveLength(1);
  });

  test('a message may be undone while it waits, and not after it went out', async () => {
    const store = await empty();
    await withOutbox(store, 'c', [messageOut('waits', 'c', 1), messageOut('went', 'c', 2)]);
    await store.settle([{ message: 'went', conversation: 'c', delivery: { status: 'sent' }, at: 5_000 }]);
    await commitAll(store, turn({ conversation: change('c', 1), undo: ['waits', 'went', 'unknown'] }));
    expect((await store.messages('c', 9)).map((row) => row.state)).toEqual(['undone', 'visible']);
    expect(await store.outbox('c')).toEqual([]);
  });

  test('a message taken back meanwhile stays taken back when its delivery is reported', async () => {
    const store = await empty();
    await withOutbox(store, 'c', [messageOut('undone', 'c', 1), messageOut('silenced', 'c', 2)]);
    await commitAll(store, turn({ conversation: change('c', 1), undo: ['undone'], suppress: ['bot'] }));
    const sent = { conversation: 'c', delivery: { status: 'sent' }, at: 5_000 } as const;
    await store.settle([
      { ...sent, message: 'undone' },
      { ...sent, message: 'silenced' },
    ]);
    expect((await store.messages('c', 9)).map((row) => row.state)).toEqual(['undone', 'suppressed']);
    expect(await store.position('c')).toBe(0);
  });

  test('a conversation cannot take back the message of another', async () => {
    const store = await empty();
    await withOutbox(store, 'c', [messageOut('mine', 'c', 1)]);
    await withOutbox(store, 'd', []);
    await commitAll(store, turn({ conversation: change('d', 1), undo: ['mine'], suppress: ['bot'] }));
    expect(await store.message('mine')).toMatchObject({ state: 'pending' });
  });
}
