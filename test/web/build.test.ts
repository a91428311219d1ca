import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from '../../src/web/build.ts';
import { checkBundles } from '../../src/web/stamp.ts';
import { fillPage } from '../../src/wire/page-slots.ts';

/** The promise to a slow phone: everything the first view needs, packed. */
const firstViewBytes = 20 * 1024;

const project = join(import.meta.dirname, '..', '..');
let root = '';
let page = '';
let policy = '';
let exit = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'web-build-'));
  for (const path of [
    'tsconfig.json',
    'src/web',
    'src/wire',
    'src/text',
    'locales/vi/page.json',
    'package.json',
    'package-lock.json',
  ]) {
    const console = join(project, 'src', 'web', 'console');
    await cp(join(project, path), join(root, path), { recursive: true, filter: (from) => from !== console });
  }
  await symlink(join(project, 'node_modules'), join(root, 'node_modules'));
  await buildWeb(root);
  page = await readFile(join(root, 'dist/web/chat/index.html'), 'utf8');
  exit = await readFile(join(root, 'dist/web/chat/x.html'), 'utf8');
  policy = await readFile(join(root, 'dist/web/chat/policy.txt'), 'utf8');
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the person’s page', () => {
  test('is one file under 20 KB packed', () => {
    expect(gzipSync(page).length).toBeGreaterThan(2_000);
    expect(gzipSync(page).length).toBeLessThan(firstViewBytes);
  });

  test('asks nobody for anything: no address but its own exit, its source and telephone numbers', () => {
    const markup = page.replace(/<(style|script)>[^]*?<\/\1>/g, '');
    const addresses = [...markup.matchAll(/(?:href|src|action)="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(addresses.length).toBeGreaterThan(5);
    for (const address of addresses)
      expect(address).toMatch(/^(?:tel:\d+|data:image\/svg\+xml.*|\{\{(?:exit_url|source_url)\|.*\}\})$/);
    const forbidden =
      /@import|url\(|<link rel="(?!icon)|serviceWorker|document\.cookie|localStorage|pushState|innerHTML/;
    expect(forbidden.exec(page)?.[0]).toBeUndefined();
  });

  test('holds every text and no review state, and no slot the server does not know', () => {
    expect(/\[\[[a-z]|reviewed|second reader/.exec(page)?.[0]).toBeUndefined();
    expect(page.includes('Bây giờ bạn nhắn có tiện không?')).toBe(true);
    const filled = fillPage(page, {
      title: 'Sổ tay',
      retention: '9 ngày',
      read_along: ' Máy khác cũng đọc.',
      exit_url: '/y',
      source_url: 'https://s.vn',
    });
    for (const text of [
      '<title>Sổ tay</title>',
      'tự xóa sau 9 ngày',
      'tên trang. Máy khác cũng đọc.</p>',
      'href="/y"',
      'href="https://s.vn"',
    ]) {
      expect([text, filled.includes(text)]).toEqual([text, true]);
    }
    expect(/\{\{[a-z]/.exec(filled.replace(/<!--\{\{numbers\}\}-->/g, ''))?.[0]).toBeUndefined();
  });

  test('shows the numbers of the register, in the markup of the built-in ones', () => {
    const builtIn = /<!--\{\{numbers\}\}-->([^]*?)<!--/.exec(page)?.[1] ?? '';
    const rows = [...builtIn.matchAll(/<b>(.*?)<\/b><span>(.*?)<\/span>/g)].map((row) => ({
      digits: row[1] ?? '',
      label: row[2] ?? '',
    }));
    expect(rows.map((row) => row.digits)).toEqual(['113', '115', '114', '111']);
    expect(fillPage(page, { numbers: rows })).toBe(fillPage(page, {}));
  });

  test('has a policy that allows its own script and style by hash, and nothing else', () => {
    expect(policy).toMatch(
      /^default-src 'none'; script-src (?:'sha256-[\w+/=]+' ?){2}; style-src (?:'sha256-[\w+/=]+' ?){2}; connect-src 'self'/,
    );
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });
});

test('the built-in exit has no word of the topic, no script and no way back', () => {
  expect(exit).not.toMatch(/<script|<a |href="(?!data:)/);
  expect(exit).not.toMatch(/Hiên|bạo lực|khẩn|giúp|113|111|người trực/i);
});

describe('the stamp', () => {
  test('is fresh after a build, stale after a change, missing without a build', async () => {
    expect(await checkBundles(root)).toBe('fresh');
    const style = join(root, 'src/web/chat/page.css');
    const before = await readFile(style);
    await writeFile(style, `${before.toString()}/* changed */`);
    expect(await checkBundles(root)).toBe('stale');
    await writeFile(style, before);
    expect(await checkBundles(root)).toBe('fresh');
    await writeFile(join(root, 'dist/web/stamp.json'), '{');
    expect(await checkBundles(root)).toBe('stale');
    await rm(join(root, 'dist'), { recursive: true });
    expect(await checkBundles(root)).toBe('missing');
  });
});
