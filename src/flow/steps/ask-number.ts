import { z } from 'zod';
import { codeOf } from '../../text/code.ts';
import { flowLimits } from '../limits.ts';
import { askingFields, askingOf, variableOf } from './asking.ts';
import { bubbles, report, type StepPlace, stepKind } from './kind.ts';

/**
 * `ask_number`: asks for a whole number of the variable's range. Ages and counts are bands instead (`choose`): a
 * number that reads as a code would call for help or leave (safety-content §3.0).
 */
export const askNumber = stepKind({
  kind: 'ask_number',
  exits: ['next', 'no_match', 'silence'],
  schema: z.strictObject({ ask_number: bubbles, ...askingFields }),
  compile(authored, place) {
    const variable = variableOf(place, authored.save);
    const { min, max } = variable?.type === 'number' ? variable : { min: 0, max: -1 };
    checkRange(min, max, authored.skippable === true, place);
    return {
      kind: 'ask_number',
      min,
      max,
      ...askingOf(authored, authored.ask_number, 'ask_number', 'number', place),
    };
  },
});

function checkRange(min: number, max: number, skippable: boolean, place: StepPlace): void {
  if (min > max) return;
  if (min < flowLimits.leastAsked || max > flowLimits.mostAsked) {
    const params = { least: String(flowLimits.leastAsked), most: String(flowLimits.mostAsked) };
    return report(place, 'reserved-digit', ['save'], params, 'reserved-digit.range');
  }
  const range = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  const shadowed = range.find((number) => isCode(number) || (skippable && number === skipDigit));
  if (shadowed !== undefined)
    report(place, 'code-shadowed', ['save'], { number: String(shadowed) }, 'code-shadowed.number');
}

const skipDigit = 8;

/** 9 leaves, 113 calls for help: such a number can never be an answer. */
function isCode(number: number): boolean {
  const code = codeOf(String(number));
  return code !== null && code.kind !== 'digit';
}
