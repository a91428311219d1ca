import { z } from 'zod';
import { duration, stepKind, target } from './kind.ts';

/** `wait`: rests until the person writes or the time is over. Nothing may be said when it is (promise 6). */
export const wait = stepKind({
  kind: 'wait',
  exits: ['elapsed', 'replied'],
  schema: z.strictObject({ wait: duration, elapsed: target, replied: target }),
  compile: ({ wait: afterMs, elapsed, replied }) => ({ kind: 'wait', afterMs, elapsed, replied }),
});
