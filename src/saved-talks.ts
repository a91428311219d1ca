import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from './flow/plan.ts';

/** Where the conversations stand that are kept with the program. */
export const savedTalks = fileURLToPath(new URL('../test/flow/talks/', import.meta.url));

/** A saved conversation with one flow. */
export interface SavedTalk {
  readonly name: string;
  readonly flow: string;
  readonly text: string;
}

/**
 * The conversations of a folder, `null` when there is no such folder. A talk belongs to the flow whose id its file's
 * name begins with (`triage-home.txt`); talks of other flows are left out.
 */
export function readTalks(folder: string, plans: readonly Pick<Plan, 'flow'>[]): readonly SavedTalk[] | null {
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return names.sort().flatMap((name) => {
    const flow = flowOfTalk(name, plans);
    return flow === null ? [] : [{ name, flow, text: readFileSync(join(folder, name), 'utf8') }];
  });
}

/** The longest id that a talk's name begins with: `may-harm-calm.txt` is of `may-harm`, not of `may`. */
function flowOfTalk(name: string, plans: readonly Pick<Plan, 'flow'>[]): string | null {
  const fitting = plans.map(({ flow }) => flow).filter((flow) => name.startsWith(`${flow}-`));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}
