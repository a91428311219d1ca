import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/*
 * The direction table of the design: which folder may import which, and what the pure ones may not touch.
 * `text` ← `risk`, `locale` ← `flow` ← `machine` ← `conversation`; `queue`, `directory`, `report` beside them.
 */

const src = resolve('src');

/** What each folder may import beside itself. Folders not listed fail the test: a new one needs its line here. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  text: [],
  risk: ['text'],
  locale: ['text', 'risk'],
  flow: ['text', 'risk', 'locale'],
  machine: ['text', 'risk', 'locale', 'flow'],
  conversation: ['text', 'risk', 'locale', 'flow', 'machine'],
  queue: ['risk', 'text'],
  directory: ['text', 'locale'],
  report: ['text', 'risk', 'directory'],
  wire: ['risk', 'conversation', 'directory', 'report'],
  app: ['text', 'risk', 'locale', 'flow', 'machine', 'conversation', 'queue', 'directory', 'report', 'wire'],
  channel: ['app', 'conversation', 'wire', 'risk', 'text'],
  store: ['app', 'risk', 'conversation'],
  bus: ['app'],
  model: ['app', 'risk'],
  vault: ['app'],
  pager: ['app'],
  http: ['app', 'wire'],
  web: ['wire', 'text', 'risk', 'locale', 'flow', 'machine', 'conversation', 'queue', 'directory', 'report'],
};

const pure: ReadonlySet<string> = new Set([
  'text',
  'risk',
  'locale',
  'flow',
  'machine',
  'conversation',
  'queue',
  'directory',
  'wire',
  'report',
]);

/** The builder of the bundles runs in Node, beside the browser code that it builds. */
const buildFiles = /^src\/web\/(build[\w-]*|stamp)\.ts$/;

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|tsx)$/.test(name) && !name.endsWith('.d.ts'))
  .map((name) => join('src', name));

const folderOf = (file: string): string => file.split('/')[1] ?? '';
const isTop = (file: string): boolean => file.split('/').length === 2;
const codeOf = (file: string): string =>
  readFileSync(file, 'utf8')
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/[^\n]*/g, '');

const imports: readonly Import[] = files.flatMap((file) =>
  [...codeOf(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => ({
    file,
    folder: isTop(file) ? 'top' : folderOf(file),
    target:
      match[1]?.startsWith('.') === true ? relative('.', resolve(dirname(file), match[1])) : (match[1] ?? ''),
  })),
);

test('there are files and imports to look at', () => {
  expect(files.length).toBeGreaterThan(150);
  expect(imports.length).toBeGreaterThan(400);
});

test('every folder has its line in the table', () => {
  const folders = new Set(files.filter((file) => !isTop(file)).map(folderOf));
  folders.delete('simulator');
  expect([...folders].filter((folder) => !(folder in mayImport))).toEqual([]);
  expect(Object.keys(mayImport).filter((folder) => !folders.has(folder))).toEqual([]);
});

test('imports follow the directions', () => {
  const wrong = imports
    .filter(({ folder, file }) => folder !== 'top' && folder !== 'simulator' && !buildFiles.test(file))
    .filter(({ folder, target }) => target.startsWith('src/') && !isAllowed(folder, target));
  expect(wrong.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
});

function isAllowed(folder: string, target: string): boolean {
  if (isTop(target)) return false;
  const wanted = folderOf(target);
  return wanted === folder || (mayImport[folder] ?? []).includes(wanted);
}

test('channels do not import one another', () => {
  const channelOf = (path: string): string => path.split('/')[2] ?? '';
  const wrong = imports.filter(
    ({ folder, file, target }) =>
      folder === 'channel' &&
      target.startsWith('src/channel/') &&
      !/^[\w-]+\.ts$/.test(channelOf(target)) &&
      channelOf(file) !== channelOf(target),
  );
  expect(wrong).toEqual([]);
});

test('pure folders and app use no Node module, and only machine imports xstate', () => {
  const outside = imports.filter(
    ({ folder, target }) => (pure.has(folder) || folder === 'app') && target.startsWith('node:'),
  );
  expect(outside.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  const machines = imports.filter(
    ({ folder, target }) => /^xstate(\/|$)/.test(target) && folder !== 'machine',
  );
  expect(machines).toEqual([]);
  expect(imports.some(({ folder, target }) => folder === 'machine' && target === 'xstate')).toBe(true);
});

const impurities: readonly (readonly [string, RegExp])[] = [
  ['the present', /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(/],
  ['chance', /\bMath\.random\(|\bcrypto\./],
  ['the process', /\bprocess\./],
  ['the network', /\bfetch\(|\bWebSocket\b/],
  ['timers', /\bset(Timeout|Interval|Immediate)\(/],
];

test.each(impurities)('pure folders and app do not use %s', (_name, pattern) => {
  const looked = files.filter((file) => pure.has(folderOf(file)) || folderOf(file) === 'app');
  expect(looked.length).toBeGreaterThan(80);
  expect(looked.filter((file) => pattern.test(codeOf(file)))).toEqual([]);
});

/** Words that people must not choose as passwords: data, not text for anybody. */
const wordLists: ReadonlySet<string> = new Set(['src/http/staff/weak-password.ts']);

test('no text for people stands in program code', () => {
  const vietnamese = /['"`][^'"`\n]*[ạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ][^'"`\n]*['"`]/u;
  const looked = files.filter((file) =>
    ['conversation', 'queue', 'machine', 'http', 'channel', 'store'].includes(folderOf(file)),
  );
  expect(looked.filter((file) => !wordLists.has(file) && vietnamese.test(codeOf(file)))).toEqual([]);
});
