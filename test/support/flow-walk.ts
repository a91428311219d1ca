import { evaluateGuard } from '../../src/flow/guards/evaluate.ts';
import type { Plan, PlanOption, PlanStep, PlanValue, RiskMark, StepId } from '../../src/flow/plan.ts';
import type { FlowEffect, FlowEvent } from '../../src/machine/flow-types.ts';
import { type RiskLevel, worseOf } from '../../src/risk/level.ts';

/** Where the walker stands; the same facts that a stored flow holds. */
export interface Place {
  readonly at: StepId;
  readonly vars: Readonly<Record<string, PlanValue>>;
  readonly risk: RiskLevel;
  readonly visit: number;
  readonly tries: number;
}

interface Walk {
  readonly place: Place;
  readonly effects: readonly FlowEffect[];
}

/** A second way to run a Plan, without XState: a loop over plain data. Both must hold the same conversations. */
export function walkFrom(plan: Plan, step: StepId): Walk {
  return arrive(plan, { at: step, vars: {}, risk: 'none', visit: 0, tries: 0 }, step, []);
}

/** One event; `null` where it means nothing. */
export function walk(plan: Plan, place: Place, event: FlowEvent): Walk | null {
  const step = stepAt(plan, place.at);
  switch (event.type) {
    case 'help':
      return {
        place,
        effects: [...spoken(stepAt(plan, plan.root.help)), ...asked(place.at, step, place.visit, false)],
      };
    case 'digit': {
      const option =
        step.kind === 'choose' ? step.options.find(({ digit }) => digit === event.digit) : undefined;
      return option === undefined ? null : choose(plan, place, option);
    }
    case 'answer': {
      const other = plan.steps[event.step];
      const option =
        other?.kind === 'choose' ? other.options.find((each) => each.option === event.option) : undefined;
      if (option === undefined) return null;
      return event.step === place.at && event.visit === place.visit
        ? choose(plan, place, option)
        : stale(place, event, option);
    }
    case 'unmatched':
      if (step.kind !== 'choose') return null;
      if (place.tries + 1 >= step.noMatch.tries) return arrive(plan, place, step.noMatch.then, []);
      return {
        place: { ...place, tries: place.tries + 1 },
        effects: asked(place.at, step, place.visit, true),
      };
    case 'silence':
      if (event.step !== place.at || event.visit !== place.visit) return null;
      return step.kind === 'choose' || step.kind === 'handoff'
        ? arrive(plan, place, step.silence.then, [])
        : null;
    case 'handoff':
      if (step.kind !== 'handoff') return null;
      return arrive(plan, place, event.outcome === 'silence' ? step.silence.then : step[event.outcome], []);
  }
}

function choose(plan: Plan, place: Place, option: PlanOption): Walk {
  const step = stepAt(plan, place.at);
  const save = step.kind === 'choose' ? step.save : null;
  const vars = save === null ? place.vars : { ...place.vars, [save]: option.option };
  const said: FlowEffect[] = [
    { type: 'answered', step: place.at, option: option.option, positive: option.positive },
    ...told(option, place.at, false),
  ];
  return arrive(plan, { ...place, vars, risk: raised(place.risk, option.risk) }, option.next, said);
}

function stale(place: Place, event: Extract<FlowEvent, { type: 'answer' }>, option: PlanOption): Walk | null {
  const effects = told(option, event.step, true);
  return effects.length === 0
    ? null
    : { place: { ...place, risk: raised(place.risk, option.risk) }, effects };
}

/** Goes on from a step until one that waits, through everything that does not. */
function arrive(plan: Plan, place: Place, to: StepId, before: readonly FlowEffect[]): Walk {
  const step = stepAt(plan, to);
  if (step.kind === 'say') return arrive(plan, place, step.next, [...before, ...spoken(step)]);
  if (step.kind === 'set')
    return arrive(plan, { ...place, vars: { ...place.vars, ...step.values } }, step.next, before);
  if (step.kind === 'branch') {
    const { next, risk } = decide(step, place);
    const marks = risk.map(
      (mark): FlowEffect => ({ type: 'risk', mark, step: to, option: null, stale: false }),
    );
    return arrive(plan, { ...place, risk: raised(place.risk, risk) }, next, [...before, ...marks]);
  }
  const here = { ...place, at: to, visit: place.visit + 1, tries: 0 };
  return { place: here, effects: [...before, ...resting(to, step, here)] };
}

function decide(
  step: Extract<PlanStep, { kind: 'branch' }>,
  place: Place,
): { next: StepId; risk: readonly RiskMark[] } {
  for (const rule of step.rules) {
    const truth = evaluateGuard(rule.guard.tree, (name) => (name === 'risk' ? place.risk : place.vars[name]));
    if (truth === 'true') return rule;
    if (truth === 'unknown') return { next: step.unknown, risk: [] };
  }
  return { next: step.otherwise, risk: [] };
}

function resting(id: StepId, step: PlanStep, { visit, vars }: Place): FlowEffect[] {
  if (step.kind === 'end') return [{ type: 'ended', outcome: step.outcome }];
  if (step.kind !== 'choose' && step.kind !== 'handoff') return [];
  const arm: FlowEffect = { type: 'arm', step: id, visit, afterMs: step.silence.afterMs };
  if (step.kind === 'choose') return [...asked(id, step, visit, false), arm];
  const share = Object.fromEntries(Object.entries(vars).filter(([name]) => step.share.includes(name)));
  return [{ type: 'handoff', share }, arm];
}

const asked = (id: StepId, step: PlanStep, visit: number, again: boolean): FlowEffect[] =>
  step.kind !== 'choose'
    ? []
    : [
        {
          type: 'ask',
          step: id,
          visit,
          text: step.text,
          ...(step.childText !== undefined && { childText: step.childText }),
          options: step.options,
          again,
        },
      ];

const spoken = (step: PlanStep): FlowEffect[] =>
  step.kind !== 'say'
    ? []
    : [{ type: 'say', text: step.text, ...(step.childText !== undefined && { childText: step.childText }) }];

const told = (option: PlanOption, step: StepId, isStale: boolean): FlowEffect[] => [
  ...option.risk.map(
    (mark): FlowEffect => ({ type: 'risk', mark, step, option: option.option, stale: isStale }),
  ),
  ...(option.speaker === undefined ? [] : [{ type: 'speaker', speaker: option.speaker } as const]),
  ...(option.quiet === undefined ? [] : [{ type: 'quiet' } as const]),
];

const raised = (before: RiskLevel, marks: readonly RiskMark[]): RiskLevel =>
  marks.reduce((level, mark) => worseOf(level, mark.level), before);

function stepAt(plan: Plan, id: StepId): PlanStep {
  const step = plan.steps[id];
  if (step === undefined) throw new Error(`no step ${id}`);
  return step;
}
