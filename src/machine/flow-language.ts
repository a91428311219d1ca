import { assign, setup } from 'xstate';
import { evaluateGuard } from '../flow/guards/evaluate.ts';
import { type GuardTree, type OptionId, type PlanValue, riskVariable, type StepId } from '../flow/plan.ts';
import { type RiskLevel, worseOf } from '../risk/level.ts';

/** What a flow remembers, JSON only. `visit` counts entries into resting steps, `tries` the answers not understood. */
export interface FlowMemory {
  readonly vars: Readonly<Record<string, PlanValue>>;
  readonly risk: RiskLevel;
  readonly visit: number;
  readonly tries: number;
}

/** Events as the machine sees them: stale buttons and digits are resolved before (`flow-run.ts`). */
export type MachineEvent =
  | { readonly type: 'ANSWER'; readonly option: OptionId }
  | { readonly type: 'UNMATCHED' }
  | { readonly type: 'SILENCE' }
  | { readonly type: 'ACCEPTED' }
  | { readonly type: 'UNAVAILABLE' }
  | { readonly type: 'HELP' }
  | { readonly type: 'JUMP'; readonly step: StepId }
  /** A danger answer from an earlier screen: it raises the level and moves nothing. */
  | { readonly type: 'STALE'; readonly step: StepId; readonly option: OptionId; readonly level: RiskLevel };

/**
 * What the machine says happened, in order; `flow-effects.ts` turns it into effects with the Plan's texts and options.
 * `rule` is a branch rule's position in its step.
 */
export type Mark =
  | { readonly mark: 'say'; readonly step: StepId }
  | { readonly mark: 'rest'; readonly step: StepId }
  | { readonly mark: 'again'; readonly step: StepId }
  | { readonly mark: 'repeat' }
  | { readonly mark: 'chosen'; readonly step: StepId; readonly option: OptionId; readonly stale: boolean }
  | { readonly mark: 'ruled'; readonly step: StepId; readonly rule: number };

/** The whole vocabulary of flow machines. Their configurations are data; this is the only code they run. */
export const flowLanguage = setup({
  types: { context: {} as FlowMemory, events: {} as MachineEvent },
  guards: {
    answered: ({ event }, params: { option: OptionId }) =>
      event.type === 'ANSWER' && event.option === params.option,
    jumps: ({ event }, params: { step: StepId }) => event.type === 'JUMP' && event.step === params.step,
    hasTries: ({ context }, params: { tries: number }) => context.tries + 1 < params.tries,
    holds: ({ context }, params: { tree: GuardTree }) =>
      evaluateGuard(params.tree, lookup(context)) === 'true',
    isOpen: ({ context }, params: { tree: GuardTree }) =>
      evaluateGuard(params.tree, lookup(context)) === 'unknown',
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

/** Reads a variable for a guard: own values only, the level so far under its reserved name. */
function lookup(memory: FlowMemory): (variable: string) => PlanValue | undefined {
  return (variable) => {
    if (variable === riskVariable) return memory.risk;
    return Object.hasOwn(memory.vars, variable) ? memory.vars[variable] : undefined;
  };
}
