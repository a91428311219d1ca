import { expect, test } from 'vitest';
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
  staffRow,
  turn,
} from './store-rows.ts';
import type { Fixture } from './store-suite.ts';

/** A turn commits as a whole, once, and takes no neighbour with it. */
export function turnContract({ empty }: Fixture): void {
  test('all facts of a turn are there together', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), { hash: 'token', conversation: 'c', expiresAt: 99 });
    await store.accept(inboxRow('event', 'c'));
    const out = messageOut('out', 'c', 2);
    const written = change('c', 0, {
      owner: 'waiting',
      level: 'high',
      highest: 'high',
      quiet: true,
      holder: 'h',
      flow: 'triage',
      structure: 's1',
      nextSeq: 3,
      lastPersonAt: 2_000,
      closedAt: 3,
      erasedAt: 4,
      snapshot: bytes('sealed'),
      language: 'en',
    });
    const page = { id: 'page', conversation: 'c', target: 'room', why: 'enqueued', at: 5 } as const;
    const timer = { conversation: 'c', kind: 'accept.210', token: 'armed', dueAt: 77 } as const;
    const audit = {
      at: 6,
      action: 'raised',
      pseudonym: 'p',
      by: null,
      params: { from: 'none', to: 'high' },
    } as const;
    const invitation = { hash: 'i', staff: null, name: 'Lan', role: 'supervisor', expiresAt: 99 } as const;
    await commitAll(
      store,
      turn({
        conversation: written,
        handled: ['event'],
        messages: [messageIn('in', 'c', 1), out],
        outbox: [outboxRow(out)],
        timersStarted: [timer],
        queue: queueRow('c'),
        pages: [page],
        audit: [audit],
        counters: [{ name: 'talks', day: '2026-11-22', add: 1 }],
        revokeTokens: true,
        staff: [staffRow('s')],
        invitations: [invitation],
      }),
    );
    const { expectedVersion, ...fields } = written;
    expect(await store.conversation('c')).toEqual({
      ...conversationRow('c'),
      ...fields,
      version: expectedVersion + 1,
    });
    expect(await store.inbox('c')).toEqual([]);
    expect((await store.messages('c', 9)).map((row) => row.id)).toEqual(['in', 'out']);
    expect(await store.outbox('c')).toHaveLength(1);
    expect(await store.timers('c')).toEqual([timer]);
    expect(await store.queueEntry('c')).toEqual(queueRow('c'));
    expect(await store.openPages()).toEqual([page]);
    expect(await store.audit(9)).toEqual([{ ...audit, id: 1, hash: null }]);
    expect(await store.token('token')).toBeNull();
    expect(await store.staff()).toEqual([staffRow('s')]);
    expect(await store.invitation('i', 1)).toEqual(invitation);
  });

  test('a turn on an older version is stale and writes nothing, and its neighbours stand', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    await store.open(conversationRow('d'), null);
    await store.accept(inboxRow('event', 'c'));
    const stale = turn({
      conversation: change('c', 0, { level: 'high' }),
      handled: ['event'],
      messages: [messageIn('stale', 'c', 1)],
      queue: queueRow('c'),
      audit: [{ at: 1, action: 'raised', pseudonym: 'p', by: null, params: {} }],
    });
    const results = await store.commit([
      turn({ conversation: change('c', 0), messages: [messageIn('first', 'c', 1)] }),
      stale,
      turn({ conversation: change('d', 0), messages: [messageIn('neighbour', 'd', 1)] }),
      turn({ conversation: change('nobody', 0) }),
    ]);
    expect(results.map((result) => result.status)).toEqual(['committed', 'stale', 'committed', 'stale']);
    expect((await store.messages('c', 9)).map((row) => row.id)).toEqual(['first']);
    expect((await store.messages('d', 9)).map((row) => row.id)).toEqual(['neighbour']);
    expect(await store.conversation('c')).toMatchObject({ version: 1, level: 'none' });
    expect(await store.inbox('c')).toHaveLength(1);
    expect(await store.queue()).toEqual([]);
    expect(await store.audit(9)).toEqual([]);
    expect(await store.position('c')).toBe(1);
  });

  test('a turn whose rows are refused fails as a whole, and its neighbours stand', async () => {
    const store = await empty();
    for (const id of ['a', 'b', 'c']) await store.open(conversationRow(id), null);
    await store.accept(inboxRow('event', 'b'));
    const results = await store.commit([
      turn({ conversation: change('a', 0), messages: [messageIn('taken', 'a', 1)] }),
      turn({
        conversation: change('b', 0, { level: 'high' }),
        handled: ['event'],
        messages: [messageIn('half', 'b', 1), messageIn('taken', 'b', 2)],
        timersStarted: [{ conversation: 'b', kind: 'rest', token: 't', dueAt: 1 }],
      }),
      turn({ conversation: change('c', 0), messages: [messageIn('after', 'c', 1)] }),
    ]);
    expect(results).toMatchObject([{ status: 'committed' }, { status: 'failed' }, { status: 'committed' }]);
    expect(results[1]).toHaveProperty('cause', expect.any(Error));
    expect(await store.messages('b', 9)).toEqual([]);
    expect(await store.conversation('b')).toEqual(conversationRow('b'));
    expect(await store.inbox('b')).toHaveLength(1);
    expect(await store.timers('b')).toEqual([]);
    expect((await store.messages('a', 9)).map((row) => row.id)).toEqual(['taken']);
    expect((await store.messages('c', 9)).map((row) => row.id)).toEqual(['after']);
  });

  test('two messages of a conversation cannot share a sequence number', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    const twice = turn({
      conversation: change('c', 0),
      messages: [messageIn('a', 'c', 1), messageIn('b', 'c', 1)],
    });
    expect(await store.commit([twice])).toMatchObject([{ status: 'failed' }]);
  });

  test.each<[string, Parameters<typeof turn>[0]]>([
    ['erases', { erase: true }],
    ['forgets', { forget: true }],
    ['suppresses', { suppress: ['bot'] }],
    ['undoes', { undo: ['m'] }],
    ['stops a timer', { timersStopped: ['rest'] }],
    ['empties the queue', { queue: null }],
    ['revokes tokens', { revokeTokens: true }],
  ])('a turn that %s without naming its conversation fails', async (_, but) => {
    const store = await empty();
    const staff = [staffRow('s')];
    expect(await store.commit([turn({ ...but, staff })])).toMatchObject([{ status: 'failed' }]);
    expect(await store.staff()).toEqual([]);
  });

  test('of turns that race for one version exactly one wins', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    const racing = Array.from({ length: 20 }, (_, at) =>
      store.commit([turn({ conversation: change('c', 0), messages: [messageIn(`m${at}`, 'c', 1)] })]),
    );
    const statuses = (await Promise.all(racing)).flat().map((result) => result.status);
    expect(statuses.filter((status) => status === 'committed')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'stale')).toHaveLength(19);
    expect(await store.messages('c', 99)).toHaveLength(1);
  });

  test('no turns give no results', async () => {
    const store = await empty();
    expect(await store.commit([])).toEqual([]);
  });

  test('a hundred conversations with ten turns each, all at once, keep their order', async () => {
    const store = await empty();
    const talk = async (id: string): Promise<void> => {
      await store.open(conversationRow(id), null);
      for (let at = 0; at < 10; at += 1) {
        await store.accept(inboxRow(`${id}-${at}`, id));
        const reply = messageOut(`${id}-out-${at}`, id, at * 2 + 2);
        await commitAll(
          store,
          turn({
            conversation: change(id, at, { nextSeq: at * 2 + 3 }),
            handled: [`${id}-${at}`],
            messages: [messageIn(`${id}-in-${at}`, id, at * 2 + 1), reply],
            outbox: [outboxRow(reply)],
          }),
        );
        await store.settle([{ message: reply.id, conversation: id, delivery: { status: 'sent' }, at }]);
      }
    };
    const ids = Array.from({ length: 100 }, (_, at) => `c${at}`);
    await Promise.all(ids.map(talk));
    const expected = Array.from({ length: 20 }, (_, at) => at + 1);
    for (const id of ids) {
      const stream = await store.stream(id, 0, 99);
      expect(stream.map((row) => row.seq)).toEqual(expected);
      expect(stream.map((row) => row.position)).toEqual(expected);
      expect(await store.conversation(id)).toMatchObject({ version: 10, nextSeq: 21 });
    }
    expect(await store.inboxLanes()).toEqual([]);
    expect(await store.outboxLanes()).toEqual([]);
  });

  test('what was asked before closing is done, and what is asked after is refused', async () => {
    const store = await empty();
    const opening = store.open(conversationRow('c'), null);
    const closing = store.close();
    await expect(opening).resolves.toBe('opened');
    await expect(store.open(conversationRow('d'), null)).rejects.toThrow('closed');
    await closing;
    await expect(store.conversation('c')).rejects.toThrow(/not open|finalized|end/);
  });
}
