import { expect, test } from 'vitest';
import { change, conversationRow, inboxRow, messageIn, turn } from './store-rows.ts';
import type { Fixture } from './store-suite.ts';

/** Two openings of one database, as the server and a command are; a store in memory cannot be shared. */
export function sharingContract({ shared }: Fixture): void {
  test('what another process writes is seen, and seen to be there', async (context) => {
    const both = await shared();
    context.skip(!both, 'a store in memory belongs to one process');
    if (!both) return;
    const [server, command] = both;
    const before = await server.foreignChanges();
    await command.accept(inboxRow('order', null, { kind: 'command' }));
    expect(await server.foreignChanges()).not.toBe(before);
    expect((await server.inbox(null)).map((row) => row.id)).toEqual(['order']);
  });

  test('two processes that take the same turn do not both win', async (context) => {
    const both = await shared();
    context.skip(!both, 'a store in memory belongs to one process');
    if (!both) return;
    await both[0].open(conversationRow('c'), null);
    const results = await Promise.all(
      both.map((store, at) =>
        store.commit([turn({ conversation: change('c', 0), messages: [messageIn(`m${at}`, 'c', 1)] })]),
      ),
    );
    expect(
      results
        .flat()
        .map((result) => result.status)
        .toSorted(),
    ).toEqual(['committed', 'stale']);
    expect(await both[0].messages('c', 9)).toHaveLength(1);
  });

  test('two processes that accept the same event keep one', async (context) => {
    const both = await shared();
    context.skip(!both, 'a store in memory belongs to one process');
    if (!both) return;
    const rows = Array.from({ length: 20 }, (_, at) =>
      inboxRow(`a${at}`, 'c', { dedupe: `same ${at % 10}` }),
    );
    const results = await Promise.all(rows.map((row, at) => both[at < 10 ? 0 : 1].accept(row)));
    expect(results.filter((result) => result.status === 'accepted')).toHaveLength(10);
    const orders = (await both[1].inbox('c')).map((row) => row.order);
    expect(new Set(orders).size).toBe(10);
  });
}
