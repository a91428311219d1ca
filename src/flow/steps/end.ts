import { z } from 'zod';
import { stepKind } from './kind.ts';

/** `end`: the flow is over, with an outcome from a fixed list. */
export const end = stepKind({
  kind: 'end',
  says: 'Ends the flow.',
  exits: [],
  schema: z.strictObject({ end: z.enum(['informed', 'handed_off', 'silent', 'answered']) }),
  compile: (authored) => ({ kind: 'end', outcome: authored.end }),
});
