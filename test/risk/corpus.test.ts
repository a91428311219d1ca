import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { triggers } from '../../src/risk/trigger.ts';

const folder = 'test/corpus';
const lines = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').split('\n'))
  .filter((json) => json !== '')
  .map(
    (json) =>
      JSON.parse(json) as { level: string; triggers: string[]; categories: string[]; variety: string },
  );

test('labels hold together, no two lines say the same, no word opens too many', { timeout: 180_000 }, () => {
  const { status, stdout } = spawnSync(process.execPath, [`${folder}/check.ts`], { encoding: 'utf8' });
  expect(stdout).toMatch(/^\d{5,6} lines in \d+ files\n/);
  expect(stdout).not.toContain(' wrong\n');
  expect(status).toBe(0);
});

test('there is enough of everything', () => {
  const count = (holds: (line: (typeof lines)[number]) => boolean): number => lines.filter(holds).length;
  expect(lines.length).toBeGreaterThanOrEqual(6000);
  expect(count(({ level }) => level === 'none')).toBeGreaterThanOrEqual(lines.length / 3);
  for (const [variety, least] of [
    ['khmer', 300],
    ['hmong', 300],
    ['english', 200],
  ] as const)
    expect(count((line) => line.variety === variety)).toBeGreaterThanOrEqual(least);
  for (const letter of ['A', 'H', 'M', 'L'])
    expect(
      count(({ triggers: codes }) => codes.some((code) => code.startsWith(letter))),
    ).toBeGreaterThanOrEqual(300);
  const about = new Set(Object.values(triggers).flatMap((trigger) => trigger.categories));
  for (const category of about)
    expect([category, count(({ categories }) => categories.includes(category)) >= 100]).toEqual([
      category,
      true,
    ]);
});
