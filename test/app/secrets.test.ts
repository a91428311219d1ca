import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { isAnswered, newClient } from '../support/direct-line-client.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

/** What must be nowhere: a name, a number, violent words, addresses and agents of both sides, words of the staff. */
const secrets = {
  name: 'Nguyễn Thị Ánh Nguyệt',
  telephone: '0912 345 678',
  digits: '0912345678',
  violence: 'chồng em đang cầm dao đuổi em',
  place: 'ngõ 77 phố Hàng Quạt',
  agent: 'NokiaBrowser/7.31 (S40; rv:99.12)',
  address: '203.0.113.77',
  staffAgent: 'PhongTruc/41.9 (KienKhe)',
  staffAddress: '198.51.100.23',
  answer: 'Chị Nguyệt ơi, chị ra sân nhà bác Tư ngay',
  reason: 'đã gọi bác Tư hàng xóm xác nhận',
  note: 'chị Nguyệt nhờ bác Tư giữ chìa khóa',
  password: 'mưa rơi trên mái ngói đỏ',
} as const;

const person = { 'user-agent': secrets.agent, 'x-forwarded-for': secrets.address };
const staff = { 'user-agent': secrets.staffAgent, 'x-forwarded-for': secrets.staffAddress };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hien-secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The administrator of the set-up link, with a console that is heard. */
async function onShift(server: ServerProcess) {
  let cookie = '';
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const reply = await fetch(`${server.url}/console/api/${path}`, {
      method: 'POST',
      headers: { ...staff, 'content-type': 'application/json', origin: server.url, cookie },
      body: JSON.stringify(body),
    });
    const set = reply.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    if (set.length > 0) cookie = set.join('; ');
    return (await reply.json()) as Record<string, unknown>;
  };
  return {
    post,
    async live() {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/console/live`, {
        headers: { ...staff, cookie, origin: server.url },
      });
      await new Promise((resolve, reject) => {
        socket.once('message', resolve);
        socket.once('error', reject);
      });
      socket.send(JSON.stringify({ type: 'beat', soundAllowed: true, visible: true }));
      return socket;
    },
  };
}
type Console = Awaited<ReturnType<typeof onShift>>;

async function holdTalk(server: ServerProcess, desk: Console): Promise<void> {
  const client = await newClient(() => server.directLine, person);
  const told = [secrets.name, secrets.telephone, secrets.digits, secrets.place, secrets.violence];
  for (const words of told) {
    expect((await client.say(`em là ${words}`, `id-${words}`)).status).toBe(200);
    await client.until(isAnswered);
  }
  const socket = await desk.live();
  await desk.post('shift/on', { soundHeard: true });
  const { conversation } = await desk.post('claim-next', {});
  expect(conversation).toBe(client.conversation);
  socket.send(JSON.stringify({ type: 'watch', conversation }));
  expect(
    await desk.post('write', { conversation, text: secrets.answer, clientId: 'client-0001' }),
  ).toMatchObject({
    status: 'done',
  });
  await client.until(({ activities }) => activities.at(-1)?.text === secrets.answer, 6000);
  await client.say(secrets.violence, 'again');
  expect(await desk.post('level', { conversation, level: 'high', reason: secrets.reason })).toMatchObject({
    status: 'done',
  });
  expect(await desk.post('return', { conversation, note: secrets.note })).toMatchObject({ status: 'done' });
  socket.close();
}

/** Every way in which the words could lie about: letter codes, forms, writings. */
function formsOf(words: string): ReadonlyMap<string, Buffer> {
  const bare = words.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
  const forms = new Map<string, Buffer>();
  for (const [form, text] of Object.entries({
    plain: words,
    decomposed: words.normalize('NFD'),
    lower: words.toLowerCase(),
    bare,
    bareLower: bare.toLowerCase(),
    percent: encodeURIComponent(words),
    form: encodeURIComponent(words).replaceAll('%20', '+'),
    escaped: JSON.stringify(words)
      .slice(1, -1)
      .replaceAll(/[\u0080-\uffff]/g, escape),
  })) {
    forms.set(form, Buffer.from(text));
    forms.set(`${form} UTF-16`, Buffer.from(text, 'utf16le'));
  }
  // In a longer text the words begin at any of three places of base64's groups; the ends depend on the neighbours.
  for (const shift of [0, 1, 2]) {
    const encoded = Buffer.from(`${' '.repeat(shift)}${words}`).toString('base64');
    forms.set(`base64 ${String(shift)}`, Buffer.from(encoded.slice(shift === 0 ? 0 : 4, -4)));
    forms.set(`hex`, Buffer.from(Buffer.from(words).toString('hex')));
  }
  return forms;
}
const escape = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

function* filesBelow(path: string): Iterable<string> {
  for (const name of readdirSync(path)) {
    const inner = join(path, name);
    if (statSync(inner).isDirectory()) yield* filesBelow(inner);
    else yield inner;
  }
}

/** Where any of the secrets stands, and in which form. */
function tracesIn(bytes: ReadonlyMap<string, Buffer>): readonly string[] {
  return [...bytes].flatMap(([where, held]) =>
    Object.entries(secrets).flatMap(([secret, words]) =>
      [...formsOf(words)].flatMap(([form, wanted]) =>
        held.includes(wanted) ? [`${secret} (${form}) in ${where}`] : [],
      ),
    ),
  );
}

const leftBy = (server: ServerProcess): ReadonlyMap<string, Buffer> =>
  new Map([
    ['standard output', server.said()],
    ...[...filesBelow(folder)].map((path) => [path, readFileSync(path)] as const),
  ]);

test('the search finds what it looks for, in every form', () => {
  const line = `x ${secrets.name} y`;
  const forms = ['utf8', 'utf16le', 'base64', 'hex'] as const;
  for (const form of forms) {
    const written =
      form === 'base64' || form === 'hex'
        ? Buffer.from(Buffer.from(line).toString(form))
        : Buffer.from(line, form);
    expect(tracesIn(new Map([['a file', written]]))).not.toEqual([]);
  }
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'after a whole talk and %s no byte of it, nor of anybody’s address or agent, is left in files or logs',
  { timeout: 60_000 },
  async (signal) => {
    rmSync(folder, { recursive: true, force: true });
    const server = await startServerProcess(folder, { TRUST_PROXY: 'true' });
    const secret = server.setUpLink?.split('/').at(-1) ?? '';
    const desk = await onShift(server);
    await vi.waitFor(async () =>
      expect(
        await desk.post('invitation/accept', { secret, name: 'Lan', password: secrets.password }),
      ).toHaveProperty('id'),
    );
    await holdTalk(server, desk);
    expect((await fetch(`${server.url}/healthz`, { headers: person })).status).toBe(200);
    expect(
      (await fetch(`${server.url}/${encodeURIComponent(secrets.name)}`, { headers: person })).status,
    ).toBe(404);
    const wrong = await desk.post('sign-in', { name: secrets.name, password: secrets.password });
    expect(wrong).toHaveProperty('error');
    await server.end(signal);
    const left = leftBy(server);
    expect([...left.keys()].map((path) => path.split('/').at(-1))).toEqual(
      expect.arrayContaining(['hien.sqlite', 'keys.sqlite', 'staff.sqlite']),
    );
    expect(tracesIn(left)).toEqual([]);
  },
);
