import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Plan } from './flow/plan.ts';
import type { CommandStreams } from './flow-chat-command.ts';
import { textsOf } from './flow-check.ts';
import { loadFlows } from './flows-on-disk.ts';
import { visitedBy } from './simulator/flow-cover.ts';

const savedTalks = fileURLToPath(new URL('../test/flow/talks/', import.meta.url));

/**
 * `hien flow cover [FOLDER] [--talks FOLDER]`: the steps of each flow that no saved conversation goes through. A talk
 * belongs to the flow whose id its file's name begins with (`triage-home.txt`). Gives the exit status.
 */
export function runFlowCover(args: readonly string[], { output, error }: CommandStreams): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { talks: { type: 'string' } },
  });
  const folder = values.talks ?? savedTalks;
  if (!existsSync(folder)) {
    error.write(`${folder} is not there.\n`);
    return 2;
  }
  const { plans, library } = loadFlows(positionals[0]);
  const talks = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  for (const plan of plans) {
    const own = talks.filter((name) => flowOfTalk(name, plans) === plan.flow);
    const shelf = { library, flow: plan.flow, textOf: textsOf(plan) };
    const visited = own.map((name) => visitedBy(shelf, plan, readFileSync(join(folder, name), 'utf8')));
    output.write(`${lineOf(plan, own.length, new Set(visited.flatMap((steps) => [...steps])))}\n`);
  }
  return 0;
}

/** The longest id that a talk's name begins with: `may-harm-calm.txt` is of `may-harm`, not of `may`. */
function flowOfTalk(name: string, plans: readonly Plan[]): string | null {
  const fitting = plans.map(({ flow }) => flow).filter((flow) => name.startsWith(`${flow}-`));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** Inherited steps and those that other files bring in are covered with their own flows. */
function lineOf(plan: Plan, talks: number, visited: ReadonlySet<string>): string {
  const own = Object.keys(plan.steps).filter((step) => !step.startsWith('safety_') && !step.includes('__'));
  const left = own.filter((step) => !visited.has(step));
  const head = `${plan.flow}: ${String(own.length - left.length)} of ${String(own.length)} steps in ${String(talks)} talks`;
  return left.length === 0 ? head : `${head}; not visited: ${left.join(', ')}`;
}
