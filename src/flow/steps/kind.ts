import { z } from 'zod';
import { triggerOf, triggers } from '../../risk/trigger.ts';
import type { Finding, FlowRule, SourcePath } from '../issue.ts';
import { flowLimits } from '../limits.ts';
import type {
  PlanInstrument,
  PlanStep,
  PlanStepKind,
  PlanVariable,
  RiskMark,
  StepId,
  TextKey,
} from '../plan.ts';
import type { PlainValue } from '../read/document.ts';
import type { Instrument } from '../read/instrument-file.ts';
import { schemaParams } from '../read/schema-params.ts';

/** Where a step is compiled: what it may refer to, where its texts go, and whom to tell about faults. */
export interface StepPlace {
  readonly namespace: string;
  readonly step: StepId;
  /** Where the step stands in its file. */
  readonly at: SourcePath;
  readonly variables: Readonly<Record<string, PlanVariable>>;
  /** Texts found so far, by key; the step adds its own. */
  readonly texts: Map<TextKey, string>;
  /** Labels of the reserved answers, inherited from `_safety.yaml`. */
  readonly labels: Readonly<Record<'unsure' | 'skip', TextKey>>;
  readonly report: (finding: Finding) => void;
  /** What other files bring into the flow. */
  readonly library: StepLibrary;
}

/** Instruments and other flows, as the steps `instrument` and `call` take them in. */
export interface StepLibrary {
  readonly instrument: (id: string) => Instrument | 'missing' | 'broken';
  readonly flow: (id: string) => CalledFlow | 'missing' | 'broken' | 'cycle';
  /** Declares a variable that the file itself does not; `false` when one of that name is of another type. */
  readonly borrow: (name: string, variable: PlanVariable) => boolean;
  readonly keepInstrument: (instrument: PlanInstrument) => void;
}

/** A flow that is called: its own steps (the inherited ones are the caller's already), texts and variables. */
export interface CalledFlow {
  readonly start: StepId;
  readonly steps: Readonly<Record<StepId, PlanStep>>;
  readonly texts: ReadonlyMap<TextKey, string>;
  readonly variables: Readonly<Record<string, PlanVariable>>;
  readonly instruments: readonly PlanInstrument[];
}

/** What a step means: itself, or the several steps it stands for, its own id first. */
export type Meaning =
  | PlanStep
  | { readonly kind: 'several'; readonly steps: Readonly<Record<StepId, PlanStep>> };

/** The kinds of step that a file may hold. */
export type AuthoredKind = PlanStepKind | 'instrument' | 'call';

/** One kind of step as the compiler sees it. Reading reports every fault and gives `null` when there is no meaning. */
export interface StepKind {
  readonly kind: AuthoredKind;
  /** Exits that must be written out (flow.md §1.3). */
  readonly exits: readonly string[];
  readonly read: (raw: Readonly<Record<string, PlainValue>>, place: StepPlace) => Meaning | null;
}

interface KindDescription<Authored> {
  readonly kind: AuthoredKind;
  readonly exits: readonly string[];
  readonly schema: z.ZodType<Authored>;
  readonly compile: (authored: Authored, place: StepPlace) => Meaning;
}

/** Makes a step kind from its schema and its meaning. A missing exit is `exit-missing`, not a mere `schema` fault. */
export function stepKind<Authored>(description: KindDescription<Authored>): StepKind {
  const { kind, exits, schema, compile } = description;
  return {
    kind,
    exits,
    read(raw, place) {
      const missing = exits.filter((exit) => !Object.hasOwn(raw, exit));
      for (const exit of missing) report(place, 'exit-missing', [], { exit });
      const parsed = schema.safeParse(raw);
      if (parsed.success) return compile(parsed.data, place);
      for (const issue of parsed.error.issues) {
        if (missing.includes(String(issue.path[0]))) continue;
        const path = pathOf(issue.path);
        report(place, 'schema', path, schemaParams(path, issue.message));
      }
      return null;
    },
  };
}

/** Whoever is told about a fault, and where the part stands that is looked at. */
export type Reporting = Pick<StepPlace, 'report' | 'at'> & { readonly step: StepId | null };

/** Tells about a fault of this step; `path` starts inside the step. The sentence is the rule's own unless `key` says more. */
export function report(
  place: Reporting,
  rule: FlowRule,
  path: SourcePath,
  params: Finding['params'] = {},
  key: string = rule,
): void {
  place.report({ rule, step: place.step, path: [...place.at, ...path], key, params });
}

const pathOf = (path: readonly PropertyKey[]): SourcePath =>
  path.map((part) => (typeof part === 'number' ? part : String(part)));

/** The name of another step; that it exists is checked once the whole flow is known. */
export const target = z.string();

const units = { s: 1_000, m: 60_000, h: 3_600_000 } as const;
/** A length of time such as `90s`, `10m` or `2h`, in milliseconds. */
export const duration = z
  .string()
  .regex(/^[1-9][0-9]{0,3}[smh]$/u, 'A time is written like 90s, 10m or 2h')
  .transform((text) => Number(text.slice(0, -1)) * units[text.slice(-1) as keyof typeof units]);

/* oxlint-disable unicorn/no-thenable -- `then` is a word of the file format; it holds a name, never a function */
/** What happens when nobody answers. */
export const silence = z
  .strictObject({ after: duration, then: target })
  .transform(({ after, then }) => ({ afterMs: after, then }));

/** What happens to an answer that is not understood: asked again, at most three times in all. */
export const noMatch = z.strictObject({ tries: z.number().int().min(1).max(3), then: target });
/* oxlint-enable unicorn/no-thenable */

/** One text, or the texts of at most two bubbles (safety-content §4.1). */
export const bubbles = z.union([z.string(), z.array(z.string()).min(1).max(2)]);
export type Bubbles = z.infer<typeof bubbles>;

/** Keeps the texts of a property under their keys: `flow:step.property`, with `.1`, `.2` for several bubbles. */
export function keepBubbles(
  place: StepPlace,
  property: string,
  value: Bubbles,
  suffix = '',
): readonly TextKey[] {
  if (typeof value === 'string') return [keepText(place, [property], value, suffix)];
  return value.map((text, index) => keepText(place, [property, index + 1], text, suffix));
}

/** Keeps one text; blank and overlong ones are reported. Gives its key. */
export function keepText(place: StepPlace, path: SourcePath, text: string, suffix = ''): TextKey {
  const key = `${place.namespace}:${[place.step, ...path].join('.')}${suffix}`;
  if (text.trim() === '') report(place, 'text-empty', path);
  if (text.length > flowLimits.textCharacters) {
    report(place, 'limits', path, { most: String(flowLimits.textCharacters) }, 'limits.text');
  }
  place.texts.set(key, text.trim());
  return key;
}

const triggerIds = Object.keys(triggers) as [keyof typeof triggers];
export const riskLevel = z.enum(['low', 'medium', 'high', 'imminent']);

/** The two fields that mark danger on an answer or rule: the triggers it proves and the level written beside them. */
export const riskFields = {
  trigger: z.union([z.enum(triggerIds), z.array(z.enum(triggerIds)).min(1)]).optional(),
  risk: riskLevel.optional(),
};

interface AuthoredRisk {
  readonly trigger?: RiskMark['trigger'] | readonly RiskMark['trigger'][] | undefined;
  readonly risk?: RiskMark['level'] | undefined;
}

/** The marks of an answer or rule. The level is written out for the reader and must be the trigger's own (§1.1). */
export function marksOf(place: Reporting, path: SourcePath, authored: AuthoredRisk): readonly RiskMark[] {
  const ids = authored.trigger === undefined ? [] : [authored.trigger].flat();
  const marks = ids.map((trigger): RiskMark => ({ trigger, level: triggerOf(trigger).level }));
  if (marks.length === 0 && authored.risk !== undefined) {
    report(place, 'risk-mismatch', [...path, 'risk'], {}, 'risk-mismatch.bare');
  }
  for (const { trigger, level } of marks) {
    if (level !== authored.risk) report(place, 'risk-mismatch', [...path, 'trigger'], { trigger, level });
  }
  return marks;
}
