import type { Bell } from '../state/alarm.ts';

/** One tone of a bell: pitch in hertz, start and length in seconds. */
export interface Tone {
  readonly hertz: number;
  readonly startsAt: number;
  readonly lasts: number;
}

/** Two tones that alternate, so that it is a bell and not a machine's hum; imminent is louder and does not pause. */
export const bells: Readonly<Record<Bell, { readonly gain: number; readonly tones: readonly Tone[] }>> = {
  imminent: {
    gain: 0.8,
    tones: [
      { hertz: 880, startsAt: 0, lasts: 0.28 },
      { hertz: 660, startsAt: 0.3, lasts: 0.28 },
      { hertz: 880, startsAt: 0.6, lasts: 0.28 },
      { hertz: 660, startsAt: 0.9, lasts: 0.28 },
    ],
  },
  soft: {
    gain: 0.35,
    tones: [
      { hertz: 660, startsAt: 0, lasts: 0.32 },
      { hertz: 523, startsAt: 0.36, lasts: 0.32 },
    ],
  },
  line: {
    gain: 0.25,
    tones: [
      { hertz: 330, startsAt: 0, lasts: 0.25 },
      { hertz: 262, startsAt: 0.3, lasts: 0.4 },
    ],
  },
};
