import type { PlanStep, StepId } from './plan.ts';

/** The same step with every exit led through `map`. */
export function retargeted(step: PlanStep, map: (id: StepId) => StepId): PlanStep {
  switch (step.kind) {
    case 'say':
    case 'set':
      return { ...step, next: map(step.next) };
    case 'choose':
      return { ...step, ...asking(step, map) };
    case 'ask_text':
    case 'ask_number':
    case 'ask_place':
      return { ...step, ...asking(step, map), next: map(step.next) };
    case 'branch':
      return {
        ...step,
        rules: step.rules.map((rule) => ({ ...rule, next: map(rule.next) })),
        otherwise: map(step.otherwise),
        unknown: map(step.unknown),
      };
    case 'lookup':
      return { ...step, found: map(step.found), none: map(step.none), failed: map(step.failed) };
    case 'handoff':
      return {
        ...step,
        accepted: map(step.accepted),
        unavailable: map(step.unavailable),
        // oxlint-disable-next-line unicorn/no-thenable -- a word of the file format; it holds a name, never a function
        silence: { ...step.silence, then: map(step.silence.then) },
      };
    case 'wait':
      return { ...step, elapsed: map(step.elapsed), replied: map(step.replied) };
    case 'end':
      return step;
  }
}

type Asking = Pick<Extract<PlanStep, { kind: 'choose' }>, 'options' | 'noMatch' | 'silence'>;

const asking = ({ options, noMatch, silence }: Asking, map: (id: StepId) => StepId): Asking => ({
  options: options.map((option) => ({ ...option, next: map(option.next) })),
  /* oxlint-disable unicorn/no-thenable -- `then` is a word of the file format */
  noMatch: { ...noMatch, then: map(noMatch.then) },
  silence: { ...silence, then: map(silence.then) },
  /* oxlint-enable unicorn/no-thenable */
});
