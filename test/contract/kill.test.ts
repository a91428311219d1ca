import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DirectLineClient, newClient, type Polled } from '../support/direct-line-client.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

const conversations = 100;
const kills = 4;
/** How long a server lives before it is killed, in milliseconds. */
const lifetimes = [900, 1700, 400, 1300] as const;

let folder = '';
let server: ServerProcess | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hien-kill-'));
});
afterAll(async () => {
  await server?.end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Somebody who writes without end, and repeats what was not acknowledged, under the same id, until it is. What she
 * writes is answered by exactly one message: in quiet mode words are, and outside it "Không phải vậy".
 */
interface Talker {
  readonly client: DirectLineClient;
  readonly isQuiet: boolean;
  /** Ids of the acknowledged messages, in the order in which they were written. */
  readonly acknowledged: string[];
}

const going = { on: true };

const wordsOf = ({ isQuiet }: Talker, count: number): string =>
  isQuiet ? (count === 0 ? '2' : `câu ${String(count)}`) : '';

async function talk(talker: Talker): Promise<void> {
  const { client, acknowledged, isQuiet } = talker;
  while (going.on) {
    const count = acknowledged.length;
    const post = {
      type: 'message',
      text: wordsOf(talker, count),
      channelData: { clientActivityID: `post-${String(count)}` },
      ...(isQuiet ? {} : { value: { k: 'b', b: 'dispute' } }),
    };
    const reply = await client.post(post).catch(() => null);
    if (reply?.status === 200) acknowledged.push(((await reply.json()) as { id: string }).id);
    else await pause(reply === null ? 50 : 500);
  }
}

const idsOf = ({ activities }: Polled, role: 'user' | 'bot'): readonly string[] =>
  activities.filter(({ from }) => from.role === role).map(({ id }) => id);

/** The answer to a message stands under the id of the same turn. */
const turnOf = (id: string): string => id.slice(0, id.lastIndexOf('.'));

/** Everything in her stream, from the start, once nothing more comes. */
async function wholeStream({ client, acknowledged }: Talker): Promise<Polled> {
  return client
    .until((polled) => idsOf(polled, 'bot').length >= acknowledged.length, 5000)
    .catch(() => client.poll());
}

test('killed again and again in the middle of a hundred conversations: every acknowledged message is there, answered once, in order', {
  timeout: 180_000,
}, async () => {
  server = await startServerProcess(folder);
  const talkers = await Promise.all(
    Array.from({ length: conversations }, async (_, at): Promise<Talker> => {
      const client = await newClient(() => server?.directLine ?? '');
      return { client, isQuiet: at % 2 === 0, acknowledged: [] };
    }),
  );
  const talking = Promise.all(talkers.map(talk));
  const atKill: number[] = [];
  for (const lifetime of lifetimes) {
    await pause(lifetime);
    await server?.end('SIGKILL');
    atKill.push(talkers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0));
    server = await startServerProcess(folder);
  }
  await pause(500);
  going.on = false;
  await talking;

  expect(atKill).toHaveLength(kills);
  // Every life of the server took messages: none of the kills fell into a pause.
  expect(atKill.every((count, at) => count > (atKill[at - 1] ?? 0))).toBe(true);
  for (const talker of talkers) {
    const stream = await wholeStream(talker);
    expect(idsOf(stream, 'user')).toEqual(talker.acknowledged);
    expect(idsOf(stream, 'bot').map(turnOf)).toEqual(talker.acknowledged.map(turnOf));
    expect(stream.activities.filter(({ from }) => from.role === 'user').map(({ text }) => text)).toEqual(
      talker.acknowledged.map((_, count) => wordsOf(talker, count)),
    );
  }
  expect(server?.said().toString().split('\n').slice(1).join('')).toBe('');
});
