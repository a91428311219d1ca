import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import {
  change,
  commitAll,
  conversationRow,
  inboxRow,
  messageIn,
  messageOut,
  outboxRow,
  turn,
} from '../contract/store-rows.ts';

/*
 * Twenty conversations that talk without end; every promise that resolves is said on standard output at once.
 * The test kills this process in the middle of it.
 */

const say = (line: string): void => void writeSync(1, `${line}\n`);
const store = await openSqliteStore(process.argv[2] ?? '');

async function talk(id: string): Promise<never> {
  await store.open(conversationRow(id), null);
  for (let at = 0; ; at += 1) {
    const event = `${id}-${at}`;
    await store.accept(inboxRow(event, id));
    say(`accepted ${event}`);
    const reply = messageOut(`${event}-out`, id, at * 2 + 2);
    await commitAll(
      store,
      turn({
        conversation: change(id, at, { nextSeq: at * 2 + 3 }),
        handled: [event],
        messages: [messageIn(`${event}-in`, id, at * 2 + 1), reply],
        outbox: [outboxRow(reply)],
        timersStarted: [{ conversation: id, kind: 'rest', token: event, dueAt: at }],
        audit: [{ at, action: 'raised', pseudonym: id, by: null, params: {} }],
      }),
    );
    say(`committed ${event}`);
    await store.settle([{ message: reply.id, conversation: id, delivery: { status: 'sent' }, at }]);
    say(`settled ${event}`);
  }
}

await Promise.all(Array.from({ length: 20 }, (_, at) => talk(`c${at}`)));
