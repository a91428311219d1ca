import { isAtLeast } from '../risk/level.ts';
import { type Opinion, signalOf } from '../risk/second-opinion.ts';
import { custody, type Draft, note } from './draft.ts';
import { weigh } from './evidence.ts';
import { limits } from './limits.ts';

/**
 * A second opinion came in. It may raise and put a line into the queue; the person sees and hears nothing of it, the
 * program keeps the talk, no page goes out (language §8.1). The holder of a talk gets a line in it, without the bell.
 */
export function opinionTurn(draft: Draft, opinion: Opinion, words: string): void {
  const { assessment, custody: before } = draft.talk;
  const raised = assessment.signals.filter(({ source }) => source === 'model').length;
  if (before.gone === 'erased' || raised >= limits.opinionRaises) return;
  const signal = signalOf(opinion, words, assessment.level);
  if (signal === null) return;
  weigh(draft, [signal]);
  draft.talk = { ...draft.talk, custody: before };
  if (isAtLeast(signal.level, 'high')) custody(draft, { type: 'doubted', at: draft.world.now });
  note(draft, 'opinion', false, { level: signal.level });
}
