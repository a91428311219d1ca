import { parseArgs } from 'node:util';
import type { Plan } from './flow/plan.ts';
import type { CommandStreams } from './flow-chat-command.ts';
import { textsOf } from './flow-check.ts';
import { loadFlows } from './flows-on-disk.ts';
import { readTalks, savedTalks } from './saved-talks.ts';
import { visitedBy } from './simulator/flow-cover.ts';

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
  const { plans, library } = loadFlows(positionals[0]);
  const talks = readTalks(folder, plans);
  if (talks === null) {
    error.write(`${folder} is not there.\n`);
    return 2;
  }
  for (const plan of plans) {
    const own = talks.filter(({ flow }) => flow === plan.flow);
    const shelf = { library, flow: plan.flow, textOf: textsOf(plan) };
    const visited = own.map(({ text }) => visitedBy(shelf, plan, text));
    output.write(`${lineOf(plan, own.length, new Set(visited.flatMap((steps) => [...steps])))}\n`);
  }
  return 0;
}

/** Inherited steps and those that other files bring in are covered with their own flows. */
function lineOf(plan: Plan, talks: number, visited: ReadonlySet<string>): string {
  const own = Object.keys(plan.steps).filter((step) => !step.startsWith('safety_') && !step.includes('__'));
  const left = own.filter((step) => !visited.has(step));
  const head = `${plan.flow}: ${String(own.length - left.length)} of ${String(own.length)} steps in ${String(talks)} talks`;
  return left.length === 0 ? head : `${head}; not visited: ${left.join(', ')}`;
}
