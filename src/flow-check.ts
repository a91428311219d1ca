import { existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { readCatalogueFolder } from './catalogue-on-disk.ts';
import { type CompileResult, compileFlow, type Locate } from './flow/compile.ts';
import type { Surroundings } from './flow/lint/rule.ts';
import type { FlowIssue, Plan } from './flow/plan.ts';
import type { Breach } from './flow/prove/breach.ts';
import { type Proof, proveFlow } from './flow/prove/prove.ts';
import { surroundings } from './flow-surroundings.ts';
import { flowNames, readFlowFiles, shippedLocales } from './flows-on-disk.ts';
import { makeFlowLibrary } from './machine/flow-library.ts';
import { playTranscript } from './simulator/flow-transcript.ts';

/** A finding of linter or prover, as commands tell it. A breach brings the conversation that shows it. */
export interface Told extends Omit<FlowIssue, 'message'> {
  readonly transcript?: string;
}

export interface Checked {
  readonly file: string;
  readonly told: readonly Told[];
  readonly plan: Plan | null;
  readonly proof: Proof | null;
}

export type CheckedPaths =
  | { readonly status: 'checked'; readonly flows: readonly Checked[] }
  | { readonly status: 'missing'; readonly path: string };

/**
 * Lints and proves every flow that the paths name: files, or folders of files. `now` decides which numbers are stale;
 * `against` names the revisions that are live, as a file or folder.
 */
export function checkPaths(
  paths: readonly string[],
  now: number,
  against: string | null = null,
): CheckedPaths {
  const missing = [...paths, ...(against === null ? [] : [against])].find((path) => !existsSync(path));
  if (missing !== undefined) return { status: 'missing', path: missing };
  const around = surroundings(now);
  const live = against === null ? {} : { previous: compiledAt(against, around).flatMap(planIn) };
  const flows = paths.flatMap((path) => compiledAt(path, { ...around, ...live }));
  return { status: 'checked', flows: flows.map(({ name, result }) => checked(name, result)) };
}

interface Compiled {
  readonly name: string;
  readonly result: CompileResult;
}

function compiledAt(path: string, around: Surroundings): readonly Compiled[] {
  const isFolder = statSync(path).isDirectory();
  const files = readFlowFiles(isFolder ? path : dirname(path));
  const names = isFolder ? flowNames(files) : [basename(path)];
  return names.map((name) => ({ name, result: compileFlow(files, name, around) }));
}

/** People may be pinned to what is live, however it is judged today. */
function planIn({ result }: Compiled): readonly Plan[] {
  const plan = result.status === 'compiled' ? result.plan : result.draft;
  return plan === undefined ? [] : [plan];
}

function checked(file: string, result: CompileResult): Checked {
  const plan = result.status === 'compiled' ? result.plan : (result.draft ?? null);
  const proof = plan === null ? null : proveFlow(plan);
  const breaches =
    plan === null ? [] : (proof?.breaches ?? []).map((breach) => toldOf(breach, plan, result.locate));
  return { file, told: [...result.issues, ...breaches], plan, proof };
}

function toldOf(
  { property, step, key, params, script }: Breach,
  plan: Plan,
  locate: Locate | undefined,
): Told {
  const place = locate?.(step) ?? { file: `${plan.flow}.yaml`, line: 1, column: 1, step };
  const transcript = transcriptOf(plan, script);
  return { rule: property, severity: 'error', flow: plan.flow, ...place, key, params, transcript };
}

/** The whole conversation as `hien flow chat FLOW --script FILE` expects it. A flow that cannot run gives its script. */
function transcriptOf(plan: Plan, script: readonly string[]): string {
  try {
    const shelf = { library: makeFlowLibrary([plan]), flow: plan.flow, textOf: textsOf(plan) };
    return playTranscript(shelf, script).join('\n');
  } catch {
    return script.join('\n');
  }
}

/** The flow's own words, and those it borrows from the system catalogue; a key without words is shown itself. */
export function textsOf(plan: Plan): (key: string) => string {
  const result = readCatalogueFolder(shippedLocales);
  const files = result.status === 'read' ? result.files : [];
  const system = files.find(({ language, namespace }) => language === 'vi' && namespace === 'system');
  return (key) => plan.texts[key] ?? system?.entries[key.replace(/^system:/u, '')]?.text ?? key;
}
