import { readdirSync, readFileSync } from 'node:fs';
import { compileFlow, type FlowFile } from '../../src/flow/compile.ts';
import type { Surroundings } from '../../src/flow/lint/rule.ts';
import type { Plan } from '../../src/flow/plan.ts';
import { readFlowFiles } from '../../src/flows-on-disk.ts';

const read = (name: string): FlowFile => ({
  name,
  text: readFileSync(new URL(`../../flows/${name}`, import.meta.url), 'utf8'),
});

/** The inherited file as shipped: every flow is compiled beside it. */
export const safetyFile = read('_safety.yaml');
export const triageFile = read('triage.yaml');

/** The instruments that ship with the program. */
export const instrumentFiles: readonly FlowFile[] = readdirSync(
  new URL('../../flows/instruments/', import.meta.url),
).map((name) => read(`instruments/${name}`));

/** Compiles one flow given as text, beside the shipped inherited file and instruments, and whatever else is given. */
export const compileText = (
  text: string,
  name = 'example.yaml',
  more: readonly FlowFile[] = [],
  around: Surroundings = {},
) => compileFlow([safetyFile, ...instrumentFiles, ...more, { name, text }], name, around);

/** The shipped triage as a Plan; a broken one fails with its issues. */
export function triagePlan(): Plan {
  return planOf(compileFlow(readFlowFiles(), 'triage.yaml'));
}

/** The Plan of a result that must be one. */
export function planOf(result: ReturnType<typeof compileFlow>): Plan {
  if (result.status === 'compiled') return result.plan;
  throw new Error(result.issues.map(({ line, rule, message }) => `${line} ${rule}: ${message}`).join('\n'));
}

/** A small flow around the given steps: the frame that examples share. */
export const flowText = (steps: string, vars = ''): string =>
  `format: 1\nid: example\ntitle: Ví dụ\nlanguage: vi\ninherits: _safety\nstart: first\n${vars}steps:\n${steps}`;
