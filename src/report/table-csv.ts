import { formatCsv } from '../text/csv.ts';
import type { Cell } from './suppress.ts';
import type { CentreReport } from './tables.ts';

/** Stands for a count that may tell somebody; the same for small ones and for those hidden with them. */
const hiddenMark = '*';
const shown = (cell: Cell): string => (cell === 'hidden' ? hiddenMark : String(cell));

/** Words for the keys of a report, in the language of whoever reads it. */
export type ReportWords = (key: `report.${string}` | `record.${string}`) => string;

/** The report as one table for a spreadsheet: a name, a value and a count a line, blank lines between the parts. */
export function reportTable(report: CentreReport, word: ReportWords): string {
  const measures = report.measures.map(({ key, count }) => [word(`report.measure.${key}`), '', shown(count)]);
  const breakdowns = report.breakdowns.flatMap(({ key, rows, total }) => [
    [],
    ...rows.map(({ value, count }) => [word(`report.by.${key}`), wordOf(key, value, word), shown(count)]),
    ...(total === null ? [] : [[word(`report.by.${key}`), word('report.total'), shown(total)]]),
  ]);
  const { ages, sexes, table } = report.sexByAge;
  const crossed = [
    [],
    [word('report.by.age'), ...sexes.map((sex) => word(`record.sex.${sex}`)), word('report.total')],
    ...ages.map((age, row) => [
      word(`record.age.${age}`),
      ...(table.cells[row] ?? []).map(shown),
      shown(table.rowTotals[row] ?? 'hidden'),
    ]),
    [word('report.total'), ...table.columnTotals.map(shown), shown(table.total)],
  ];
  const legacy = [
    [],
    ...report.legacy.rows.map(({ value, count }) => [
      word('report.by.legacy'),
      word(`report.legacy.${value}`),
      shown(count),
    ]),
    [word('report.by.legacy'), word('report.total'), shown(report.legacy.total)],
  ];
  return formatCsv([...measures, ...breakdowns, ...crossed, ...legacy]);
}

/** Levels have their words where the desk has them. */
const wordOf = (key: string, value: string, word: ReportWords): string =>
  word(key === 'level' ? `report.level.${value}` : `record.${key}.${value}`);
