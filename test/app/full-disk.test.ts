import type { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Store } from '../../src/app/ports.ts';
import { directLine } from '../../src/channel/web/direct-line.ts';
import { startHttp } from '../../src/http/server.ts';
import { openWriter, storeOn } from '../../src/store/sqlite/sqlite-store.ts';
import { type DirectLineClient, newClient } from '../support/direct-line-client.ts';
import { makeUniverse, newPerson, type Universe } from '../support/universe.ts';

let universe: Universe;
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await universe.close();
});

const sos = { type: 'message', text: '1', channelData: { clientActivityID: 'sos-1' } };
const words = { type: 'message', text: 'nó đang phá cửa', channelData: { clientActivityID: 'words-1' } };
const numbers = /\b113\b[\s\S]*\b115\b/;

/** The web channel on the universe, over real HTTP. */
async function overHttp(): Promise<{ readonly url: string; readonly base: string }> {
  const { clock } = universe;
  let count = 0;
  const web = directLine({
    door: universe.hien.person,
    clock,
    chance: { id: () => `id-${String((count += 1))}`, secret: () => `secret-${String((count += 1))}` },
    publicUrl: null,
    allowedOrigins: [],
    onError: () => {},
  });
  const http = await startHttp({
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    trustProxy: false,
    now: () => clock.now(),
    health: () => universe.hien.health(),
    routes: web.routes,
    sockets: web.sockets,
    refusals: web.refusals,
    plugins: [],
    pages: [],
    onError: () => {},
  });
  closers.push(() => http.close());
  closers.push(() => web.close());
  return { url: http.url, base: `${http.url}/v3/directline` };
}

/** A database that is really full, and has room again when told. */
async function withRealDatabase(): Promise<{ fill(): void; clear(): void }> {
  let writer: DatabaseSync | null = null;
  universe = await makeUniverse({
    openStore: (path) => storeOn((writer = openWriter(path)), path),
  });
  const pragma = (value: number): void => writer?.exec(`PRAGMA max_page_count = ${String(value)}`);
  return {
    fill: () => pragma(Number(writer?.prepare('PRAGMA page_count').get()?.['page_count'])),
    clear: () => pragma(1_000_000),
  };
}

interface Refusal {
  readonly error: { readonly code: string };
  readonly activities: readonly { readonly text: string; readonly from: { readonly role: string } }[];
}

async function health(url: string): Promise<number> {
  return (await fetch(`${url}/healthz`)).status;
}

const turnsOf = (polled: Awaited<ReturnType<DirectLineClient['poll']>>): readonly string[] =>
  polled.activities.map(({ id }) => id);

/** A store that refuses these calls while it is full. */
function refusing(
  disk: { full: boolean },
  ...calls: readonly ('accept' | 'commit')[]
): (store: Store) => Store {
  const refuse = (): Promise<never> => Promise.reject(new Error('no room'));
  return (store) => ({
    ...store,
    accept: (row) => (disk.full && calls.includes('accept') ? refuse() : store.accept(row)),
    commit: (turns) => (disk.full && calls.includes('commit') ? refuse() : store.commit(turns)),
  });
}

test('SOS on a full disk: 503 in the protocol’s form, numbers in it and on the open socket; then answered once', async () => {
  const disk = { full: false };
  universe = await makeUniverse({ faulty: refusing(disk, 'accept', 'commit') });
  const { url, base } = await overHttp();
  const person = await newClient(() => base);
  const reconnected = await fetch(`${base}/conversations/${person.conversation}`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  const { streamUrl } = (await reconnected.json()) as { streamUrl: string };
  const frames: string[] = [];
  const socket = new WebSocket(streamUrl);
  socket.on('message', (data: Buffer) => frames.push(data.toString()));
  await new Promise((resolve) => socket.once('open', resolve));
  closers.push(() => socket.terminate());

  disk.full = true;
  const refused = await person.post(sos);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
  const body = (await refused.json()) as Refusal;
  expect(body.error.code).toBe('ServiceUnavailable');
  expect(body.activities).toMatchObject([{ from: { role: 'bot' } }]);
  expect(body.activities[0]?.text).toMatch(numbers);
  await expect.poll(() => frames.join('')).toMatch(numbers);
  expect(await health(url)).toBe(503);

  disk.full = false;
  await universe.pass(2000);
  expect(await health(url)).toBe(200);
  expect((await person.post(sos)).status).toBe(200);
  expect((await person.post(sos)).status).toBe(200);
  await universe.settle();
  const { activities } = await person.poll();
  expect(activities.map(({ from }) => from.role)).toEqual(['user', 'bot']);
  expect(activities[1]?.text).toMatch(numbers);
});

test('without a socket the notice stands in the next poll, once', async () => {
  const disk = { full: true };
  universe = await makeUniverse({ faulty: refusing(disk, 'accept') });
  const { base } = await overHttp();
  const person = await newClient(() => base);
  expect((await person.post(sos)).status).toBe(503);
  expect((await person.poll()).activities.map(({ text }) => numbers.test(text))).toEqual([true]);
  expect((await person.poll()).activities).toEqual([]);
});

test('in quiet mode the notice is digits alone', async () => {
  const disk = { full: false };
  universe = await makeUniverse({ faulty: refusing(disk, 'accept') });
  const { base } = await overHttp();
  const person = await newClient(() => base);
  await person.say('2');
  await universe.settle();
  disk.full = true;
  const body = (await (await person.post(sos)).json()) as Refusal;
  expect(body.activities.map(({ text }) => text)).toEqual(['Vâng. 113 · 115 · 111']);
});

test('what was acknowledged before the disk was full is answered when there is room, once', async () => {
  const disk = { full: false };
  universe = await makeUniverse({ faulty: refusing(disk, 'commit') });
  const person = await newPerson(universe);
  disk.full = true;
  // Numbers meanwhile, for each message once, also for what waits behind a turn that cannot be written.
  expect((await person.write('nó đang phá cửa')).map(({ text }) => numbers.test(text))).toEqual([true]);
  expect((await person.write('1')).map(({ text }) => numbers.test(text))).toEqual([true]);
  expect(universe.hien.health()).toBe(false);
  await universe.pass(30_000);
  expect([universe.hien.health(), await person.look()]).toEqual([false, []]);
  disk.full = false;
  await universe.pass(3000);
  expect(universe.hien.health()).toBe(true);
  const answers = await person.look();
  expect(answers.at(-1)?.text).toMatch(numbers);
  expect(new Set(answers.map(({ id }) => id)).size).toBe(answers.length);
  await universe.pass(5000);
  expect(await person.look()).toEqual([]);
  expect(await universe.store.queue()).toMatchObject([{ level: 'imminent' }]);
});

test('health turns true again by itself, also when nobody writes meanwhile', async () => {
  const disk = { full: true };
  universe = await makeUniverse({ faulty: refusing(disk, 'accept', 'commit') });
  const person = await newPerson(universe);
  await expect(person.write('1')).rejects.toThrow('unwritable');
  await universe.pass(5000);
  expect(universe.hien.health()).toBe(false);
  disk.full = false;
  await universe.pass(2000);
  expect(universe.hien.health()).toBe(true);
});

test('erasing whose key went before the disk was full is finished when there is room', async () => {
  const disk = { full: false };
  universe = await makeUniverse({ faulty: refusing(disk, 'commit') });
  const person = await newPerson(universe);
  await person.write('1');
  await person.write({ kind: 'button', button: 'erase' });
  disk.full = true;
  await person.write({ kind: 'button', button: 'erase.confirm' });
  // Whatever comes meanwhile stays out, and what waits behind it does not come back to life.
  const door = universe.hien.person;
  const later = await door.receive(person.conversation, { kind: 'text', text: 'alo' }, 'x', null);
  expect(later.status).toBe('accepted');
  expect(await universe.vault.open(person.conversation)).toBeNull();
  disk.full = false;
  await universe.pass(3000);
  expect((await universe.store.conversation(person.conversation))?.erasedAt).not.toBeNull();
  expect(await universe.store.messages(person.conversation, 100)).toEqual([]);
  expect(await universe.store.queue()).toMatchObject([{ gone: 'erased', level: 'imminent' }]);
});

test('a database that is really full: numbers at once, health false, nothing acknowledged lost, then all is well', async () => {
  const database = await withRealDatabase();
  const { url, base } = await overHttp();
  const person = await newClient(() => base);
  expect((await person.post(words)).status).toBe(200);
  await universe.settle();
  const before = await person.poll();
  expect(before.activities.map(({ from }) => from.role)).toEqual(['user', 'bot']);

  database.fill();
  let acknowledged = 0;
  let refused: Response | null = null;
  // The last pages may still take a row or two: whatever was taken must be answered in the end.
  for (let count = 0; count < 200 && refused === null; count += 1) {
    const reply = await person.post({ ...sos, channelData: { clientActivityID: `sos-${String(count)}` } });
    if (reply.status === 200) acknowledged += 1;
    else if (reply.status === 503) refused = reply;
    await universe.pass(2000);
  }
  const body = (await refused?.json()) as Refusal;
  expect(body.activities[0]?.text).toMatch(numbers);
  expect(await health(url)).toBe(503);

  database.clear();
  await universe.pass(5000);
  expect(await health(url)).toBe(200);
  expect((await person.post({ ...sos, channelData: { clientActivityID: 'sos-again' } })).status).toBe(200);
  await universe.pass(2000);
  // What could not be kept was told with the 503; the next look shows it once more, for a page that lost that answer.
  await person.poll();
  const after = await person.poll();
  expect(turnsOf(after).slice(0, 2)).toEqual(turnsOf(before));
  const own = after.activities.filter(({ from }) => from.role === 'user');
  expect(own).toHaveLength(2 + acknowledged);
  // A newer SOS takes the place of cards that had not gone out; nothing is answered twice, and the last one is.
  const answers = after.activities.filter(({ from }) => from.role === 'bot').map(({ id }) => id);
  expect(new Set(answers).size).toBe(answers.length);
  expect(answers.at(-1)?.split('.')[0]).toBe(own.at(-1)?.id.split('.')[0]);
});

test('a conversation that cannot be begun is refused in the protocol’s form', async () => {
  const disk = { full: false };
  universe = await makeUniverse({
    faulty: (store) => ({
      ...store,
      open: (...given) => (disk.full ? Promise.reject(new Error('no room')) : store.open(...given)),
      addToken: (token) => (disk.full ? Promise.reject(new Error('no room')) : store.addToken(token)),
    }),
  });
  const { base } = await overHttp();
  disk.full = true;
  const reply = await fetch(`${base}/conversations`, { method: 'POST' });
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '2']);
  expect(((await reply.json()) as Refusal).error.code).toBe('ServiceUnavailable');
  disk.full = false;
  expect((await fetch(`${base}/conversations`, { method: 'POST' })).status).toBe(201);
});
