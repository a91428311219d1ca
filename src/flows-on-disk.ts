import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFlow, type FlowFile } from './flow/compile.ts';
import type { FlowIssue, Plan } from './flow/plan.ts';
import { type FlowLibrary, makeFlowLibrary } from './machine/flow-library.ts';

/** The flows that ship with the program, ready to run, and what the compiler found in those that are broken. */
export interface LoadedFlows {
  readonly library: FlowLibrary;
  readonly plans: readonly Plan[];
  /** Everything they are made of. */
  readonly files: readonly FlowFile[];
  readonly issues: readonly FlowIssue[];
}

/** The register's files stand beside the flows; `directory-on-disk.ts` reads them. */
const registerFiles: ReadonlySet<string> = new Set(['services.yaml', 'areas.yaml', 'centre.yaml']);

/** Where the flows and texts that ship with the program stand. */
export const shippedFlows = fileURLToPath(new URL('../flows/', import.meta.url));
export const shippedLocales = fileURLToPath(new URL('../locales/', import.meta.url));

/**
 * Reads every `*.yaml` of the flows folder and judges it beside what ships with the program. A broken file costs only
 * its own flow; its issues are returned. A folder inherits the shipped `_safety.yaml` and instruments that it does not
 * have itself.
 */
export function loadFlows(folder: string = shippedFlows): LoadedFlows {
  const files = readFlowFiles(folder);
  const results = flowNames(files).map((name) => compileFlow(files, name));
  const plans = results.flatMap((result) => (result.status === 'compiled' ? [result.plan] : []));
  return { library: makeFlowLibrary(plans), plans, files, issues: results.flatMap(({ issues }) => issues) };
}

/** The files that are flows of their own: neither inherited, nor an instrument, nor part of the register. */
export const flowNames = (files: readonly FlowFile[]): readonly string[] =>
  files
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('_') && !name.includes('/') && !registerFiles.has(name));

/** Every file that flows of a folder may be made of, in the order of names. */
export function readFlowFiles(folder: string = shippedFlows): readonly FlowFile[] {
  const own = namesIn(folder);
  const inherited = namesIn(shippedFlows).filter(
    (name) => (name === safetyName || name.startsWith(instruments)) && !own.includes(name),
  );
  return [
    ...own.map((name) => readFlowFile(folder, name)),
    ...inherited.map((name) => readFlowFile(shippedFlows, name)),
  ];
}

const safetyName = '_safety.yaml';
const instruments = 'instruments/';

function namesIn(folder: string): readonly string[] {
  const within = join(folder, instruments);
  const tables = existsSync(within) ? readdirSync(within).map((name) => `${instruments}${name}`) : [];
  return [...readdirSync(folder), ...tables].filter((name) => name.endsWith('.yaml')).sort();
}

const readFlowFile = (folder: string, name: string): FlowFile => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
});
