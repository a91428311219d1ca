/*
 * Tables as text: RFC 4180, UTF-8 with a byte order mark for Excel, and cells that no spreadsheet takes for a formula.
 */

const mark = '\uFEFF';

/** What a spreadsheet would calculate with, or would strip (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r]/u;

/** A table as text. Cells that begin like a formula get an apostrophe in front, which `parseCsv` takes off again. */
export const formatCsv = (rows: readonly (readonly string[])[]): string =>
  mark + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

function cell(text: string): string {
  // A number written in one keeps its leading nought, and an apostrophe of its own is not taken for ours.
  const safe = formula.test(text) || /^(?:0\d+$|')/u.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of a table with the line of the file on which it begins, counted from 1. */
export interface CsvLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The lines of a table; empty lines are left out. The separator is the comma, or the semicolon or tab where the first
 * line has that (Excel in Vietnamese writes semicolons). A quote that is never closed ends the table: `broken` is the line on
 * which it opens, else null.
 */
export function parseCsv(text: string): {
  readonly lines: readonly CsvLine[];
  readonly broken: number | null;
} {
  const body = text.startsWith(mark) ? text.slice(1) : text;
  const separator = separatorOf(body);
  const lines: CsvLine[] = [];
  let at = 0;
  let line = 1;
  while (at < body.length) {
    const begins = line;
    const cells: string[] = [];
    for (;;) {
      const read = readCell(body, at, separator);
      if (read === null) return { lines, broken: begins };
      cells.push(withoutGuard(read.text));
      line += read.text.split(/\r\n|\r|\n/u).length - 1;
      at = read.next;
      if (body[at] !== separator) break;
      at += 1;
    }
    if (body[at] === '\r') at += 1;
    if (body[at] === '\n') at += 1;
    line += 1;
    if (cells.some((one) => one.trim() !== '')) lines.push({ line: begins, cells });
  }
  return { lines, broken: null };
}

function separatorOf(body: string): string {
  const [first = ''] = body.split(/[\r\n]/u, 1);
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: first.split(sign).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

/** The cell that begins at `from`; `next` is where its separator or line end stands. Null: its quote is never closed. */
function readCell(body: string, from: number, separator: string): { text: string; next: number } | null {
  if (body[from] !== '"') {
    let to = from;
    while (to < body.length && body[to] !== separator && body[to] !== '\n' && body[to] !== '\r') to += 1;
    return { text: body.slice(from, to), next: to };
  }
  let text = '';
  let at = from + 1;
  for (;;) {
    const quote = body.indexOf('"', at);
    if (quote < 0) return null;
    text += body.slice(at, quote);
    if (body[quote + 1] !== '"') {
      const rest = readCell(body, quote + 1, separator);
      return rest === null ? null : { text: text + rest.text, next: rest.next };
    }
    text += '"';
    at = quote + 2;
  }
}

const withoutGuard = (text: string): string => (/^'[=+\-@\t\r'0]/u.test(text) ? text.slice(1) : text);
