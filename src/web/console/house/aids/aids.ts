import type { TalkFrame } from '../../../../wire/console.ts';
import { isMessageKey, type MessageKey } from '../../text/catalogue.ts';

/** Job aids in the order of the printed page: levels first, then stories. */
export const aidIds = [
  'imminent',
  'high',
  'quiet',
  'strangle',
  'assault',
  'suicide',
  'child',
  'forced',
  'images',
  'mayharm',
  'third',
  'elder',
] as const;
export type AidId = (typeof aidIds)[number];

/** Which triggers of safety-content §1.1 an aid is for. */
const triggersOf: Partial<Readonly<Record<AidId, readonly string[]>>> = {
  strangle: ['A6', 'H4'],
  assault: ['A11', 'H7'],
  suicide: ['A7', 'H10'],
  child: ['A8', 'H11', 'H14'],
  forced: ['A5', 'A9', 'H12', 'H13', 'H21', 'M6'],
  images: ['H14', 'M4'],
  mayharm: ['A10', 'H15', 'M7'],
  elder: ['H16'],
};

/** The aids that fit a talk as it stands: by level, by what was found, by who writes. */
export function aidsFor({ level, line, speaker, reasons }: TalkFrame): readonly AidId[] {
  const codes = new Set([...line.triggers, ...reasons.map(({ code }) => code)]);
  const fits: Partial<Readonly<Record<AidId, boolean>>> = {
    imminent: level === 'imminent',
    high: level === 'high',
    quiet: line.quiet,
    child: line.child,
    mayharm: line.usesViolence,
    third: speaker === 'third',
  };
  return aidIds.filter((id) => fits[id] === true || (triggersOf[id] ?? []).some((code) => codes.has(code)));
}

/** The lines of one aid, as keys. */
export function linesOf(id: AidId): readonly MessageKey[] {
  const keys: MessageKey[] = [];
  for (let number = 1; ; number += 1) {
    const key = `aid.${id}.${String(number)}`;
    if (!isMessageKey(key)) return keys;
    keys.push(key);
  }
}
