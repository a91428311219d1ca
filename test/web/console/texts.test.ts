import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { recordLists } from '../../../src/report/contact-record.ts';
import { centreReport } from '../../../src/report/tables.ts';
import { riskLevels } from '../../../src/risk/level.ts';
import { triggers } from '../../../src/risk/trigger.ts';
import { accountProblem } from '../../../src/web/console/sign-in/account-problem.ts';
import { isMessageKey, type MessageKey, translate } from '../../../src/web/console/text/catalogue.ts';
import { namedText, noteText } from '../../../src/web/console/text/named-text.ts';
import { formatElapsed, formatHour, secondsUntil } from '../../../src/web/console/text/times.ts';
import { refusals } from '../../../src/wire/console.ts';
import { houseRefusals } from '../../../src/wire/house/calls.ts';
import { liveLines } from '../../../src/wire/house/going-live.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const catalogue = (tag: string): Record<string, { text: string }> =>
  JSON.parse(readFileSync(join(root, 'locales', tag, 'console.json'), 'utf8')) as Record<
    string,
    { text: string }
  >;
const [vi, en] = [catalogue('vi'), catalogue('en')];
const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

test('both languages have the same keys, the same values in them, and no exclamation mark', () => {
  expect(Object.keys(vi).length).toBeGreaterThan(100);
  expect(Object.keys(en)).toEqual(Object.keys(vi));
  for (const [key, { text }] of Object.entries(vi)) {
    expect([key, placeholders(en[key]?.text ?? '')]).toEqual([key, placeholders(text)]);
    expect([key, /[!！]/.test(text + (en[key]?.text ?? ''))]).toEqual([key, false]);
  }
});

test('keys stand in order, so that two authors’ changes merge', () => {
  expect(Object.keys(vi)).toEqual(Object.keys(vi).toSorted());
});

test.each<[string, readonly string[]]>([
  ['refused.', refusals],
  ['house.refused.', houseRefusals],
  ['trigger.', Object.keys(triggers)],
  ['level.', ['none', 'low', 'medium', 'high', 'imminent']],
  ['live.line.', liveLines],
  ['live.about.', liveLines],
  ...Object.entries(recordLists)
    .filter(([name]) => name !== 'consent')
    .map(([name, codes]): [string, readonly string[]] => [`record.${name}.`, codes]),
  ['record.consent.answer.', recordLists.consent],
  ['report.measure.', centreReport([]).measures.map(({ key }) => key)],
  ['report.by.', [...centreReport([]).breakdowns.map(({ key }) => key), 'legacy']],
  ['report.legacy.', centreReport([]).legacy.rows.map(({ value }) => value)],
  ['report.level.', riskLevels],
  ['source.', ['tap', 'code', 'rule', 'classifier', 'model', 'media', 'timer']],
])('everything that the server names under %s has words', (prefix, codes) => {
  expect(codes.filter((code) => !isMessageKey(prefix + code))).toEqual([]);
});

test('every key of the screens is used by a screen', () => {
  const source = sources(join(root, 'src', 'web', 'console')).join('\n');
  const byCode =
    /^(?:note|trigger|category|guard|audit|error|warning|refused|level|source|role|channel|flag|reply|staff-bot)\./;
  const families =
    /^(?:aid|app|centre\.field|live\.(?:about|evidence|line)|record|report\.(?:by|legacy|level|measure|period)|closed|from|numbers\.(?:field|kind|test)|drill|page|reach\.(?:push|wake|way)|roster\.(?:place|gap|shift|field)|safe\.time|house\.(?:day|refused|problem)|facts\.gender|invite|language|night\.contact|queue\.claim|sign-in|state|talk\.(?:owner|gone|speaker|contact))\./;
  const unused = Object.keys(vi).filter(
    (key) => !byCode.test(key) && !families.test(key) && !source.includes(`'${key}'`),
  );
  expect(unused).toEqual([]);
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

test('values are filled in; one that is missing stays visible', () => {
  expect(translate('vi', 'queue.capacity', { talks: 1, limit: 2 })).toBe('Đang giữ 1/2');
  expect(translate('en', 'queue.capacity', { talks: 1 })).toBe('Holding 1 of {limit}');
});

test.each<[string, string, string]>([
  ['trigger.', 'A99', 'A99'],
  ['warning.', 'warning.no-pager', translate('vi', 'warning.no-pager')],
  ['warning.', 'no-pager', translate('vi', 'warning.no-pager')],
  ['channel.', 'web', 'trang web'],
])('%s %s reads: %s', (prefix, code, text) => {
  expect(namedText('vi', prefix, code)).toBe(text);
});

test.each<[string, string, string]>([
  ['a colleague’s words', 'Chị ấy đã ngủ.', 'Chị ấy đã ngủ.'],
  ['a key', 'note.left', translate('vi', 'note.left')],
  ['a key with values', '{"key":"note.claimed","params":{"name":"Lan"}}', 'Lan nhận cuộc này.'],
  [
    'a level in words',
    '{"key":"note.level","params":{"name":"Lan","level":"high"}}',
    'Lan đặt mức Nguy cơ cao.',
  ],
  ['an unknown key', '{"key":"note.from-the-future"}', '{"key":"note.from-the-future"}'],
  ['half a JSON', '{"key":"note.', '{"key":"note.'],
])('a note that is %s', (_what, text, shown) => {
  expect(noteText('vi', text)).toBe(shown);
});

test('an empty note to colleagues leaves no colon behind', () => {
  const note = JSON.stringify({ key: 'note.returned', params: { name: 'Lan', note: '' } });
  expect(noteText('vi', note)).not.toMatch(/:\s*\.?$/);
});

test.each<[number, string]>([
  [-5000, '0:00'],
  [999, '0:00'],
  [42_000, '0:42'],
  [725_000, '12:05'],
  [3_599_999, '59:59'],
  [3_725_000, '1:02:05'],
])('%i ms reads %s', (ms, text) => {
  expect(formatElapsed(ms)).toBe(text);
});

test('elapsed times sort like the times they show', () => {
  const seconds = (text: string) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  assert(
    property(integer({ min: 0, max: 10 ** 9 }), (ms) => {
      expect(seconds(formatElapsed(ms))).toBe(Math.floor(ms / 1000));
    }),
  );
});

test('hours are those of Viet Nam, with the date when it is another day', () => {
  const at = Date.parse('2026-11-22T03:12:00+07:00');
  expect(formatHour(at, at + 60_000)).toBe('03:12');
  expect(formatHour(at - 4 * 3_600_000, at)).toBe('23:12 · 21/11');
});

test.each<[number, number]>([
  [3000, 3],
  [2001, 3],
  [1, 1],
  [0, 0],
  [-9000, 0],
])('%i ms ahead is %i seconds left', (ahead, left) => {
  expect(secondsUntil(1_000_000 + ahead, 1_000_000)).toBe(left);
});

const good = { name: 'Lan', password: 'mưa rơi trên mái hiên', again: 'mưa rơi trên mái hiên' };
test.each<[string, Partial<typeof good>, MessageKey | null]>([
  ['in order', {}, null],
  ['with a name of one letter', { name: ' L ' }, 'invite.name-short'],
  ['with a short password', { password: 'mười một kt', again: 'mười một kt' }, 'invite.short'],
  ['with an endless password', { password: 'a'.repeat(129), again: 'a'.repeat(129) }, 'invite.long'],
  ['with two different passwords', { again: 'mưa rơi trên mái nhà' }, 'invite.differ'],
])('a new account %s', (_what, change, key) => {
  expect(accountProblem({ ...good, ...change })?.key ?? null).toBe(key);
});
