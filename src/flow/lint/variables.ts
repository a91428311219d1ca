import { entrancesOf } from '../entrances.ts';
import { exitsOf, stepOf } from '../graph.ts';
import { readBy } from '../guards/reads.ts';
import type { Finding } from '../issue.ts';
import { channelVariable, type PlanStep, type StepId } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';
import { textPlaces } from './text-places.ts';

type Plan = LintSubject['plan'];

/** A declared variable that nothing reads, shares, shows or looks up. */
export const varUnused: LintRule = ({ plan, declared }) => {
  const used = new Set(Object.values(plan.steps).flatMap(usedBy));
  const shown = new Set(textPlaces(plan).flatMap(({ text }) => namesIn(text)));
  return Object.keys(declared)
    .filter((name) => !used.has(name) && !shown.has(name))
    .map(
      (name): Finding => ({
        rule: 'var-unused',
        step: null,
        path: ['vars', name],
        key: 'var-unused',
        params: { name },
      }),
    );
};

/** What a step does with variables besides writing them. */
export function usedBy(step: PlanStep): readonly string[] {
  switch (step.kind) {
    case 'branch':
      return step.rules.flatMap(({ guard }) => readBy(guard.tree));
    case 'handoff':
      return step.share;
    case 'lookup':
      return step.query.near === null ? [] : [step.query.near];
    case 'say':
      return step.cards?.kind === 'list' ? [step.cards.variable] : [];
    case 'set':
      return Object.keys(step.add ?? {});
    case 'choose':
      return step.score === undefined ? [] : [step.score];
    case 'ask_text':
    case 'ask_number':
    case 'ask_place':
    case 'wait':
    case 'end':
      return [];
  }
}

/** What a step may write. */
export function writtenBy(step: PlanStep): readonly string[] {
  switch (step.kind) {
    case 'choose':
      return [step.save, step.score].filter((name) => name !== null && name !== undefined);
    case 'ask_text':
    case 'ask_number':
    case 'ask_place':
    case 'lookup':
      return [step.save];
    case 'set':
      return [...Object.keys(step.values), ...Object.keys(step.add ?? {})];
    case 'say':
    case 'branch':
    case 'handoff':
    case 'wait':
    case 'end':
      return [];
  }
}

/** A fixed value that is written over before anything looks at it. */
export const varOverwritten: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    meaning.kind === 'set'
      ? Object.keys(meaning.values)
          .filter((name) => isOverwritten(plan, meaning.next, name))
          .map((name) => finding('var-overwritten', step, ['set', name], { name }))
      : [],
  );

/** Where the person writes is given from outside: no step writes it. */
export const varReadOnly: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    writtenBy(meaning).includes(channelVariable)
      ? [finding('var-type', step, [], { name: channelVariable }, 'var-type.read-only')]
      : [],
  );

/** Whether every way on writes the variable again before it is read; a flow that ends without reading does not. */
function isOverwritten(plan: Plan, from: StepId, name: string): boolean {
  const seen = new Set<StepId>();
  const open = [from];
  let isWritten = false;
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = stepOf(plan, id);
    if (step === undefined || seen.has(id)) continue;
    seen.add(id);
    if (usedBy(step).includes(name)) return false;
    if (step.kind === 'set' && writtenBy(step).includes(name)) isWritten = true;
    else open.push(...exitsOf(step).map(({ next }) => next));
  }
  return isWritten;
}

/** No private variable stands in a message; one that is shown is set on every way there. */
export const privateShown: LintRule = ({ plan }) =>
  textPlaces(plan).flatMap(({ step, path, text }) =>
    namesIn(text).flatMap((name) => {
      const variable = Object.hasOwn(plan.variables, name) ? plan.variables[name] : undefined;
      if (variable === undefined) return [];
      const shown = variable.private ? [finding('private-shown', step, path, { name })] : [];
      const isOpen = mayBeUnset(plan, step, name);
      return isOpen ? [...shown, finding('maybe-unset', step, path, { name }, 'maybe-unset.text')] : shown;
    }),
  );

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{([a-z][a-z0-9_]*)\}/gu)].map(([, name = '']) => name);

/** Whether a way leads to the step on which nothing has written the variable. */
function mayBeUnset(plan: Plan, to: StepId, name: string): boolean {
  const seen = new Set<StepId>();
  const open = [plan.start, ...entrancesOf(plan)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    const step = stepOf(plan, id);
    if (step === undefined || seen.has(id)) continue;
    seen.add(id);
    open.push(...unwritten(step, name));
  }
  return false;
}

/** Where a step leads without writing the variable: a skipped or misunderstood question keeps nothing. */
function unwritten(step: PlanStep, name: string): readonly StepId[] {
  if (!writtenBy(step).includes(name)) return exitsOf(step).map(({ next }) => next);
  switch (step.kind) {
    case 'choose':
      return [step.noMatch.then, step.silence.then];
    case 'ask_text':
    case 'ask_number':
    case 'ask_place':
      return [step.noMatch.then, step.silence.then, ...step.options.map(({ next }) => next)];
    case 'lookup':
      return [step.none, step.failed];
    case 'say':
    case 'set':
    case 'branch':
    case 'handoff':
    case 'wait':
    case 'end':
      return [];
  }
}
