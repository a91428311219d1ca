import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Config, readConfig } from '../src/config.ts';
import { type RunningServer, startServer } from '../src/main.ts';

let folder: string;
let server: RunningServer;
let config: Config;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
  config = readConfig({ HIEN_DATA: folder, PORT: '0' });
  server = await startServer(config, () => {});
}, 60_000);
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs `hien` as a process of its own, as an operator does. */
function hien(
  args: readonly string[],
  input = '',
  data = folder,
): Promise<{ status: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['src/run.js', 'cli.ts', ...args], {
      env: { ...process.env, HIEN_DATA: data, PORT: String(server.port) },
    });
    const parts = { out: '', err: '' };
    child.stdout.on('data', (part: Buffer) => (parts.out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (parts.err += part.toString()));
    child.on('close', (status) => resolve({ status, ...parts }));
    child.stdin.end(input);
  });
}

const signIn = (name: string, password: string): Promise<Response> =>
  fetch(`${server.url}/console/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ name, password }),
  });

test('staff add with a password: the running server makes the account', async () => {
  const password = 'mot-cau-rat-dai-de-nho';
  const added = await hien(
    ['staff', 'add', 'Nguyễn Thị Mai', '--role', 'supervisor', '--password-stdin'],
    `${password}\n`,
  );
  expect(added).toMatchObject({ status: 0, out: 'Nguyễn Thị Mai (supervisor) can sign in.\n' });
  expect((await signIn('nguyễn thị mai', password)).status).toBe(200);
  const again = await hien(
    ['staff', 'add', 'Nguyễn Thị Mai', '--role', 'counsellor', '--password-stdin'],
    `${password}\n`,
  );
  expect(again.status).toBe(1);
  expect(again.err).toContain('was not made');
});

test('staff add without a password: an invitation that works once', async () => {
  const added = await hien(['staff', 'add', 'Lan', '--role', 'counsellor']);
  const secret = /#\/invite\/([\w-]+)/.exec(added.out)?.[1] ?? '';
  const body = { secret, password: 'mot-cau-khac-cung-dai' };
  const accept = (): Promise<Response> =>
    fetch(`${server.url}/console/api/invitation/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify(body),
    });
  expect((await accept()).status).toBe(200);
  expect((await accept()).status).not.toBe(200);
  expect((await signIn('Lan', body.password)).status).toBe(200);
});

test('the set-up link of the first administrator is there until there is one', () => {
  expect(server.setUpLink).toMatch(/\/console\/#\/invite\/[\w-]{43}$/);
});

test('erase by pseudonym destroys the key of a conversation, through the running server', async () => {
  const { conversation } = await server.hien.person.issueToken();
  await server.hien.person.start(conversation, 'vi');
  await server.hien.person.receive(conversation, { kind: 'text', text: 'xin chào' }, 'a', null);
  await server.hien.idle();
  const pseudonym = (await server.store.conversation(conversation))?.pseudonym ?? '';
  const erased = await hien(['erase', pseudonym, '--reason', 'theo yêu cầu']);
  expect(erased).toMatchObject({ status: 0, out: `${pseudonym}: key destroyed, words deleted.\n` });
  expect(await server.vault.open(conversation)).toBeNull();
  expect(await server.store.messages(conversation, 10)).toEqual([]);
});

test.each([
  [['staff', 'add', 'An', '--role', 'boss'], 'staff add needs --role'],
  [['staff', 'add', '--role', 'counsellor'], 'staff add needs a NAME'],
  [['erase', 'nobody-0000', '--reason', 'x'], 'no conversation called'],
  [['erase', 'nobody-0000'], 'erase needs a PSEUDONYM'],
  [['staff', 'add', 'An', '--colour', 'red'], '--colour'],
  [['nonsense'], 'hien: commands'],
])('%j is refused in words, with status 2', async (args, sentence) => {
  const result = await hien(args);
  expect(result.status).toBe(2);
  expect(result.err).toContain(sentence);
  expect(result.err).not.toContain('    at ');
});

test('risk classify needs no data folder', async () => {
  const result = await hien(['risk', 'classify'], '{"id":"a","text":"cứu"}\n', '/nonexistent/folder');
  expect(result).toMatchObject({ status: 0, err: '' });
  expect(JSON.parse(result.out)).toMatchObject({ id: 'a', level: 'imminent' });
});

test('doctor says what is missing, and ends with 1 while something must be mended', async () => {
  const fresh = await hien(['doctor'], '', '/nonexistent/folder');
  expect(fresh.out).toContain('No data in /nonexistent/folder yet');
  expect(fresh.out).toContain('The centre has no name yet');
  const wrong = spawnDoctorWith({ PORT: 'x' });
  expect((await wrong).out).toContain('PORT must be');
});

function spawnDoctorWith(env: Record<string, string>): Promise<{ out: string; status: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['src/run.js', 'cli.ts', 'doctor'], {
      env: { ...process.env, ...env },
    });
    let out = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.on('close', (status) => resolve({ out, status }));
  });
}

test('a second server on the same folder refuses in one sentence', async () => {
  await expect(startServer(config, () => {})).rejects.toThrow(
    /^Another Hiên server is already running on the data folder .+\.$/,
  );
});

test('flow publish, revisions, recall: the running server carries them out, and tells what comes of it', async () => {
  const triage = await readFile('flows/triage.yaml', 'utf8');
  const flows = join(folder, 'flows');
  await mkdir(flows);
  const file = join(flows, 'triage.yaml');
  const publish = ['flow', 'publish', file, '--by', 'Hoa', '--note', 'hỏi lại thêm một lần'];
  await writeFile(
    file,
    triage.replace('risk: imminent, trigger: A2, next: person', 'next: safety_quiet_end'),
  );
  const refused = await hien(publish);
  expect(refused).toMatchObject({ status: 1, out: '' });
  expect(refused.err).toMatch(/^triage\.yaml:\d+:\d+ danger-no-human /mu);

  await writeFile(file, triage.replace('tries: 2', 'tries: 3'));
  const published = await hien(publish);
  expect(published).toMatchObject({ status: 0, err: '' });
  expect(published.out).toContain('triage: 0 cuộc nói chuyện đang mở');

  const listed = (await hien(['flow', 'revisions', 'triage'])).out.trimEnd().split('\n');
  expect(listed).toHaveLength(2);
  expect(listed[0]).toMatch(
    /^\* [0-9a-f]{12}\.[0-9a-f]{12} {2}\S+ \S+ {2}published · Hoa · hỏi lại thêm một lần$/u,
  );
  expect(listed[1]).toMatch(/^ {2}[0-9a-f]{12}\.[0-9a-f]{12} {2}\S+ \S+ {2}shipped$/u);
  const structure = listed[0]?.slice(2, 14) ?? '';
  const recalled = await hien(['flow', 'recall', 'triage', structure, '--note', 'thử']);
  expect(recalled).toMatchObject({ status: 0, err: '' });
  expect(recalled.out).toContain('triage: 0 cuộc nói chuyện ở bản này');
  expect((await hien(['flow', 'revisions', 'triage'])).out).toMatch(/ · recalled\n\* /u);
}, 120_000);
