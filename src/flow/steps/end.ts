import { z } from 'zod';
import { flowOutcomes } from '../plan.ts';
import { stepKind } from './kind.ts';

/** `end`: the flow is over, with an outcome from a fixed list. */
export const end = stepKind({
  kind: 'end',
  exits: [],
  schema: z.strictObject({ end: z.enum(flowOutcomes) }),
  compile: (authored) => ({ kind: 'end', outcome: authored.end }),
});
