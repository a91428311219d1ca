import { codeOf } from '../../text/code.ts';
import { type AskingStep, asks, stepOf } from '../graph.ts';
import { textPlaces } from '../lint/text-places.ts';
import type { Plan, StepId } from '../plan.ts';
import type { Breach } from './breach.ts';
import { type Exploration, type Situation, scriptTo } from './explore.ts';

/** The properties of what people type and read: P4 and P13 for codes, P10 for private words, P11 for languages. */
export function typedBreaches(plan: Plan, exploration: Exploration): readonly Breach[] {
  const first = new Map<StepId, Situation>();
  for (const at of exploration.situations) if (!first.has(at.place.at)) first.set(at.place.at, at);
  const asking = [...first.values()].flatMap((at) => {
    const step = stepOf(plan, at.place.at);
    return step !== undefined && asks(step) ? [{ at, step }] : [];
  });
  return [
    ...asking.flatMap(({ at, step }) => confused(plan, at, step)),
    ...shown(plan, first),
    ...speechless(plan, first),
  ];
}

/** What somebody may type at a step, and what it would mean. */
interface Typed {
  readonly text: string;
  readonly means: string;
}

/** P4, P13: what is typed means one thing, and a code is never an answer. Codes are looked for before any flow. */
function confused(plan: Plan, at: Situation, step: AskingStep): readonly Breach[] {
  const meanings = new Map<string, string>();
  const found: Breach[] = [];
  for (const { text, means } of typedAt(plan, step)) {
    const params = { step: at.place.at, text };
    const code = codeOf(text);
    const leadsToPerson =
      code?.kind === 'person' && targetOf(plan, step, means) === 'handoff' ? 'allowed' : 'code';
    if (code !== null && code.kind !== 'digit' && leadsToPerson === 'code')
      found.push({ property: 'P4', step: at.place.at, key: 'P4', params, script: scriptTo(at) });
    const key = folded(text);
    const other = meanings.get(key);
    if (other !== undefined && other !== means)
      found.push({ property: 'P13', step: at.place.at, key: 'P13', params, script: scriptTo(at) });
    meanings.set(key, means);
  }
  return found;
}

function targetOf(plan: Plan, step: AskingStep, option: string): string | undefined {
  const next = step.options.find((each) => each.option === option)?.next;
  return next === undefined ? undefined : stepOf(plan, next)?.kind;
}

function typedAt(plan: Plan, step: AskingStep): readonly Typed[] {
  const options = step.options.flatMap(({ option, digit, label, childLabel = label }): Typed[] => {
    const texts = [plan.texts[label], plan.texts[childLabel]].filter((text) => text !== undefined);
    return [String(digit), ...texts].map((text) => ({ text, means: option }));
  });
  if (step.kind !== 'ask_number') return options;
  const numbers = Array.from({ length: step.max - step.min + 1 }, (_, index) => String(step.min + index));
  return [...options, ...numbers.map((text) => ({ text, means: `number ${text}` }))];
}

const folded = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ');

/** P10: no private value stands in a message. */
function shown(plan: Plan, first: ReadonlyMap<StepId, Situation>): readonly Breach[] {
  return textPlaces(plan).flatMap(({ step, text }) =>
    [...text.matchAll(/\{(\w+)\}/gu)]
      .filter(
        ([, name = '']) => Object.hasOwn(plan.variables, name) && plan.variables[name]?.private === true,
      )
      .map(
        ([, name = '']): Breach => ({
          property: 'P10',
          step,
          key: 'P10.shown',
          params: { name },
          script: scriptOf(first, step),
        }),
      ),
  );
}

/** P11: a flow is the same in every language, for steps hold keys, and every key has its Vietnamese words. */
function speechless(plan: Plan, first: ReadonlyMap<StepId, Situation>): readonly Breach[] {
  return Object.entries(plan.steps).flatMap(([step, meaning]) => {
    const spoken =
      meaning.kind === 'say' || asks(meaning) ? [...meaning.text, ...(meaning.childText ?? [])] : [];
    const labels = asks(meaning)
      ? meaning.options.flatMap(({ label, childLabel = label }) => [label, childLabel])
      : [];
    const missing = [...spoken, ...labels].filter(
      (key) => !key.startsWith('system:') && (plan.texts[key] ?? '') === '',
    );
    return missing.map(
      (name): Breach => ({
        property: 'P11',
        step,
        key: 'P11',
        params: { language: 'vi', name },
        script: scriptOf(first, step),
      }),
    );
  });
}

function scriptOf(first: ReadonlyMap<StepId, Situation>, step: StepId): readonly string[] {
  const at = first.get(step);
  return at === undefined ? [`@ jump ${step}`] : scriptTo(at);
}
