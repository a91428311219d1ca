import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { riskLevels } from '../../src/risk/level.ts';
import { readTalks } from '../../src/simulator/demo/talks.ts';
import { buildWeb } from '../../src/web/build.ts';
import { checkBundles } from '../../src/web/stamp.ts';
import type { DeskFrame } from '../../src/wire/console.ts';

/* `npm run demo` as somebody starts it: a process, its printed lines, a sign-in, Ctrl-C. */

const project = resolve('.');
const halfMinute = 30_000;
let folder: string;
let demo: ChildProcess | null = null;

beforeEach(async () => {
  if ((await checkBundles(project)) !== 'fresh') await buildWeb(project);
  folder = await mkdtemp(join(tmpdir(), 'demo-test-'));
});

afterEach(async () => {
  if (demo?.exitCode === null) demo.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

test('the people of the demo: more than a dozen, some come later, one is held by a colleague', () => {
  const talks = readTalks();
  expect(talks.filter(({ arrives }) => arrives === 0).length).toBeGreaterThanOrEqual(12);
  expect(talks.some(({ arrives }) => arrives > 0)).toBe(true);
  expect(talks.some(({ colleague }) => colleague !== undefined)).toBe(true);
  expect(new Set(talks.map(({ about }) => about)).size).toBe(talks.length);
});

test('the demo starts without any configuration, shows every level, and leaves nothing behind', {
  timeout: halfMinute,
}, async () => {
  const { url, password, stop } = await startDemo();
  const desk = await seen(await signIn(url, 'Thu', password), url, showsEverything);
  expect(new Set(desk.queue.map(({ level }) => level))).toEqual(new Set(riskLevels));
  expect(desk.queue.map(({ gone }) => gone)).toEqual(expect.arrayContaining(['left', 'erased']));
  expect(desk.queue.some(({ quiet }) => quiet)).toBe(true);
  expect(desk.staff.map(({ name }) => name).toSorted()).toEqual(['Hà', 'Lan', 'Mai', 'Nam', 'Thu']);
  expect(desk.colleaguesTalks[0]?.holder?.name).toBe('Mai');
  expect(await stop()).toEqual({ code: 0, errors: '' });
  expect(await readdir(folder)).toEqual([]);
});

const showsEverything = ({ queue, colleaguesTalks }: DeskFrame): boolean =>
  riskLevels.every((wanted) => queue.some(({ level }) => level === wanted)) &&
  (['left', 'erased'] as const).every((way) => queue.some(({ gone }) => gone === way)) &&
  queue.some(({ quiet }) => quiet) &&
  colleaguesTalks.length > 0;

interface RunningDemo {
  readonly url: string;
  readonly password: string;
  /** Presses Ctrl-C and waits for the end. */
  readonly stop: () => Promise<{ readonly code: number | null; readonly errors: string }>;
}

async function startDemo(): Promise<RunningDemo> {
  const child = spawn(process.execPath, ['src/run.js', 'simulator/demo.ts'], {
    cwd: project,
    env: { PATH: process.env['PATH'], TMPDIR: folder },
  });
  demo = child;
  let printed = '';
  let errors = '';
  child.stderr.on('data', (bytes) => (errors += String(bytes)));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (bytes) => {
      printed += String(bytes);
      if (printed.includes('Ctrl-C')) resolve();
    });
    void ended.then(() => reject(new Error(`The demo ended by itself: ${errors}`)));
  });
  return {
    url: /console:\s+(http:\/\/127\.0\.0\.1:\d+)\/console\//u.exec(printed)?.[1] ?? '',
    password: /password:\s+(\S+)/u.exec(printed)?.[1] ?? '',
    stop: async () => {
      child.kill('SIGINT');
      return { code: await ended, errors };
    },
  };
}

/** The cookie of a session. */
async function signIn(url: string, name: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/console/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name, password }),
  });
  expect(answer.status).toBe(200);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}

/** The first desk on the live line that is as wanted. */
function seen(cookie: string, url: string, wanted: (desk: DeskFrame) => boolean): Promise<DeskFrame> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/console/live`, {
    headers: { cookie, origin: url },
  });
  return new Promise((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('The live line failed.')));
    socket.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data)) as DeskFrame | { readonly type: 'pulse' };
      if (frame.type !== 'desk' || !wanted(frame)) return;
      socket.close();
      resolve(frame);
    });
  });
}
