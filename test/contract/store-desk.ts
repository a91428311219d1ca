import { expect, test } from 'vitest';
import { change, commitAll, conversationRow, queueRow, turn } from './store-rows.ts';
import type { Fixture } from './store-suite.ts';

/** Clocks, the queue and pages. */
export function deskContract({ empty }: Fixture): void {
  test('a clock is started, started anew and stopped', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    const rest = { conversation: 'c', kind: 'rest', token: 'first', dueAt: 50 } as const;
    const card = { conversation: 'c', kind: 'code-card', token: 'own', dueAt: 60 } as const;
    await commitAll(store, turn({ conversation: change('c', 0), timersStarted: [rest, card] }));
    const again = { ...rest, token: 'second', dueAt: 70 };
    await commitAll(store, turn({ conversation: change('c', 1), timersStarted: [again] }));
    expect(await store.timers('c')).toEqual([card, again]);
    await commitAll(store, turn({ conversation: change('c', 2), timersStopped: ['code-card', 'accept.60'] }));
    expect(await store.timers('c')).toEqual([again]);
  });

  test('one turn may stop a clock and start it anew', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    const timer = { conversation: 'c', kind: 'rest', token: 'first', dueAt: 50 } as const;
    await commitAll(store, turn({ conversation: change('c', 0), timersStarted: [timer] }));
    const again = { ...timer, token: 'second' };
    await commitAll(
      store,
      turn({ conversation: change('c', 1), timersStopped: ['rest'], timersStarted: [again] }),
    );
    expect(await store.timers('c')).toEqual([again]);
  });

  test('due clocks come in order, no more than asked for, and the next one is known', async () => {
    const store = await empty();
    expect(await store.nextTimerAt()).toBeNull();
    for (const [id, dueAt] of [
      ['c', 30],
      ['d', 10],
      ['e', 20],
      ['f', 40],
    ] as const) {
      await store.open(conversationRow(id), null);
      await commitAll(
        store,
        turn({
          conversation: change(id, 0),
          timersStarted: [{ conversation: id, kind: 'rest', token: id, dueAt }],
        }),
      );
    }
    expect((await store.timersDue(30, 9)).map((timer) => timer.conversation)).toEqual(['d', 'e', 'c']);
    expect((await store.timersDue(30, 2)).map((timer) => timer.conversation)).toEqual(['d', 'e']);
    expect(await store.timersDue(9, 9)).toEqual([]);
    expect(await store.nextTimerAt()).toBe(10);
  });

  test('a queue entry is put, changed, left alone and removed', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    await store.open(conversationRow('d'), null);
    await commitAll(store, turn({ conversation: change('c', 0), queue: queueRow('c', { waitingSince: 9 }) }));
    await commitAll(store, turn({ conversation: change('d', 0), queue: queueRow('d', { waitingSince: 5 }) }));
    const raised = queueRow('c', {
      level: 'imminent',
      triggers: 'A1',
      waitingSince: 9,
      returned: true,
      quiet: false,
      gone: 'left',
      mayWrite: false,
      usesViolence: true,
      child: false,
      holder: 'staff',
    });
    await commitAll(store, turn({ conversation: change('c', 1), queue: raised }));
    await commitAll(store, turn({ conversation: change('c', 2) }));
    expect(await store.queue()).toEqual([queueRow('d', { waitingSince: 5 }), raised]);
    expect(await store.queueEntry('c')).toEqual(raised);
    await commitAll(store, turn({ conversation: change('c', 3), queue: null }));
    expect(await store.queueEntry('c')).toBeNull();
    expect((await store.queue()).map((row) => row.conversation)).toEqual(['d']);
  });

  test('a page stays open until somebody acknowledges it, and a later page rings anew', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    const page = (id: string, conversation: string, at: number) =>
      ({ id, conversation, target: 'first', why: 'unclaimed', at }) as const;
    await commitAll(
      store,
      turn({ pages: [page('two', 'c', 2), page('one', 'c', 1), page('other', 'd', 3)] }),
    );
    expect((await store.openPages()).map((row) => row.id)).toEqual(['one', 'two', 'other']);
    await commitAll(store, turn({ pagesAcknowledged: [{ conversation: 'c', by: 'staff', at: 9 }] }));
    await commitAll(store, turn({ pages: [page('three', 'c', 10)] }));
    expect((await store.openPages()).map((row) => row.id)).toEqual(['other', 'three']);
  });
}
