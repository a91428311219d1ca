import { asks } from '../graph.ts';
import type { PlanStep } from '../plan.ts';
import type { PlanEvent } from '../walk.ts';
import type { Classes } from './classes.ts';

/** Something that can happen, and the line of a transcript that makes it happen (`hien flow chat --script`). */
export interface Happening {
  readonly event: PlanEvent;
  readonly line: string;
  /** `answer`: somebody answered and was understood. */
  readonly kind: 'answer' | 'none';
}

const happening = (event: PlanEvent, line: string, kind: Happening['kind']): Happening => ({
  event,
  line,
  kind,
});

/** What a code and a word cannot be mistaken for. */
const words = 'vài chữ';

/** Everything that may happen at a step: its whole alphabet (flow.md §3.3, P7). An `end` hears nothing. */
export function alphabetOf(step: PlanStep, classes: Classes): readonly Happening[] {
  if (asks(step)) {
    return [
      ...step.options.map(({ option, digit }) =>
        happening({ type: 'ANSWER', option }, `> ${String(digit)}`, 'answer'),
      ),
      ...valuesOf(step, classes),
      happening({ type: 'UNMATCHED' }, '@ not understood', 'none'),
      happening({ type: 'SILENCE' }, '@ silence', 'none'),
    ];
  }
  switch (step.kind) {
    case 'lookup':
      return [
        happening({ type: 'FOUND', ids: ['line'] }, '@ found line', 'none'),
        happening({ type: 'NONE' }, '@ nothing found', 'none'),
        happening({ type: 'FAILED' }, '@ lookup failed', 'none'),
      ];
    case 'handoff':
      return [
        happening({ type: 'ACCEPTED' }, '@ accepted', 'none'),
        happening({ type: 'UNAVAILABLE' }, '@ unavailable', 'none'),
        happening({ type: 'SILENCE' }, '@ nobody came', 'none'),
      ];
    case 'wait':
      return [
        happening({ type: 'SILENCE' }, '@ elapsed', 'none'),
        happening({ type: 'REPLIED' }, `> ${words}`, 'answer'),
      ];
    case 'say':
    case 'set':
    case 'branch':
    case 'end':
      return [];
  }
}

function valuesOf(step: PlanStep, { numbersOf }: Classes): readonly Happening[] {
  switch (step.kind) {
    case 'ask_text':
      return [happening({ type: 'VALUE', value: words }, `> ${words}`, 'answer')];
    case 'ask_place':
      return [happening({ type: 'VALUE', value: '01' }, '@ place 01', 'answer')];
    case 'ask_number':
      return numbersOf(step.save, step.min, step.max).map((value) =>
        happening({ type: 'VALUE', value }, `> ${String(value)}`, 'answer'),
      );
    case 'say':
    case 'choose':
    case 'branch':
    case 'set':
    case 'lookup':
    case 'handoff':
    case 'wait':
    case 'end':
      return [];
  }
}
