import { createHash } from 'node:crypto';
import { zaloLimits } from './limits.ts';

/**
 * Which of Zalo's echoes are of our own messages. An echo names who answered in OA Manager, and ours should name nobody;
 * should Zalo ever name somebody on ours too, the program must not fall silent because of its own words. In memory only.
 */
export interface OwnEchoes {
  /** This text is on its way to this address: its echo may be faster than the answer to our call. */
  sending(address: string, text: string): void;
  isOurs(address: string, text: string | null): boolean;
}

export function ownEchoes(now: () => number): OwnEchoes {
  const sent = new Map<string, number>();
  const nameOf = (address: string, text: string): string =>
    createHash('sha256').update(`${address}\n${text.trim()}`).digest('base64');

  return {
    sending(address, text) {
      const name = nameOf(address, text);
      sent.delete(name);
      sent.set(name, now());
      for (const [known, at] of sent) {
        if (sent.size <= zaloLimits.ownEchoesKept && now() - at < zaloLimits.ownEchoes) break;
        sent.delete(known);
      }
    },
    isOurs: (address, text) => text !== null && sent.has(nameOf(address, text)),
  };
}
