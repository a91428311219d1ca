import { type Finding, type SourcePath, severityOf } from './issue.ts';
import { flowLimits } from './limits.ts';
import type { FlowIssue, StepId } from './plan.ts';
import { type DocumentResult, readDocument, type SourceDocument } from './read/document.ts';
import { sentenceOf } from './sentences.ts';

/** One file as it was read from wherever flows are kept. `name` is its name there: `triage.yaml`, `instruments/hark.yaml`. */
export interface FlowFile {
  readonly name: string;
  readonly text: string;
}

/** A file that could be read as YAML. */
export interface Source {
  readonly name: string;
  readonly document: SourceDocument;
}

/** Where a step of the Plan comes from: the file, the step as written there, and its place in the file. */
export interface Origin {
  readonly source: Source;
  readonly step: StepId;
  readonly path: SourcePath;
}

/** Flows share what they inherit and call: a file is read once, however many are made of it. */
const documents = new WeakMap<FlowFile, DocumentResult>();

function documentOf(file: FlowFile): DocumentResult {
  const known = documents.get(file);
  if (known !== undefined) return known;
  const result = readDocument(file.text);
  documents.set(file, result);
  return result;
}

/** The files of one compilation and everything found in them; each issue is kept once. */
export class Sources {
  readonly issues: FlowIssue[] = [];
  readonly #files: ReadonlyMap<string, FlowFile>;
  readonly #told = new Set<string>();

  constructor(files: readonly FlowFile[]) {
    this.#files = new Map(files.map((file) => [file.name, file]));
  }

  has(name: string): boolean {
    return this.#files.has(name);
  }

  /** A file as YAML; `null` when it is missing or broken, which is then among the issues. */
  open(name: string): Source | null {
    const file = this.#files.get(name);
    const base = { file: name, flow: null, step: null };
    if (file === undefined) {
      this.#add({ ...base, rule: 'schema', key: 'schema.missing', params: {}, line: 1, column: 1 });
      return null;
    }
    const result = documentOf(file);
    if (result.status === 'read') return { name, document: result.document };
    for (const problem of result.problems) this.#add({ ...base, ...problem });
    return null;
  }

  /** Keeps a finding whose path stands in one file. */
  tell(source: Source, { rule, step, key, params, path }: Finding): void {
    const place = source.document.locate(path);
    this.#add({ rule, step, key, params, file: source.name, flow: flowOf(source), ...place });
  }

  /** Keeps a finding about the whole Plan: `['steps', id, …]` is led to where the step is written. */
  tellPlaced(finding: Finding, origins: Origins): void {
    const [first, id, ...rest] = finding.path;
    const origin = first === 'steps' ? origins.steps.get(String(id)) : undefined;
    if (origin === undefined) return this.tell(origins.main, finding);
    const path = [...origin.path, ...rest];
    this.tell(origin.source, { ...finding, path, step: finding.step === null ? null : origin.step });
  }

  locate(step: StepId, origins: Origins): Pick<FlowIssue, 'file' | 'line' | 'column' | 'step'> {
    const origin = origins.steps.get(step);
    if (origin === undefined) return { file: origins.main.name, line: 1, column: 1, step };
    return { file: origin.source.name, ...origin.source.document.locate(origin.path), step: origin.step };
  }

  #add(issue: Omit<FlowIssue, 'severity' | 'message' | 'rule'> & Pick<Finding, 'rule'>): void {
    if (this.issues.length >= flowLimits.issues) return;
    const message = sentenceOf('en', issue.key, issue.params);
    const identity = JSON.stringify([issue.file, issue.line, issue.column, issue.rule, issue.step, message]);
    if (this.#told.has(identity)) return;
    this.#told.add(identity);
    this.issues.push({ ...issue, severity: severityOf(issue.rule), message });
  }
}

/** Where the steps of a Plan are written; `main` is the flow's own file. */
export interface Origins {
  readonly main: Source;
  readonly steps: ReadonlyMap<StepId, Origin>;
}

/** The flow a file says it is, when it says so. */
function flowOf({ document: { value } }: Source): string | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && 'id' in value && typeof value.id === 'string' ? value.id : null;
}
