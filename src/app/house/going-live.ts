import type { goingLiveCalls } from '../../wire/house/going-live.ts';
import type { GoingLive } from '../going-live.ts';
import type { Parts } from '../parts.ts';
import { done, type Handlers, refused } from './handlers.ts';

/** The list before opening, as its screen reads and signs it. */
export function makeGoingLiveCalls(
  { clock, bus }: Pick<Parts, 'clock' | 'bus'>,
  live: GoingLive,
): Handlers<typeof goingLiveCalls> {
  return {
    async 'live/read'() {
      const lines = await live.lines();
      return done({
        live: lines.every((line) => line.done),
        lines: lines.map((line) => ({
          ...line,
          evidence: line.evidence === null ? null : { ...line.evidence, params: { ...line.evidence.params } },
        })),
      });
    },
    async 'live/sign'(by, { line, version, signed }) {
      const at = clock.now();
      // A signature that was taken back stays in the history under its own version.
      const before = await live.signatures.history(line);
      if ((before[0]?.version ?? 0) !== version && before[0]?.value !== null) return refused('stale');
      const audit = [
        {
          at,
          action: 'going-live',
          pseudonym: null,
          by: by.id,
          params: { line, signed: signed?.name ?? '' },
        },
      ] as const;
      const change = { id: line, version: before[0]?.version ?? 0, value: signed };
      if ((await live.signatures.put([change], { at, by: by.id, audit })) === 'stale')
        return refused('stale');
      live.changed();
      bus.publish({ type: 'desk' });
      return done({ version: change.version + 1 });
    },
  };
}
