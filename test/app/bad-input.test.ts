import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DirectLineClient, isAnswered, newClient, type Polled } from '../support/direct-line-client.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

let folder = '';
let server: ServerProcess;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hien-bad-input-'));
  server = await startServerProcess(folder);
}, 60_000);
afterAll(async () => {
  await server.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const client = (): Promise<DirectLineClient> => newClient(() => server.directLine);
const message = (text: unknown): object => ({ type: 'message', text });
const kib = 1024;
/** Direct Line's own form of an error, and nothing beside it. */
const inForm = /^\{"error":\{"code":"\w+","message":"(?:[^"\\]|\\.)+"\}\}$/;
const holdsNumbers = ({ activities }: Polled): boolean => /\b115\b/.test(activities.at(-1)?.text ?? '');

test('danger in the very first message is answered within two seconds', { retry: 2 }, async () => {
  const began = Date.now();
  const person = await client();
  expect((await person.say('chồng tôi đang cầm dao đuổi tôi')).status).toBe(200);
  const { activities } = await person.until(isAnswered);
  expect(Date.now() - began).toBeLessThan(2000);
  expect(activities.at(-1)?.text).toMatch(/\b113\b/);
});

const danger = 'nó đang phá cửa';
const around = (length: number, filler: string): string => {
  const half = filler.repeat(
    Math.floor((length - Buffer.byteLength(danger)) / 2 / Buffer.byteLength(filler)) - 1,
  );
  return `${half} ${danger} ${half}`;
};

test.each([
  ['64 KiB of letters with the danger in the middle', around(64 * kib, 'kể ')],
  ['64 KiB of one letter with the danger in the middle', around(64 * kib, 'a')],
  ['64 KiB of combining marks with the danger in the middle', around(64 * kib, '\u0301')],
  ['64 KiB of spaces with the danger in the middle', around(64 * kib, ' ')],
  ['64 KiB of quotes, which JSON writes twice as long', around(60 * kib, '"\\')],
  ['64 KiB of rule words with the danger in the middle', around(64 * kib, 'dao đánh giết chém bóp cổ ')],
  ['64 KiB of emoji with the danger in the middle', around(60 * kib, '😭')],
])('%s is judged as a whole and answered within two seconds', { retry: 2 }, async (_name, text) => {
  const person = await client();
  const began = Date.now();
  expect((await person.say(text)).status).toBe(200);
  const { activities } = await person.until(isAnswered);
  expect(Date.now() - began).toBeLessThan(2000);
  expect(activities[0]?.text).toBe(text);
  expect(activities.at(-1)?.text).toMatch(/\b113\b/);
});

test.each([
  ['emoji only', '😭😭😭'],
  ['one SOS sign', '🆘'],
  ['an empty text', ''],
  ['null bytes', '\u0000\u0000'],
  ['another script', 'សូមជួយខ្ញុំផង'],
  ['right-to-left marks', '\u202e\u200f\u2066'],
  ['prototype words', '__proto__'],
  ['a digit of nothing', '7'],
  ['markup', '<script>alert(1)</script> {police} {{x}}'],
])('%s is a message of a person: kept as it was and answered', async (_name, text) => {
  const person = await client();
  expect((await person.say(text)).status).toBe(200);
  const { activities } = await person.until(isAnswered);
  expect(activities[0]).toMatchObject({ text, from: { role: 'user' } });
  expect(activities.at(-1)?.text.trim()).not.toBe('');
});

test('lone surrogates are kept as the sign for an unreadable letter, and the rest is judged', async () => {
  const person = await client();
  const body = `{"type":"message","text":"\\ud800 ${danger} \\udfff"}`;
  expect((await person.post(body)).status).toBe(200);
  const { activities } = await person.until(isAnswered);
  expect(activities[0]?.text).toBe(`\ufffd ${danger} \ufffd`);
  expect(activities.at(-1)?.text).toMatch(/\b113\b/);
});

const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

test.each<[string, string | Uint8Array | object, number]>([
  ['a text over 64 KiB', message('a'.repeat(64 * kib + 1)), 413],
  ['a text over 64 KiB in bytes, not in letters', message('ế'.repeat(22 * kib)), 413],
  ['a body of 1 MB', message('a'.repeat(1024 * kib)), 413],
  ['a body that is no JSON', '{"type":"message",', 400],
  ['an empty body', '', 400],
  ['a list', '[]', 400],
  ['null', 'null', 400],
  ['a number for the text', message(7), 400],
  ['a list for the text', message(['a']), 400],
  ['no type', { text: 'a' }, 400],
  ['a type that is no word', { type: 5, text: 'a' }, 400],
  ['invalid UTF-8', Uint8Array.of(...Buffer.from('{"type":"message","text":"'), 0xc3, 0x28, 0x22, 0x7d), 400],
  ['nesting without end', `{"type":"message","text":"a","channelData":${deep(5000)}}`, 400],
])('%s gets an error in the protocol’s form and changes nothing', async (_name, body, status) => {
  const person = await client();
  expect((await person.say('xin chào')).status).toBe(200);
  const before = await person.until(isAnswered);
  const reply = await person.post(body);
  expect(reply.status).toBe(status);
  expect(JSON.stringify(await reply.json())).toMatch(inForm);
  expect(await person.poll()).toEqual(before);
  expect((await person.say('1')).status).toBe(200);
  await person.until(holdsNumbers);
});

test.each([
  ['a content type that is not JSON', { 'content-type': 'text/plain' }, 415],
  ['a content type of another letter code', { 'content-type': 'application/json; charset=utf-16' }, 415],
  ['no token', { authorization: '' }, 401],
  ['a token that nobody was given', { authorization: 'Bearer abcdefghijklmnopqrstuvwxyz' }, 401],
  ['a token with signs that no token has', { authorization: 'Bearer \'" OR 1=1' }, 401],
])('%s is refused and changes nothing', async (_name, headers, status) => {
  const person = await client();
  const reply = await person.post(message(danger), headers);
  expect(reply.status).toBe(status);
  expect(JSON.stringify(await reply.json())).toMatch(inForm);
  expect((await person.poll()).activities).toEqual([]);
});

test('a conversation that is not hers, or not there, is refused alike', async () => {
  const [person, other] = [await client(), await client()];
  const headers = { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' };
  for (const id of [other.conversation, 'nobody', '..%2f', 'a'.repeat(64)]) {
    const reply = await fetch(`${server.directLine}/conversations/${id}/activities`, {
      method: 'POST',
      headers,
      body: JSON.stringify(message('xin chào')),
    });
    expect([id, reply.status]).toEqual([id, 403]);
  }
  expect((await other.poll()).activities).toEqual([]);
});

test('with a token that left nothing can be read or written any more', async () => {
  const person = await client();
  await person.say('xin chào');
  await person.until(isAnswered);
  expect((await person.post({ type: 'endOfConversation' })).status).toBe(200);
  expect((await person.say('1')).status).toBe(401);
  await expect(person.poll()).rejects.toThrow('401');
});

test('a post that comes twice is taken once, also when both come at the same time', async () => {
  const person = await client();
  const replies = await Promise.all(Array.from({ length: 5 }, () => person.say('xin chào', 'same')));
  const ids = await Promise.all(replies.map(async (reply) => ((await reply.json()) as { id: string }).id));
  expect(new Set(ids).size).toBe(1);
  await person.until(isAnswered);
  const later = (await (await person.say('xin chào', 'same')).json()) as { id: string };
  expect(later.id).toBe(ids[0]);
  const { activities } = await person.poll();
  expect(activities.filter(({ from }) => from.role === 'user')).toHaveLength(1);
  expect(activities.filter(({ from }) => from.role === 'bot')).toHaveLength(1);
});

test('answers in the wrong order, of old screens and of nowhere change nothing and are answered', async () => {
  const person = await client();
  await person.say('xin chào');
  await person.until(isAnswered);
  for (const value of [
    { k: 'a', s: 'killing', v: 99, o: 'yes' },
    { k: 'a', s: 'now_ok', v: -1, o: 'can_write' },
    { k: 'a', s: '__proto__', v: 1, o: 'constructor' },
    { k: 'b', b: 'no-such-button' },
    { k: 'x' },
  ])
    expect((await person.post({ type: 'message', text: 'x', value })).status).toBe(200);
  expect((await person.say('1')).status).toBe(200);
  await person.until(holdsNumbers);
});

test('the server wrote no fault about any of this', async () => {
  expect(server.said().toString().split('\n').slice(1).join('')).toBe('');
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});
