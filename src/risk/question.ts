import type { DecidingQuestion } from './signal.ts';
import type { TriggerId } from './trigger.ts';

/** The one question that decides when words about a trigger are denied or unclear (safety-content §3.1, §3.2). */
export const defaultQuestion = (code: TriggerId): DecidingQuestion => questions[code] ?? 'danger';

const questions: Partial<Readonly<Record<TriggerId, DecidingQuestion>>> = {
  A4: 'weapon',
  A10: 'weapon',
  H1: 'weapon',
  H2: 'weapon',
  H3: 'weapon',
  A6: 'choked',
  H4: 'choked',
  A7: 'die',
  H10: 'die',
  M5: 'die',
  A8: 'children',
  H11: 'children',
  H14: 'children',
};
