import { formatCsv, parseCsv } from '../text/csv.ts';
import { readSyllable } from '../text/syllable.ts';
import type { Area } from './area.ts';
import type { Problem } from './problem.ts';
import type { Service } from './service.ts';
import { columns } from './service-cells.ts';
import { serviceProblems } from './service-problems.ts';

/** The register as a table for a spreadsheet, one entry a line under the names of the fields. */
export const serviceTable = (services: readonly Service[], areas: readonly Area[]): string =>
  formatCsv([
    columns.map(({ field }) => field),
    ...services.map((service) => columns.map(({ field, write }) => write(service[field], areas))),
  ]);

/** A line that may be taken. `before` is the entry it changes, null for a new one. */
export interface GoodLine {
  readonly line: number;
  readonly service: Service;
  readonly before: Service | null;
}
/** A line that may not, with everything that is wrong with it. */
export interface BadLine {
  readonly line: number;
  readonly problems: readonly Problem[];
}

/** What a table is held against. `today`: a date in Viet Nam. */
export interface TableSurroundings {
  readonly services: readonly Service[];
  readonly areas: readonly Area[];
  readonly today: string;
  /** Ids that new entries may not get: those in use, and those that were. */
  readonly taken: ReadonlySet<string>;
}

/** Reads a table that staff uploaded. Nothing is guessed: a line is good as a whole or named with what is wrong. */
export function readServiceTable(
  csv: string,
  around: TableSurroundings,
): { readonly good: readonly GoodLine[]; readonly bad: readonly BadLine[] } {
  const { lines, broken } = parseCsv(csv);
  const unread: BadLine[] = broken === null ? [] : [wrong(broken, '', 'shape')];
  const [header, ...rest] = lines;
  const names = header?.cells.map((name) => name.trim().toLowerCase()) ?? [];
  const missing = columns.filter(({ field }) => !names.includes(field));
  if (header === undefined || missing.length > 0) {
    const problems = missing.map(({ field }) => ({ field, problem: 'required' }) as const);
    return { good: [], bad: [{ line: header?.line ?? 1, problems }] };
  }
  const taken = new Set(around.taken);
  const seen = new Set<string>();
  const good: GoodLine[] = [];
  const bad: BadLine[] = [];
  for (const { line, cells } of rest) {
    const read = readLine(names, cells, around, taken);
    if ('problems' in read) bad.push({ line, problems: read.problems });
    else if (seen.has(read.service.id)) bad.push(wrong(line, 'id', 'twice'));
    else good.push({ line, ...read });
    if ('service' in read) seen.add(read.service.id);
  }
  return { good, bad: [...bad, ...unread] };
}

const wrong = (line: number, field: string, problem: Problem['problem']): BadLine => ({
  line,
  problems: [{ field, problem }],
});

type ReadLine = Pick<BadLine, 'problems'> | Omit<GoodLine, 'line'>;

function readLine(
  names: readonly string[],
  cells: readonly string[],
  { services, areas, today }: TableSurroundings,
  taken: Set<string>,
): ReadLine {
  const problems: Problem[] = [];
  const fields: Record<string, unknown> = {};
  for (const { field, read } of columns) {
    const words = (cells[names.indexOf(field)] ?? '').trim();
    const found = read(words, areas);
    if (found === null) problems.push({ field, problem: words === '' ? 'required' : 'shape' });
    else fields[field] = found.value;
  }
  if (problems.length > 0) return { problems };
  const before = services.find(({ id }) => id === fields['id']) ?? null;
  // What the columns read is held against the whole schema next; until then the type is a promise.
  const read = { ...fields, placeholder: before?.placeholder ?? null } as unknown as Service;
  const service = read.id === '' ? { ...read, id: idFor(read.name, taken) } : read;
  const found = serviceProblems(service, { areas, before, today });
  if (found.length > 0) return { problems: found };
  taken.add(service.id);
  return { service, before };
}

/** An id from the words of a name, with a number behind it where that id is taken. */
export function idFor(name: string, taken: ReadonlySet<string>): string {
  const words = name.split(/[^\p{L}\p{M}\p{N}]+/u).map((word) => readSyllable(word).plain);
  const plain = words
    .join('-')
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^[^a-z]+|-+$/gu, '');
  const stem = plain.slice(0, longestStem).replace(/-+$/u, '') || 'number';
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? stem : `${stem}-${String(count)}`;
    if (!taken.has(id)) return id;
  }
}

const longestStem = 48;
