import { fingerprint } from './hash.ts';
import { type Finding, severityOf } from './issue.ts';
import type { LintSubject } from './lint/rule.ts';
import { lintRules } from './lint/rules.ts';
import type { FlowIssue, Plan, PlanStep, StepId, TextKey } from './plan.ts';
import { type PlainValue, readDocument, type SourceDocument } from './read/document.ts';
import { type RawFlow, type RawSafety, type RawStep, readFlow, readSafety } from './read/flow-file.ts';
import type { StepPlace } from './steps/kind.ts';
import { stepKinds } from './steps/registry.ts';

/** One flow file as it was read from wherever flows are kept. `name` is the file's name, for example `triage.yaml`. */
export interface FlowFile {
  readonly name: string;
  readonly text: string;
}

export type CompileResult =
  | { readonly status: 'compiled'; readonly plan: Plan; readonly issues: readonly FlowIssue[] }
  | { readonly status: 'broken'; readonly issues: readonly FlowIssue[] };

const safetyName = '_safety.yaml';

/**
 * Turns one flow file, with the inherited `_safety.yaml` among `files`, into its Plan. However broken the text is, the
 * outcome is a list of issues with file, line and column, in bounded time; a Plan comes only when no error stands.
 */
export function compileFlow(files: readonly FlowFile[], flowFile: string): CompileResult {
  const issues: FlowIssue[] = [];
  const main = open(files, flowFile, issues);
  const safety = open(files, safetyName, issues);
  if (main === null || safety === null) return { status: 'broken', issues };
  const tell = (source: OpenFile, finding: Finding): void => void issues.push(issueOf(finding, source));
  const flow = readFlow(main.document.value, (finding) => tell(main, finding));
  const inherited = readSafety(safety.document.value, (finding) => tell(safety, finding));
  if (flow === null || inherited === null || issues.length > 0) return { status: 'broken', issues };
  const subject = assemble(flow, inherited, { main: (f) => tell(main, f), safety: (f) => tell(safety, f) });
  if (issues.length > 0) return { status: 'broken', issues };
  for (const finding of lintRules.flatMap((rule) => rule(subject))) {
    tell(subject.inherited.has(finding.step ?? '') ? safety : main, finding);
  }
  if (issues.some(({ severity }) => severity === 'error')) return { status: 'broken', issues };
  return { status: 'compiled', plan: withHashes(subject.plan), issues };
}

interface OpenFile {
  readonly name: string;
  readonly document: SourceDocument;
}

function open(files: readonly FlowFile[], name: string, issues: FlowIssue[]): OpenFile | null {
  const file = files.find((candidate) => candidate.name === name);
  const base = { severity: 'error', file: name, flow: null, step: null } as const;
  if (file === undefined) {
    issues.push({ ...base, rule: 'schema', line: 1, column: 1, message: 'There is no such file.' });
    return null;
  }
  const result = readDocument(file.text);
  if (result.status === 'read') return { name, document: result.document };
  issues.push(...result.problems.map((problem) => ({ ...base, ...problem })));
  return null;
}

function issueOf(finding: Finding, source: OpenFile): FlowIssue {
  const { rule, step, message } = finding;
  const { line, column } = source.document.locate(finding.path);
  return {
    rule,
    severity: severityOf(rule),
    file: source.name,
    line,
    column,
    flow: flowOf(source),
    step,
    message,
  };
}

/** The flow a file says it is, when it says so. */
function flowOf({ document: { value } }: OpenFile): string | null {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap && 'id' in value && typeof value.id === 'string' ? value.id : null;
}

interface Tell {
  readonly main: (finding: Finding) => void;
  readonly safety: (finding: Finding) => void;
}

/** Puts the flow's own steps and the inherited ones together. Faults of single steps go to `tell`. */
function assemble(flow: RawFlow, safety: RawSafety, tell: Tell): LintSubject {
  const texts = new Map<TextKey, string>();
  const shared = { variables: flow.variables, texts, labels: safety.labels };
  const own = compileSteps(flow.steps, { ...shared, namespace: flow.id, report: tell.main });
  const inherited = compileSteps(safety.steps, { ...shared, namespace: '_safety', report: tell.safety });
  checkRoot(safety, inherited, tell.safety);
  const plan = {
    flow: flow.id,
    title: flow.title,
    start: flow.start,
    variables: flow.variables,
    steps: { ...own, ...inherited },
    texts: Object.fromEntries(texts),
    root: safety.root,
  };
  return { plan, inherited: new Set(Object.keys(inherited)) };
}

function compileSteps(
  steps: Readonly<Record<StepId, RawStep>>,
  place: Omit<StepPlace, 'step'>,
): Readonly<Record<StepId, PlanStep>> {
  const compiled: [StepId, PlanStep][] = [];
  for (const [step, raw] of Object.entries(steps)) {
    const meaning = compileStep(raw, { ...place, step });
    if (meaning !== null) compiled.push([step, meaning]);
  }
  return Object.fromEntries(compiled);
}

function compileStep(raw: Readonly<Record<string, PlainValue>>, place: StepPlace): PlanStep | null {
  const kinds = Object.values(stepKinds).filter(({ kind }) => Object.hasOwn(raw, kind));
  const [kind, ...more] = kinds;
  if (kind !== undefined && more.length === 0) return kind.read(raw, place);
  const choices = Object.values(stepKinds).map(({ kind, says }) => `${kind} (${says})`);
  const message = `A step is exactly one of: ${choices.join(' ')}`;
  place.report({ rule: 'schema', step: place.step, path: ['steps', place.step], message });
  return null;
}

/** Help is said between a question and the same question again, so its step only says something. */
function checkRoot(safety: RawSafety, steps: Readonly<Record<StepId, PlanStep>>, tell: Tell['safety']): void {
  const wrong = {
    help: steps[safety.root.help]?.kind !== 'say',
    failure: steps[safety.root.failure] === undefined,
  };
  if (wrong.help) tell(rootFinding('help', 'Help must be a step that says something.'));
  if (wrong.failure) tell(rootFinding('failure', 'Failure must be a step of this file.'));
}

const rootFinding = (part: string, message: string): Finding => ({
  rule: 'target-unknown',
  step: null,
  path: ['root', part],
  message,
});

/** Conversations are pinned to `structure`; texts may change under the same structure (flow.md §2.5). */
function withHashes(plan: LintSubject['plan']): Plan {
  const { flow, start, variables, steps, root } = plan;
  return {
    ...plan,
    structure: fingerprint({ flow, start, variables, steps, root }),
    copy: fingerprint(plan.texts),
  };
}
