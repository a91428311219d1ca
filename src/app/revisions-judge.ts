import { compileFlow, type FlowFile, type Locate } from '../flow/compile.ts';
import type { Surroundings } from '../flow/lint/rule.ts';
import type { FlowIssue, Plan } from '../flow/plan.ts';
import type { Breach } from '../flow/prove/breach.ts';
import { proveFlow } from '../flow/prove/prove.ts';

/** What stands in the way of publishing: an error of the linter, or a property that fails with its conversation. */
export interface Obstacle {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly step: string | null;
  /** The sentence, in the `lint` catalogue. */
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
  /** Lines for `hien flow chat --script`; empty for a finding of the linter. */
  readonly script: readonly string[];
}

export type Judged =
  /** Warnings want the reason that the note of the publication gives. */
  | { readonly status: 'sound'; readonly plan: Plan; readonly warnings: readonly Obstacle[] }
  /** What is live already; it was proven then. */
  | { readonly status: 'same' }
  | { readonly status: 'unsound'; readonly obstacles: readonly Obstacle[] };

/** Lints and proves one flow as it would stand among the others (promise 7). */
export function judge(
  files: readonly FlowFile[],
  name: string,
  around: Surroundings,
  isLive: (plan: Plan) => boolean,
): Judged {
  const result = compileFlow(files, name, around);
  const graded = (grade: FlowIssue['severity']): readonly Obstacle[] =>
    result.issues.filter(({ severity }) => severity === grade).map(obstacleOf);
  const errors = graded('error');
  const plan = result.status === 'compiled' ? result.plan : result.draft;
  if (plan === undefined) return { status: 'unsound', obstacles: errors };
  if (result.status === 'compiled' && isLive(plan)) return { status: 'same' };
  const breaches = proveFlow(plan).breaches.map((breach) => breachOf(breach, name, result.locate));
  const obstacles = [...errors, ...breaches];
  if (obstacles.length > 0) return { status: 'unsound', obstacles };
  return { status: 'sound', plan, warnings: graded('warning') };
}

function breachOf(
  { property, step, key, params, script }: Breach,
  file: string,
  locate: Locate | undefined,
): Obstacle {
  const place = locate?.(step) ?? { file, line: 1, column: 1, step };
  return { rule: property, ...place, key, params, script };
}

const obstacleOf = ({ rule, file, line, column, step, key, params }: FlowIssue): Obstacle => ({
  rule,
  file,
  line,
  column,
  step,
  key,
  params,
  script: [],
});

/** The flows that some flows are part of, by their files' names, themselves among them: what they call is taken in. */
export function withCallers(files: readonly FlowFile[], changed: readonly string[]): readonly string[] {
  const flows = files.filter(({ name }) => !name.includes('/') && !name.startsWith('_'));
  const found = new Set(changed);
  for (const name of found) {
    const id = name.replace(/\.yaml$/u, '');
    for (const flow of flows) if (calls(flow.text).includes(id)) found.add(flow.name);
  }
  return [...found];
}

const calls = (text: string): readonly string[] =>
  [...text.matchAll(/\bcall:\s*["']?([a-z][a-z0-9-]*)/gu)].map(([, id]) => id ?? '');
