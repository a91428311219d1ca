import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFlow, type FlowFile } from './flow/compile.ts';
import type { FlowIssue, Plan } from './flow/plan.ts';
import { type FlowLibrary, makeFlowLibrary } from './machine/flow-library.ts';

/** The flows that ship with the program, ready to run, and what the compiler found in those that are broken. */
export interface LoadedFlows {
  readonly library: FlowLibrary;
  readonly plans: readonly Plan[];
  readonly issues: readonly FlowIssue[];
}

/** The register's files stand beside the flows; `directory-on-disk.ts` reads them. */
const registerFiles: ReadonlySet<string> = new Set(['services.yaml', 'areas.yaml', 'centre.yaml']);

const shipped = fileURLToPath(new URL('../flows/', import.meta.url));

/**
 * Reads every `*.yaml` of the flows folder. A broken file costs only its own flow; its issues are returned. A folder
 * without a `_safety.yaml` of its own inherits the shipped one.
 */
export function loadFlows(folder: string = shipped): LoadedFlows {
  const files = readFlowFiles(folder);
  const inherited = files.some(({ name }) => name === safetyName) ? [] : [readFlowFile(shipped, safetyName)];
  const results = files
    .filter(({ name }) => !name.startsWith('_') && !registerFiles.has(name))
    .map(({ name }) => compileFlow([...files, ...inherited], name));
  const plans = results.flatMap((result) => (result.status === 'compiled' ? [result.plan] : []));
  return { library: makeFlowLibrary(plans), plans, issues: results.flatMap(({ issues }) => issues) };
}

const safetyName = '_safety.yaml';

function readFlowFiles(folder: string): readonly FlowFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => readFlowFile(folder, name));
}

const readFlowFile = (folder: string, name: string): FlowFile => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
});
