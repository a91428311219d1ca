import { z } from 'zod';
import { askingFields, askingOf } from './asking.ts';
import { bubbles, stepKind } from './kind.ts';

/** `ask_text`: asks for a few words. They are opaque: shown to a counsellor where shared, never compared. */
export const askText = stepKind({
  kind: 'ask_text',
  exits: ['next', 'no_match', 'silence'],
  schema: z.strictObject({ ask_text: bubbles, ...askingFields }),
  compile: (authored, place) => ({
    kind: 'ask_text',
    ...askingOf(authored, authored.ask_text, 'ask_text', 'text', place),
  }),
});
