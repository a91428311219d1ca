import { limits } from './limits.ts';
import type { Parts } from './parts.ts';
import type { TimerRow } from './ports.ts';
import type { Turns } from './turns.ts';

/**
 * Durable timers become inbound events when they are due, also those that fell due while the server was down.
 * The event's name is the timer's token, so that a timer fires once however often it is found.
 */
export function runTimers(parts: Parts, turns: Turns): () => void {
  const { store, clock } = parts;
  const fired = new Set<string>();
  let stopped = false;
  let cancel = (): void => {};

  async function tick(): Promise<void> {
    const due = await store.timersDue(clock.now(), limits.timersAtOnce);
    const standing = new Set(due.map(({ token }) => token));
    for (const token of fired) if (!standing.has(token)) fired.delete(token);
    await Promise.all(due.filter(({ token }) => !fired.has(token)).map(fire));
  }

  async function fire({ conversation, kind, token }: TimerRow): Promise<void> {
    fired.add(token);
    try {
      const { status } = await turns.submit(
        conversation,
        'timer',
        { type: 'timer', timer: kind, token },
        `timer ${token}`,
      );
      if (status === 'duplicate') turns.wake(conversation);
    } catch (fault) {
      fired.delete(token);
      parts.report('timer-failed', fault);
    }
  }

  function next(): void {
    if (stopped) return;
    cancel = clock.after(limits.timerTick, () => {
      tick()
        .catch((fault: unknown) => parts.report('timers-failed', fault))
        .finally(next);
    });
  }

  next();
  return () => {
    stopped = true;
    cancel();
  };
}
