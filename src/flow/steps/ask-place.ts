import { z } from 'zod';
import { askingFields, askingOf } from './asking.ts';
import { bubbles, stepKind } from './kind.ts';

/** `ask_place`: asks for a province, by today's or an older name; the value is its code. */
export const askPlace = stepKind({
  kind: 'ask_place',
  exits: ['next', 'no_match', 'silence'],
  schema: z.strictObject({ ask_place: bubbles, ...askingFields }),
  compile: (authored, place) => ({
    kind: 'ask_place',
    ...askingOf(authored, authored.ask_place, 'ask_place', 'place', place),
  }),
});
