import { useEffect, useState } from 'react';
import type { WakeLock } from '../state/console-state.ts';

const isPossible = (): boolean => 'wakeLock' in navigator;

/** Keeps the screen from sleeping while `wanted`: a phone that sleeps does not ring. Asked again when it comes back. */
export function useWakeLock(wanted: boolean): WakeLock {
  const [outcome, setOutcome] = useState<'held' | 'lost' | 'not-wanted'>('not-wanted');
  useEffect(() => {
    if (!wanted || !isPossible()) return undefined;
    return keepAwake(setOutcome);
  }, [wanted]);
  if (!wanted) return 'not-wanted';
  return isPossible() ? outcome : 'impossible';
}

/** Returns the function that lets the screen sleep again. */
function keepAwake(tell: (outcome: 'held' | 'lost') => void): () => void {
  let lock: WakeLockSentinel | null = null;
  let ended = false;
  const ask = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || lock?.released === false) return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (ended) await lock.release();
      else tell('held');
    } catch {
      if (!ended) tell('lost');
    }
  };
  const again = (): void => void ask();
  void ask();
  document.addEventListener('visibilitychange', again);
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release();
  };
}
