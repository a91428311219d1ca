import type { Talk } from '../conversation/talk.ts';
import { isAtLeast } from '../risk/level.ts';
import { masked } from '../risk/second-opinion.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';
import type { Turns } from './turns.ts';

/** Asks for second opinions after a turn; nothing waits for them. */
export interface Opinions {
  ask(conversation: string, words: string, after: Talk): void;
}

/**
 * One message goes out, masked, without a word of who wrote it; what comes back is an event of the conversation like any
 * other. Not asked where it could raise nothing, and a few times per conversation and hour at most.
 */
export function makeOpinions({ secondOpinion, clock, chance, report }: Parts, turns: Turns): Opinions {
  const asked = new Map<string, { readonly since: number; readonly count: number }>();

  function mayAsk(conversation: string): boolean {
    const now = clock.now();
    for (const [known, { since }] of asked) {
      if (now - since < limits.opinionsHour) break;
      asked.delete(known);
    }
    const before = asked.get(conversation) ?? { since: now, count: 0 };
    if (before.count >= limits.opinionsPerHour) return false;
    asked.set(conversation, { ...before, count: before.count + 1 });
    return true;
  }

  async function askNow(conversation: string, words: string): Promise<void> {
    const opinion = await secondOpinion?.on(masked(words));
    if (opinion === null || opinion === undefined || !isAtLeast(opinion.level, 'medium')) return;
    await turns.submit(
      conversation,
      'opinion',
      { type: 'opinion', opinion, words },
      `opinion ${chance.id()}`,
    );
  }

  return {
    ask(conversation, words, after) {
      if (secondOpinion === undefined || after.custody.gone === 'erased') return;
      if (isAtLeast(after.assessment.level, 'high') || !mayAsk(conversation)) return;
      askNow(conversation, words).catch((fault: unknown) => report('second-opinion-failed', fault));
    },
  };
}
