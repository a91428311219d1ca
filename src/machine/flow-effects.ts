import { asks, optionOf, stepOf } from '../flow/graph.ts';
import type { Plan, PlanStep, PlanValue, RiskMark, StepId } from '../flow/plan.ts';
import type { FlowMemory, Mark } from '../flow/walk.ts';
import type { FlowEffect } from './flow-types.ts';

/** Turns what the machine told into effects, with texts and options from the newest copy of the Plan. */
export function effectsOf(
  plan: Plan,
  marks: readonly Mark[],
  at: StepId,
  memory: FlowMemory,
): readonly FlowEffect[] {
  return marks.flatMap((mark): readonly FlowEffect[] => {
    switch (mark.mark) {
      case 'say':
        return saying(stepOf(plan, mark.step), memory);
      case 'rest':
        return restingEffects(plan, mark.step, memory);
      case 'again':
        return askOf(plan, mark.step, memory.visit, true);
      case 'repeat':
        return askOf(plan, at, memory.visit, false);
      case 'chosen':
        return choosing(plan, mark);
      case 'given':
        return [{ type: 'answered', step: mark.step, option: given, positive: false }];
      case 'ruled':
        return ruling(plan, mark);
    }
  });
}

/** Stands for a typed value where an answer is told: what was typed stays in the flow's memory. */
const given = 'given';

/** The question of a step, ready to be put; none for steps that ask nothing. */
export function askOf(
  plan: Plan,
  id: StepId,
  visit: number,
  again: boolean,
): readonly Extract<FlowEffect, { type: 'ask' }>[] {
  const step = stepOf(plan, id);
  if (step === undefined || !asks(step)) return [];
  const { kind, text, childText, options } = step;
  return [
    {
      type: 'ask',
      kind,
      step: id,
      visit,
      text,
      ...(childText !== undefined && { childText }),
      options,
      again,
    },
  ];
}

function saying(step: PlanStep | undefined, memory: FlowMemory): readonly FlowEffect[] {
  if (step?.kind !== 'say') return [];
  const cards = cardsOf(step, memory);
  return [
    {
      type: 'say',
      text: step.text,
      ...(step.childText !== undefined && { childText: step.childText }),
      ...(cards !== null && { cards }),
    },
  ];
}

function cardsOf(
  { cards }: Extract<PlanStep, { kind: 'say' }>,
  { vars }: FlowMemory,
): readonly string[] | null {
  if (cards === undefined) return null;
  if (cards.kind === 'hotlines') return cards.ids;
  const list = vars[cards.variable];
  return typeof list === 'object' ? list : [];
}

/** What a step asks of the conversation when the flow comes to rest there. */
export function restingEffects(plan: Plan, id: StepId, memory: FlowMemory): readonly FlowEffect[] {
  const step = stepOf(plan, id);
  const { visit, vars } = memory;
  switch (step?.kind) {
    case 'end':
      return [{ type: 'ended', outcome: step.outcome }];
    case 'handoff':
      return [{ type: 'handoff', share: shared(step.share, vars) }, arm(id, visit, step.silence.afterMs)];
    case 'wait':
      return [arm(id, visit, step.afterMs)];
    case 'lookup':
      return [lookingUp(id, step, memory)];
    case 'choose':
    case 'ask_text':
    case 'ask_number':
    case 'ask_place':
      return [...askOf(plan, id, visit, false), arm(id, visit, step.silence.afterMs)];
    case 'say':
    case 'set':
    case 'branch':
    case undefined:
      return [];
  }
}

function lookingUp(
  step: StepId,
  { query }: Extract<PlanStep, { kind: 'lookup' }>,
  { visit, vars }: FlowMemory,
): FlowEffect {
  const near = query.near === null ? undefined : vars[query.near];
  const area = typeof near === 'string' ? near : null;
  return { type: 'lookup', step, visit, kinds: query.kinds, area, limit: query.limit };
}

const arm = (step: StepId, visit: number, afterMs: number): FlowEffect => ({
  type: 'arm',
  step,
  visit,
  afterMs,
});

function shared(names: readonly string[], vars: FlowMemory['vars']): Readonly<Record<string, PlanValue>> {
  const known = names.filter((name) => Object.hasOwn(vars, name) && typeof vars[name] !== 'object');
  return Object.fromEntries(known.map((name) => [name, vars[name] as PlanValue]));
}

/** An answer: what it says about danger, about the speaker, about hiding. A stale one does not count as an answer. */
function choosing(
  plan: Plan,
  { step, option: id, stale }: Extract<Mark, { mark: 'chosen' }>,
): readonly FlowEffect[] {
  const option = optionOf(plan, step, id);
  if (option === undefined) return [];
  const answered: FlowEffect = { type: 'answered', step, option: id, positive: option.positive };
  return [
    ...(stale ? [] : [answered]),
    ...risks(option.risk, step, id, stale),
    ...(option.speaker === undefined ? [] : [{ type: 'speaker', speaker: option.speaker } as const]),
    ...(option.quiet === undefined ? [] : [{ type: 'quiet' } as const]),
  ];
}

function ruling(plan: Plan, { step: id, rule }: Extract<Mark, { mark: 'ruled' }>): readonly FlowEffect[] {
  const step = stepOf(plan, id);
  return step?.kind === 'branch' ? risks(step.rules[rule]?.risk ?? [], id, null, false) : [];
}

const risks = (marks: readonly RiskMark[], step: StepId, option: string | null, stale: boolean) =>
  marks.map((mark): FlowEffect => ({ type: 'risk', mark, step, option, stale }));
