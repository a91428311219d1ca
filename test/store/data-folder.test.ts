import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataFolderHeld, holdDataFolder } from '../../src/store/data-folder.ts';

let parent = '';
let folder = '';
const children: ChildProcess[] = [];
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'hien-folder-'));
  folder = join(parent, 'new', 'data');
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  rmSync(parent, { recursive: true, force: true });
});

/** Another process that tries to take the folder; its first line. */
function another(): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hold.child.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve({ child, said: text.trim() }));
  });
}

function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

test('the folder is made for its owner alone', () => {
  const hold = holdDataFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'lock.sqlite')).mode & 0o777).toBe(0o600);
  hold.release();
});

test('a second server refuses in one sentence that names the folder', async () => {
  expect((await another()).said).toBe('held');
  expect((await another()).said).toBe(
    `refused: Another Hiên server is already running on the data folder ${folder}.`,
  );
  expect(() => holdDataFolder(folder)).toThrow(DataFolderHeld);
});

test('a killed server lets go of the folder', async () => {
  const { child, said } = await another();
  expect(said).toBe('held');
  await kill(child);
  const hold = holdDataFolder(folder);
  expect((await another()).said).toMatch(/^refused/);
  hold.release();
});

test('a server that stops lets go of the folder', async () => {
  holdDataFolder(folder).release();
  expect((await another()).said).toBe('held');
});

test('within one process the folder is taken once as well', () => {
  const hold = holdDataFolder(folder);
  expect(() => holdDataFolder(folder)).toThrow(DataFolderHeld);
  hold.release();
  holdDataFolder(folder).release();
});
