import type { Clock } from '../../src/app/ports.ts';

/** A clock that stands until it is moved; timers fire in order while it moves. */
export interface ManualClock extends Clock {
  move(ms: number): void;
}

export function manualClock(start = Date.UTC(2026, 10, 22, 3)): ManualClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    now: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    move(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.callback();
      }
      now = until;
    },
  };
}
