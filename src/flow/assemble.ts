import { readBy } from './guards/reads.ts';
import type { Finding, SourcePath } from './issue.ts';
import { flowLimits } from './limits.ts';
import type { LintSubject } from './lint/rule.ts';
import {
  channelType,
  channelVariable,
  type PlanInstrument,
  type PlanStep,
  type PlanVariable,
  type StepId,
  type TextKey,
} from './plan.ts';
import type { PlainValue } from './read/document.ts';
import { type RawFlow, type RawSafety, readFlow, readSafety } from './read/flow-file.ts';
import { type Instrument, readInstrument } from './read/instrument-file.ts';
import type { Origin, Origins, Source, Sources } from './sources.ts';
import type { CalledFlow, Meaning, StepLibrary, StepPlace } from './steps/kind.ts';
import { stepKinds } from './steps/registry.ts';

/** A flow put together with what it inherits, calls and asks from. */
export interface Assembled extends Omit<LintSubject, 'around'> {
  readonly origins: Origins;
}

const safetyName = '_safety.yaml';

/**
 * Puts one flow together; `callers` are the flows that are being put together around it. `null` when there is nothing
 * to judge as a whole; faults of single steps are among the issues of `sources`.
 */
export function assemble(sources: Sources, name: string, callers: readonly string[]): Assembled | null {
  const main = sources.open(name);
  const safety = sources.open(safetyName);
  if (main === null || safety === null) return null;
  const flow = readFlow(main.document.value, (finding) => sources.tell(main, finding));
  const inherited = readSafety(safety.document.value, (finding) => sources.tell(safety, finding));
  if (flow === null || inherited === null || sources.issues.length > 0) return null;
  return new Assembly(sources, { name, main, safety, flow, inherited, callers }).run();
}

interface Parts {
  readonly name: string;
  readonly main: Source;
  readonly safety: Source;
  readonly flow: RawFlow;
  readonly inherited: RawSafety;
  readonly callers: readonly string[];
}

/** One flow in the making: what its steps have brought in so far. */
class Assembly {
  readonly #sources: Sources;
  readonly #parts: Parts;
  /** What guards may read: the flow's own variables and where the person writes. */
  readonly #readable: Readonly<Record<string, PlanVariable>>;
  readonly #texts = new Map<TextKey, string>();
  readonly #borrowed = new Map<string, PlanVariable>();
  readonly #instruments: PlanInstrument[] = [];
  readonly #origins = new Map<StepId, Origin>();
  readonly #foreign = new Map<StepId, Origin>();
  readonly #was = new Map<StepId, readonly StepId[]>();

  constructor(sources: Sources, parts: Parts) {
    this.#sources = sources;
    this.#parts = parts;
    this.#readable = { ...parts.flow.variables, [channelVariable]: channelType };
  }

  run(): Assembled | null {
    const { main, safety, flow, inherited } = this.#parts;
    const own = this.#steps(main, flow.steps, flow.id, flow.pathOf);
    const shared = this.#steps(safety, inherited.steps, '_safety', (step) => ['steps', step]);
    this.#checkRoot(shared);
    const steps = { ...own, ...shared };
    if (Object.keys(steps).length > flowLimits.stepsInAll) this.#tooMany();
    if (this.#sources.issues.length > 0) return null;
    const plan = {
      flow: flow.id,
      title: flow.title,
      start: flow.start,
      variables: {
        ...flow.variables,
        ...Object.fromEntries(this.#borrowed),
        ...(readsChannel(steps) && { [channelVariable]: channelType }),
      },
      steps,
      texts: Object.fromEntries(this.#texts),
      root: inherited.root,
      ...this.#extras(flow, own),
    };
    return {
      plan,
      inherited: new Set(Object.keys(shared)),
      declared: flow.variables,
      origins: { main, steps: this.#origins },
    };
  }

  #extras(flow: RawFlow, own: Readonly<Record<StepId, PlanStep>>) {
    const sections = Object.entries(flow.sections).map(([name, { title, steps }]) => [
      name,
      { title, steps: steps.flatMap((step) => [step, ...standingFor(step, own)]) },
    ]);
    return {
      ...(sections.length > 0 && {
        sections: Object.fromEntries(sections) as Record<string, { title: string; steps: string[] }>,
      }),
      ...(flow.claims.length > 0 && { claims: flow.claims }),
      ...(this.#instruments.length > 0 && { instruments: this.#instruments }),
      ...(this.#was.size > 0 && { was: Object.fromEntries(this.#was) }),
    };
  }

  #steps(
    source: Source,
    raws: RawFlow['steps'],
    namespace: string,
    pathOf: (step: StepId) => SourcePath,
  ): Readonly<Record<StepId, PlanStep>> {
    const compiled: [StepId, PlanStep][] = [];
    for (const [step, raw] of Object.entries(raws)) {
      const origin = { source, step, path: pathOf(step) };
      this.#origins.set(step, origin);
      const meaning = this.#step(raw, this.#place(source, step, namespace, pathOf(step)));
      if (meaning === null) continue;
      const steps = meaning.kind === 'several' ? meaning.steps : { [step]: meaning };
      for (const [id, one] of Object.entries(steps)) {
        compiled.push([id, one]);
        if (id !== step) this.#origins.set(id, this.#foreign.get(id) ?? origin);
      }
    }
    return Object.fromEntries(compiled);
  }

  #place(source: Source, step: StepId, namespace: string, at: SourcePath): StepPlace {
    return {
      namespace,
      step,
      at,
      variables: this.#readable,
      texts: this.#texts,
      labels: this.#parts.inherited.labels,
      report: (finding) => this.#sources.tell(source, finding),
      library: this.#library(step),
    };
  }

  #library(step: StepId): StepLibrary {
    return {
      instrument: (id) => this.#instrument(id, step),
      flow: (id) => this.#called(id, step),
      borrow: (name, variable) => this.#borrow(name, variable),
      keepInstrument: (one) => void this.#instruments.push(one),
    };
  }

  #step(raw: Readonly<Record<string, PlainValue>>, place: StepPlace): Meaning | null {
    const { was, ...rest } = raw;
    this.#rename(was, place);
    const kinds = Object.values(stepKinds).filter(({ kind }) => Object.hasOwn(raw, kind));
    const [kind, ...more] = kinds;
    if (kind !== undefined && more.length === 0) return kind.read(rest, place);
    const params = { kinds: Object.keys(stepKinds).join(', ') };
    place.report({ rule: 'schema', step: place.step, path: place.at, key: 'schema.kinds', params });
    return null;
  }

  /** `was: old_id`, or a list of them: what the step was called in revisions that are still talked to. */
  #rename(was: PlainValue | undefined, place: StepPlace): void {
    if (was === undefined) return;
    const names = [was].flat().filter((name): name is string => typeof name === 'string');
    if (names.length === [was].flat().length) return void this.#was.set(place.step, names);
    const params = { detail: 'was' };
    place.report({ rule: 'schema', step: place.step, path: [...place.at, 'was'], key: 'schema', params });
  }

  #borrow(name: string, variable: PlanVariable): boolean {
    const { variables } = this.#parts.flow;
    const known = Object.hasOwn(variables, name) ? variables[name] : this.#borrowed.get(name);
    if (known === undefined) this.#borrowed.set(name, variable);
    return known === undefined || JSON.stringify(known) === JSON.stringify(variable);
  }

  #instrument(id: string, step: StepId): Instrument | 'missing' | 'broken' {
    const name = `instruments/${id}.yaml`;
    if (!this.#sources.has(name)) return 'missing';
    const source = this.#sources.open(name);
    if (source === null) return 'broken';
    const before = this.#sources.issues.length;
    const tell = (finding: Finding): void => this.#sources.tell(source, finding);
    const instrument = readInstrument(source.document.value, this.#parts.inherited.labels, tell);
    if (instrument === null || this.#sources.issues.length > before) return 'broken';
    for (const { id: item } of instrument.items)
      this.#foreign.set(`${step}__${item}`, { source, step: item, path: ['items', item] });
    return instrument;
  }

  #called(id: string, step: StepId): CalledFlow | 'missing' | 'broken' | 'cycle' {
    const name = `${id}.yaml`;
    const callers = [...this.#parts.callers, this.#parts.name];
    if (callers.includes(name)) return 'cycle';
    if (!this.#sources.has(name)) return 'missing';
    const called = assemble(this.#sources, name, callers);
    if (called === null) return 'broken';
    for (const [inner, origin] of called.origins.steps) this.#foreign.set(`${step}__${inner}`, origin);
    for (const [inner, earlier] of Object.entries(called.plan.was ?? {})) {
      if (!called.inherited.has(inner))
        this.#was.set(
          `${step}__${inner}`,
          earlier.map((name) => `${step}__${name}`),
        );
    }
    return calledFlow(called);
  }

  /** Help is said between a question and the same question again, so its step only says something. */
  #checkRoot(steps: Readonly<Record<StepId, PlanStep>>): void {
    const { root } = this.#parts.inherited;
    const wrong = {
      help: steps[root.help]?.kind !== 'say',
      failure: steps[root.failure] === undefined,
    };
    const tell = (part: keyof typeof wrong): void =>
      this.#sources.tell(this.#parts.safety, {
        rule: 'target-unknown',
        step: null,
        path: ['root', part],
        key: `target-unknown.${part}`,
        params: {},
      });
    if (wrong.help) tell('help');
    if (wrong.failure) tell('failure');
  }

  #tooMany(): void {
    const params = { most: String(flowLimits.stepsInAll) };
    const finding = { rule: 'limits', step: null, path: ['steps'], key: 'limits.steps', params } as const;
    this.#sources.tell(this.#parts.main, finding);
  }
}

const readsChannel = (steps: Readonly<Record<StepId, PlanStep>>): boolean =>
  Object.values(steps).some(
    (step) =>
      step.kind === 'branch' && step.rules.some(({ guard }) => readBy(guard.tree).includes(channelVariable)),
  );

/** The steps that an instrument or a call stands for. */
const standingFor = (step: StepId, steps: Readonly<Record<StepId, PlanStep>>): readonly StepId[] =>
  Object.keys(steps).filter((id) => id.startsWith(`${step}__`));

function calledFlow({ plan, inherited }: Assembled): CalledFlow {
  const own = Object.entries(plan.steps).filter(([id]) => !inherited.has(id));
  return {
    start: plan.start,
    steps: Object.fromEntries(own),
    texts: new Map(Object.entries(plan.texts)),
    variables: plan.variables,
    instruments: plan.instruments ?? [],
  };
}
