import { assign, setup } from 'xstate';
import { evaluateGuard } from '../flow/guards/evaluate.ts';
import type { GuardTree, OptionId, PlanValue, StepId } from '../flow/plan.ts';
import { type FlowMemory, lookupIn, type Mark, type PlanEvent } from '../flow/walk.ts';
import { type RiskLevel, worseOf } from '../risk/level.ts';

/** The range of a number variable, and what is added to it. */
export interface Sum {
  readonly name: string;
  readonly by: number;
  readonly min: number;
  readonly max: number;
}

/** The whole vocabulary of flow machines. Their configurations are data; this is the only code they run. */
export const flowLanguage = setup({
  types: { context: {} as FlowMemory, events: {} as PlanEvent },
  guards: {
    answered: ({ event }, params: { option: OptionId }) =>
      event.type === 'ANSWER' && event.option === params.option,
    jumps: ({ event }, params: { step: StepId }) => event.type === 'JUMP' && event.step === params.step,
    hasTries: ({ context }, params: { tries: number }) => context.tries + 1 < params.tries,
    isWords: ({ event }) => event.type === 'VALUE' && typeof event.value === 'string' && event.value !== '',
    isWithin: ({ event }, params: { min: number; max: number }) =>
      event.type === 'VALUE' &&
      typeof event.value === 'number' &&
      Number.isInteger(event.value) &&
      event.value >= params.min &&
      event.value <= params.max,
    holds: ({ context }, params: { tree: GuardTree }) =>
      evaluateGuard(params.tree, lookupIn(context)) === 'true',
    isOpen: ({ context }, params: { tree: GuardTree }) =>
      evaluateGuard(params.tree, lookupIn(context)) === 'unknown',
  },
  actions: {
    enter: assign({ visit: ({ context }) => context.visit + 1, tries: 0 }),
    miss: assign({ tries: ({ context }) => context.tries + 1 }),
    remember: assign({
      vars: ({ context }, params: { values: Readonly<Record<string, PlanValue>> }) => ({
        ...context.vars,
        ...params.values,
      }),
    }),
    keep: assign({
      vars: ({ context, event }, params: { name: string }) => ({
        ...context.vars,
        ...taken(event, params.name),
      }),
    }),
    add: assign({
      vars: ({ context }, { name, by, min, max }: Sum) => {
        const before = context.vars[name];
        const sum = (typeof before === 'number' ? before : min) + by;
        return { ...context.vars, [name]: Math.min(max, Math.max(min, sum)) };
      },
    }),
    raise: assign({
      risk: ({ context }, params: { level: RiskLevel }) => worseOf(context.risk, params.level),
    }),
    raiseStale: assign({
      risk: ({ context, event }) =>
        event.type === 'STALE' ? worseOf(context.risk, event.level) : context.risk,
    }),
    /** Never executed: read from the list of actions that a transition returns. */
    tell: (_scope, _params: Mark) => {},
  },
});

/** What an event brings for a variable: a typed value, or the services that were found. */
function taken(event: PlanEvent, name: string): FlowMemory['vars'] {
  if (event.type === 'VALUE') return { [name]: event.value };
  return event.type === 'FOUND' ? { [name]: event.ids } : {};
}
