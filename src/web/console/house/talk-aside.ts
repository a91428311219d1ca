import { type Dispatch, useEffect, useRef } from 'react';
import type { ConsoleEvent } from '../state/reduce.ts';

/**
 * A talk that is not on screen is not watched and its news do not count as read: it is laid aside while another screen
 * is shown, and opened again on the way back to the desk.
 */
export function useTalkAside(opened: string | null, away: boolean, tell: Dispatch<ConsoleEvent>): void {
  const aside = useRef<string | null>(null);
  useEffect(() => {
    if (away && opened !== null) {
      aside.current = opened;
      tell({ type: 'opened', conversation: null });
    }
    if (away || aside.current === null) return;
    if (opened === null) tell({ type: 'opened', conversation: aside.current });
    aside.current = null;
  }, [away, opened, tell]);
}
