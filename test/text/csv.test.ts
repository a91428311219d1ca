import { array, assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { formatCsv, parseCsv } from '../../src/text/csv.ts';

const cells = (text: string) => parseCsv(text).lines.map((line) => line.cells);

test('a table begins with the mark that Excel needs, and its lines end as RFC 4180 says', () => {
  expect(
    formatCsv([
      ['a', 'b'],
      ['ữ', ''],
    ]),
  ).toBe('\uFEFFa,b\r\nữ,\r\n');
});

test.each<[string, string, string]>([
  ['a comma', 'a,b', '"a,b"'],
  ['a quote', 'nói "không"', '"nói ""không"""'],
  ['a line break', 'a\nb', '"a\nb"'],
  ['a semicolon, because some spreadsheets divide there', 'a;b', '"a;b"'],
  ['a space at its end', 'a ', '"a "'],
  ['a formula', '=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['a plus', '+84 981', "'+84 981"],
  ['a minus', '-1', "'-1"],
  ['an at sign', '@SUM(A1)', "'@SUM(A1)"],
  ['a tab in front', '\t=1', `"'\t=1"`],
  ['a leading nought', '0963061414', "'0963061414"],
  ['an apostrophe of its own', "'a", "''a"],
])('a cell with %s', (_what, text, written) => {
  expect(formatCsv([['x', text]])).toBe(`\uFEFFx,${written}\r\n`);
  expect(cells(formatCsv([['x', text]]))).toEqual([['x', text]]);
});

test('no cell begins with what a spreadsheet calculates', () => {
  assert(
    property(string(), (text) => {
      const [, written = ''] = /^\uFEFFx,"?([^]*)$/u.exec(formatCsv([['x', text]])) ?? [];
      expect(written).not.toMatch(/^[=+\-@\t]/u);
    }),
  );
});

test('whatever is written is read back', () => {
  const word = string({ unit: 'binary' });
  const filled = array(array(word, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
  assert(
    property(filled, (rows) => {
      const table = [['id', 'x'], ...rows.map((row) => ['k', ...row])];
      expect(parseCsv(formatCsv(table))).toMatchObject({ broken: null });
      expect(cells(formatCsv(table))).toEqual(table);
    }),
  );
});

test.each<[string, string, readonly (readonly string[])[]]>([
  [
    'semicolons',
    'a;b\r\n1,5;2\r\n',
    [
      ['a', 'b'],
      ['1,5', '2'],
    ],
  ],
  [
    'tabs',
    'a\tb\n1\t2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'single line feeds, and no end',
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'empty lines',
    'a,b\r\n\r\n,\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['a quote in the middle of a cell', 'a,b"c\r\n', [['a', 'b"c']]],
])('a table with %s is read', (_what, text, rows) => {
  expect(cells(text)).toEqual(rows);
});

test('each line knows where it begins in the file, also behind cells of several lines', () => {
  const { lines } = parseCsv('a,b\r\n"1\r\n2",x\r\n\r\n3,4\r\n');
  expect(lines.map(({ line }) => line)).toEqual([1, 2, 5]);
});

test('a quote that is never closed is told with its line', () => {
  expect(parseCsv('a,b\r\n1,2\r\n"3,4\r\n5,6')).toMatchObject({
    broken: 3,
    lines: [{ line: 1 }, { line: 2 }],
  });
});
