import { asks, optionOf, stepOf } from '../flow/graph.ts';
import type { Plan, PlanStep } from '../flow/plan.ts';
import { fits, type PlanEvent } from '../flow/walk.ts';
import { type RiskLevel, worseOf } from '../risk/level.ts';
import type { FlowEvent, FlowSnapshot } from './flow-types.ts';

type Here = Pick<FlowSnapshot, 'at' | 'visit'>;

/** What an event means where the flow stands now; `null` when it means nothing. */
export function planEventOf(plan: Plan, { at, visit }: Here, event: FlowEvent): PlanEvent | null {
  const step = stepOf(plan, at);
  if (step === undefined) return null;
  const isCurrent = 'visit' in event && event.step === at && event.visit === visit;
  switch (event.type) {
    case 'digit':
      return digitAt(step, event.digit);
    case 'words':
      return wordsAt(step, event.text);
    case 'place':
      return step.kind === 'ask_place' ? { type: 'VALUE', value: event.area } : null;
    case 'answer': {
      const option = optionOf(plan, event.step, event.option);
      if (option === undefined) return null;
      return isCurrent ? { type: 'ANSWER', option: option.option } : staleOf(plan, event);
    }
    case 'silence':
      return isCurrent && step.kind !== 'end' && step.kind !== 'lookup' ? { type: 'SILENCE' } : null;
    case 'unmatched':
      if (step.kind === 'wait') return { type: 'REPLIED' };
      return asks(step) ? { type: 'UNMATCHED' } : null;
    case 'handoff':
      return step.kind === 'handoff' ? outcomes[event.outcome] : null;
    case 'lookup':
      return isCurrent && step.kind === 'lookup' ? lookedUp(event.outcome) : null;
    case 'help':
      return step.kind === 'end' ? null : { type: 'HELP' };
  }
}

/** A typed digit: the answer it stands for; where a number is asked for, the number. */
function digitAt(step: PlanStep, digit: number): PlanEvent | null {
  if (step.kind === 'wait') return { type: 'REPLIED' };
  if (!asks(step)) return null;
  const option = step.options.find((each) => each.digit === digit)?.option;
  if (option !== undefined) return { type: 'ANSWER', option };
  return step.kind === 'ask_number' && fits(step, digit) ? { type: 'VALUE', value: digit } : null;
}

function wordsAt(step: PlanStep, text: string): PlanEvent | null {
  const words = text.trim();
  if (step.kind === 'wait') return { type: 'REPLIED' };
  if (step.kind === 'ask_text' && words !== '')
    return { type: 'VALUE', value: words.slice(0, longestAnswer) };
  const number = step.kind === 'ask_number' && /^\d{1,3}$/u.test(words) ? Number(words) : null;
  if (number !== null && fits(step, number)) return { type: 'VALUE', value: number };
  return asks(step) ? { type: 'UNMATCHED' } : null;
}

/** Characters of a written answer that a flow keeps; the message itself is kept whole elsewhere. */
const longestAnswer = 1_000;

const lookedUp = (outcome: Extract<FlowEvent, { type: 'lookup' }>['outcome']): PlanEvent => {
  if (outcome === 'none') return { type: 'NONE' };
  return outcome === 'failed' ? { type: 'FAILED' } : { type: 'FOUND', ids: outcome.found };
};

const outcomes = {
  accepted: { type: 'ACCEPTED' },
  unavailable: { type: 'UNAVAILABLE' },
  silence: { type: 'SILENCE' },
} as const;

/** A button of an earlier screen still counts for what it says about danger, the speaker or hiding. */
export function staleOf(
  plan: Plan,
  { step, option: id }: Extract<FlowEvent, { type: 'answer' }>,
): Extract<PlanEvent, { type: 'STALE' }> | null {
  const option = optionOf(plan, step, id);
  if (option === undefined) return null;
  const says = option.risk.length > 0 || option.speaker !== undefined || option.quiet !== undefined;
  const level = option.risk.reduce<RiskLevel>((worst, mark) => worseOf(worst, mark.level), 'none');
  return says ? { type: 'STALE', step, option: id, level } : null;
}
