import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { categories } from '../../src/risk/category.ts';
import { riskLevels } from '../../src/risk/level.ts';

const line = z.strictObject({
  text: z.string().min(1),
  level: z.enum(riskLevels),
  categories: z.array(z.enum(categories)).min(1),
  note: z.string(),
});
export type Line = z.infer<typeof line>;

/** Authored lines: one JSON object a line, with the level a counsellor would give. */
export function readLines(name: 'danger' | 'hard-negatives'): readonly Line[] {
  const text = readFileSync(new URL(`./lines/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((json) => line.parse(JSON.parse(json)));
}
