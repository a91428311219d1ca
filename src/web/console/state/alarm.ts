import { isAtLeast, type RiskLevel, worseOf } from '../../../risk/level.ts';
import type { DeskFrame } from '../../../wire/console.ts';
import { limits } from '../limits.ts';

/** `soft` for everything below imminent; `line` when the server cannot be heard. */
export type Bell = 'imminent' | 'soft' | 'line';

/** A silence asked for by this counsellor, for what rang at that moment and nothing else. */
export interface Mute {
  readonly until: number;
  readonly causes: readonly string[];
}

/** Why a bell rings: one name per cause, so that a new one breaks through a silence. */
interface Ringing {
  readonly causes: readonly string[];
  readonly worst: RiskLevel;
  /** In a conversation that this counsellor holds: somebody is waiting for her within seconds. */
  readonly own: boolean;
}

/** What asks for attention: unclaimed entries that the server rings for, and alarms in own conversations. */
export function ringingNow(desk: DeskFrame | null): Ringing | null {
  if (desk === null) return null;
  const own = desk.mine.filter((line) => line.alarm);
  const queued = desk.alarm.ringing ? desk.queue : [];
  const quietly = softCauses(desk);
  if (own.length === 0 && !desk.alarm.ringing && quietly.length === 0) return null;
  const worst = own.reduce<RiskLevel>(
    (level, line) => worseOf(level, line.level),
    desk.alarm.ringing ? desk.alarm.worst : 'none',
  );
  return {
    worst,
    own: own.length > 0,
    causes: [...[...queued, ...own].map((line) => `${line.conversation} ${line.level}`), ...quietly],
  };
}

/** Words of colleagues: an offer that waits for her answer, something said into her talk. */
const softCauses = ({ offers = [], mine }: DeskFrame): readonly string[] => [
  ...offers.map(({ conversation }) => `${conversation} offer`),
  ...mine.filter(({ soft }) => soft === true).map(({ conversation }) => `${conversation} soft`),
];

/** What `bellFor` looks at. */
interface BellInputs {
  readonly desk: DeskFrame | null;
  readonly downSince: number | null;
  readonly mute: Mute | null;
}

/** The bell that is due now, and whether the counsellor's own silence covers it. Null: nothing rings. */
export function bellFor(
  inputs: BellInputs,
  now: number,
): { readonly bell: Bell; readonly muted: boolean } | null {
  const ringing = ringingNow(inputs.desk);
  if (ringing !== null) {
    const bell = ringing.own || isAtLeast(ringing.worst, 'imminent') ? 'imminent' : 'soft';
    return { bell, muted: isMuted(inputs.mute, ringing.causes, now) };
  }
  const onShift = inputs.desk?.me.onShift === true;
  const lineLost = inputs.downSince !== null && now - inputs.downSince >= limits.lineBellAfterMs;
  return onShift && lineLost ? { bell: 'line', muted: isMuted(inputs.mute, [], now) } : null;
}

/** Silence for what rings now, for a minute. */
export const muteNow = (desk: DeskFrame | null, now: number): Mute => ({
  until: now + limits.muteMs,
  causes: ringingNow(desk)?.causes ?? [],
});

function isMuted(mute: Mute | null, causes: readonly string[], now: number): boolean {
  if (mute === null || now >= mute.until) return false;
  return causes.every((cause) => mute.causes.includes(cause));
}

const everySeconds: Readonly<Record<Bell, number>> = { imminent: 2, soft: 4, line: 10 };

/** Whether a bell sounds on this tick; `tick` counts seconds. */
export const soundsOn = (bell: Bell, tick: number): boolean => tick % everySeconds[bell] === 0;

/** The page's title: says nothing about what rings, and flashes by losing its number every other second. */
export function titleFor(name: string, desk: DeskFrame | null, tick: number): string {
  const count = ringingNow(desk)?.causes.length ?? 0;
  return count > 0 && tick % 2 === 0 ? `(${count}) ${name}` : name;
}
