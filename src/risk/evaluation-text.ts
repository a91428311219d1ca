import type { Evaluation, Share } from './evaluate.ts';
import { riskLevels } from './level.ts';

/** An evaluation as Markdown tables; `misses` says how many missed lines are listed at the end. */
export function evaluationText(found: Evaluation, misses: number): string {
  const { levels, confusion, alarms } = found;
  const parts = [
    table(
      ['level', 'lines', 'judged high or above', 'judged at least so grave'],
      levels.map(({ level, alarmed, reached }) => [level, String(alarmed.of), told(alarmed), told(reached)]),
    ),
    'Level given (rows) and judged (columns):',
    table(
      ['', ...riskLevels],
      confusion.map((row, at) => [riskLevels[at] ?? '', ...row.map(String)]),
    ),
    'Lines given none, by source:',
    table(
      ['source', 'lines', 'alarms per 1,000', 'share'],
      alarms.map(({ source, perThousand, alarmed }) => [
        source,
        String(alarmed.of),
        perThousand.toFixed(1),
        told(alarmed),
      ]),
    ),
    'Lines given high or imminent:',
    table(
      ['language, variety or source', 'lines', 'judged high or above'],
      [...found.languages, ...found.varieties, ...found.sources].map(({ name, alarmed }) => [
        name,
        String(alarmed.of),
        told(alarmed),
      ]),
    ),
    table(
      ['category', 'lines', 'judged high or above', 'category named'],
      found.categories.map(({ category, alarmed, named }) => [
        category,
        String(alarmed.of),
        told(alarmed),
        told(named),
      ]),
    ),
    ...(misses === 0 ? [] : [missList(found, misses)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A share in per cent with its interval: `93.1 % (88.2–96.0)`. */
export const told = ({ share, low, high }: Share): string =>
  `${percent(share)} % (${percent(low)}–${percent(high)})`;

const percent = (share: number): string => (share * 100).toFixed(1);

const missList = ({ misses }: Evaluation, most: number): string =>
  [
    `Missed (high or imminent judged below high): ${String(misses.length)}`,
    '',
    ...misses
      .slice(0, most)
      .map(({ id, level, text }) => `- ${id} (${level}): ${text.replaceAll('\n', ' ')}`),
  ].join('\n');

/** Rows as a Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
