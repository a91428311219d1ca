import { z } from 'zod';
import { triggerOf, triggers } from '../../risk/trigger.ts';
import type { Finding, FlowRule, SourcePath } from '../issue.ts';
import { flowLimits } from '../limits.ts';
import type { PlanStep, PlanStepKind, PlanVariable, RiskMark, StepId, TextKey } from '../plan.ts';
import type { PlainValue } from '../read/document.ts';
import { schemaMessage } from '../read/flow-file.ts';

/** Where a step is compiled: what it may refer to, where its texts go, and whom to tell about faults. */
export interface StepPlace {
  readonly namespace: string;
  readonly step: StepId;
  readonly variables: Readonly<Record<string, PlanVariable>>;
  /** Texts found so far, by key; the step adds its own. */
  readonly texts: Map<TextKey, string>;
  /** Labels of the reserved answers, inherited from `_safety.yaml`. */
  readonly labels: Readonly<Record<'unsure' | 'skip', TextKey>>;
  readonly report: (finding: Finding) => void;
}

/** One kind of step as the compiler sees it. Reading reports every fault and gives `null` when there is no meaning. */
export interface StepKind {
  readonly kind: PlanStepKind;
  /** What the step does, in one sentence, for whoever writes flows. */
  readonly says: string;
  readonly read: (raw: Readonly<Record<string, PlainValue>>, place: StepPlace) => PlanStep | null;
}

interface KindDescription<Authored> {
  readonly kind: PlanStepKind;
  readonly says: string;
  /** Exits that must be written out (flow.md §1.3): their absence is `exit-missing`, not a mere `schema` fault. */
  readonly exits: readonly string[];
  readonly schema: z.ZodType<Authored>;
  readonly compile: (authored: Authored, place: StepPlace) => PlanStep;
}

/** Makes a step kind from its schema and its meaning. */
export function stepKind<Authored>(description: KindDescription<Authored>): StepKind {
  const { kind, says, exits, schema, compile } = description;
  return {
    kind,
    says,
    read(raw, place) {
      const missing = exits.filter((exit) => !Object.hasOwn(raw, exit));
      for (const exit of missing) report(place, 'exit-missing', [], `“${exit}” must say where to go.`);
      const parsed = schema.safeParse(raw);
      if (parsed.success) return compile(parsed.data, place);
      for (const issue of parsed.error.issues) {
        if (missing.includes(String(issue.path[0]))) continue;
        const path = pathOf(issue.path);
        report(place, 'schema', path, schemaMessage(path, issue.message));
      }
      return null;
    },
  };
}

/** Tells about a fault of this step; `path` starts inside the step. */
export function report(place: StepPlace, rule: FlowRule, path: SourcePath, message: string): void {
  place.report({ rule, step: place.step, path: ['steps', place.step, ...path], message });
}

const pathOf = (path: readonly PropertyKey[]): SourcePath =>
  path.map((part) => (typeof part === 'number' ? part : String(part)));

/** The name of another step; that it exists is checked once the whole flow is known. */
export const target = z.string();

const units = { s: 1_000, m: 60_000, h: 3_600_000 } as const;
/** A length of time such as `90s`, `10m` or `2h`, in milliseconds. */
const duration = z
  .string()
  .regex(/^[1-9][0-9]{0,3}[smh]$/u, 'A time is written like 90s, 10m or 2h')
  .transform((text) => Number(text.slice(0, -1)) * units[text.slice(-1) as keyof typeof units]);

/* oxlint-disable unicorn/no-thenable -- `then` is a word of the file format; it holds a name, never a function */
/** What happens when nobody answers. */
export const silence = z
  .strictObject({ after: duration, then: target })
  .transform(({ after, then }) => ({ afterMs: after, then }));
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
  if (text.trim() === '') report(place, 'text-empty', path, 'This text is empty.');
  if (text.length > flowLimits.textCharacters) {
    report(place, 'limits', path, `A text may have ${flowLimits.textCharacters} characters.`);
  }
  place.texts.set(key, text.trim());
  return key;
}

const triggerIds = Object.keys(triggers) as [keyof typeof triggers];
const level = z.enum(['low', 'medium', 'high', 'imminent']);

/** The two fields that mark danger on an answer or rule: the triggers it proves and the level written beside them. */
export const riskFields = {
  trigger: z.union([z.enum(triggerIds), z.array(z.enum(triggerIds)).min(1)]).optional(),
  risk: level.optional(),
};

interface AuthoredRisk {
  readonly trigger?: RiskMark['trigger'] | readonly RiskMark['trigger'][] | undefined;
  readonly risk?: RiskMark['level'] | undefined;
}

/** The marks of an answer or rule. The level is written out for the reader and must be the trigger's own (§1.1). */
export function marksOf(place: StepPlace, path: SourcePath, authored: AuthoredRisk): readonly RiskMark[] {
  const ids = authored.trigger === undefined ? [] : [authored.trigger].flat();
  const marks = ids.map((trigger): RiskMark => ({ trigger, level: triggerOf(trigger).level }));
  if (marks.length === 0 && authored.risk !== undefined) {
    report(place, 'risk-mismatch', [...path, 'risk'], 'A level needs the trigger that proves it.');
  }
  for (const mark of marks) {
    if (mark.level === authored.risk) continue;
    report(
      place,
      'risk-mismatch',
      [...path, 'trigger'],
      `${mark.trigger} is ${mark.level}: write “risk: ${mark.level}”.`,
    );
  }
  return marks;
}
