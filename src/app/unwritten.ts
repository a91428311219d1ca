import type { Bus } from './ports.ts';

/**
 * Messages that were taken and whose turn the disk does not take: meanwhile the numbers are shown, best effort, once
 * for each (promise 1). In memory only: nothing can be written.
 */
export interface Unwritten {
  /** The turn of this message cannot be written now. */
  tell(conversation: string, message: string): void;
  /** Whether a notice is due to whoever looks at the conversation now; once. */
  take(conversation: string): boolean;
  /** A turn of this conversation was written: no notice is due any more. */
  forget(conversation: string): void;
}

/** Messages remembered as told; past this the notice may be repeated. */
const remembered = 10_000;

/** `onTold` hears of each message once: for channels that do not fetch. */
export function makeUnwritten(bus: Bus, onTold: (conversation: string) => void): Unwritten {
  const told = new Set<string>();
  const due = new Set<string>();
  return {
    tell(conversation, message) {
      if (told.has(message)) return;
      if (told.size >= remembered) told.clear();
      told.add(message);
      due.add(conversation);
      bus.publish({ type: 'stream', conversation });
      onTold(conversation);
    },
    take: (conversation) => due.delete(conversation),
    forget: (conversation) => void due.delete(conversation),
  };
}
