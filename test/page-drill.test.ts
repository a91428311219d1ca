import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyCommit } from '../src/app/commit-of.ts';
import { readConfig } from '../src/config.ts';
import { type RunningServer, startServer } from '../src/main.ts';
import { type FakeGateway, fakeGateway } from './support/fake-gateway.ts';
import { namedAlways } from './support/on-call.ts';

/* The bell tried by an operator: the real server, the real command, a gateway on loopback. */

let folder: string;
let gateway: FakeGateway;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drill-'));
  gateway = await fakeGateway();
  const pager = { PAGER_URL: gateway.url, PAGER_SECRET: gateway.secret, PUBLIC_URL: 'http://127.0.0.1:1' };
  server = await startServer(readConfig({ HIEN_DATA: folder, PORT: '0', ...pager }), () => {});
  const staff = ['lan', 'mai'].map((id) => ({
    id,
    name: id.toUpperCase(),
    role: 'counsellor' as const,
    active: true,
    createdAt: 0,
    shiftSince: null,
    soundTestedAt: null,
  }));
  await server.store.commit([{ ...emptyCommit(), staff }]);
}, 60_000);
afterAll(async () => {
  await server.close();
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
});

function drill(): Promise<{ status: number | null; out: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['src/run.js', 'cli.ts', 'doctor', '--page'], {
      env: { ...process.env, HIEN_DATA: folder },
    });
    let out = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.on('close', (status) => resolve({ status, out }));
  });
}

test('without a roster it says what is missing; with one it calls, waits for the answers and says "passed"', {
  timeout: 60_000,
}, async () => {
  expect(await drill()).toEqual({
    status: 1,
    out: 'Nobody is named for this hour: write the roster in the console first.\n',
  });

  const plan = namedAlways({ first: 'lan', second: 'mai' });
  const who = { id: 'shell', name: 'hien', role: 'administrator' } as const;
  const written = await server.hien.house.call(who, 'roster/plan', { version: 0, plan });
  expect(written.status).toBe('done');
  // Lan's telephone answers at once; Mai presses a key later, and the gateway calls the address it was given.
  gateway.answers = ({ staff, acknowledge = '' }) => {
    if (staff === 'lan') return 'acknowledge';
    setTimeout(
      () => void fetch(acknowledge.replace('http://127.0.0.1:1', server.url), { method: 'POST' }),
      300,
    );
    return 'take';
  };
  const { status, out } = await drill();
  const lines = out.trim().split('\n');
  expect(lines).toContain('LAN (first) has it.');
  expect(lines).toContain('MAI (second) was called by webhook.');
  expect(lines).toContain('MAI (second) has it.');
  expect([lines.at(-1), status]).toEqual(['Passed.', 0]);
});
