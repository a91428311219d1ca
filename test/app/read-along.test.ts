import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startServerProcess } from '../support/server-process.ts';

const told = 'Một chương trình máy khác cũng đọc tin ở đây';
const opinion = {
  OPINION_URL: 'http://127.0.0.1:9/v1',
  OPINION_MODEL: 'm',
  OPINION_BASIS: 'decided by nobody',
};

test.each([
  ['a model reads along: the page says so before the first word', opinion, true],
  ['no model reads along: the page says nothing of it', {}, false],
])('%s', { timeout: 60_000 }, async (_, environment, isTold) => {
  const folder = mkdtempSync(join(tmpdir(), 'hien-read-along-'));
  const server = await startServerProcess(folder, environment);
  try {
    const page = await (await fetch(server.url)).text();
    expect(page).toContain('Bạn không cần nói tên.');
    expect(page.includes(told)).toBe(isTold);
  } finally {
    await server.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
});
