import { createContext, use } from 'react';
import type { TalkFrame } from '../../../wire/console.ts';

export const TalkContext = createContext<TalkFrame | null>(null);

/** The conversation around this part of the screen. */
export function useTalk(): TalkFrame {
  const talk = use(TalkContext);
  if (talk === null) throw new Error('drawn outside a conversation');
  return talk;
}
