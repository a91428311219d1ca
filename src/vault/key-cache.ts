import type { Seal } from '../app/ports.ts';
import { vaultLimits } from './limits.ts';

/** The seals used last; the one unused for longest goes first. */
export function makeKeyCache() {
  const seals = new Map<string, Seal>();
  return {
    get(conversation: string): Seal | undefined {
      const seal = seals.get(conversation);
      if (seal) {
        seals.delete(conversation);
        seals.set(conversation, seal);
      }
      return seal;
    },
    put(conversation: string, seal: Seal): void {
      seals.set(conversation, seal);
      if (seals.size <= vaultLimits.openKeys) return;
      for (const oldest of seals.keys()) {
        seals.delete(oldest);
        return;
      }
    },
    drop: (conversation: string): void => void seals.delete(conversation),
    clear: (): void => seals.clear(),
  };
}
