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

/** Reads every `*.yaml` of the flows folder. A broken file costs only its own flow; its issues are returned. */
export function loadFlows(folder: string = shipped): LoadedFlows {
  const files = readFlowFiles(folder);
  const results = files
    .filter(({ name }) => !name.startsWith('_') && !registerFiles.has(name))
    .map(({ name }) => compileFlow(files, name));
  const plans = results.flatMap((result) => (result.status === 'compiled' ? [result.plan] : []));
  return { library: makeFlowLibrary(plans), plans, issues: results.flatMap(({ issues }) => issues) };
}

function readFlowFiles(folder: string): readonly FlowFile[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  return names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}
