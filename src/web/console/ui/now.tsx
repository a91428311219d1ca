import { createContext, use } from 'react';
import { formatElapsed, secondsUntil } from '../text/times.ts';

/** The server's time, once a second. Fixtures give a fixed one. */
export const NowContext = createContext(0);

export const useNow = (): number => use(NowContext);

/** The time gone since a moment, counting. */
export function Elapsed({ since }: { readonly since: number }) {
  return <span className="digits">{formatElapsed(useNow() - since)}</span>;
}

/** Whole seconds left until a moment. */
export const useSecondsLeft = (until: number | null): number => {
  const now = useNow();
  return until === null ? 0 : secondsUntil(until, now);
};
