import { readSyllable } from '../text/syllable.ts';
import type { Area } from './area.ts';

/** What a search looks at. */
export type Named = Pick<Area, 'code' | 'name' | 'old' | 'aliases'>;

/** An area that was found, and under which name. */
export interface AreaMatch {
  readonly area: Named;
  /** The name that matched: today's, an old province, an alias. */
  readonly by: string;
}

/** How well a name fits what was typed; smaller is better. */
const fits = ['same', 'same-without-marks', 'inside', 'begins'] as const;
type Fit = (typeof fits)[number];
type Found = AreaMatch & { readonly fit: Fit };

/**
 * Provinces that a typed text may mean, best first, each once. Old names lead to today's province; marks and case do
 * not matter; a beginning is enough (`quang n`). Empty when nothing fits.
 */
export function searchArea(areas: readonly Named[], typed: string): readonly AreaMatch[] {
  const wanted = folded(typed);
  if (wanted === '') return [];
  const found = areas.flatMap((area) => bestName(area, typed, wanted));
  const whole = found.filter((match) => !found.some((other) => isPartOf(match, other)));
  return whole
    .sort((a, b) => rank(a.fit) - rank(b.fit) || b.by.length - a.by.length)
    .map(({ area, by }) => ({ area, by }));
}

/** The one province that a typed text means, by its code; null when nothing fits, or several fit equally well. */
export function areaOf(areas: readonly Named[], typed: string): string | null {
  const [first, second] = searchArea(areas, typed);
  if (first === undefined) return null;
  const wanted = folded(typed);
  const isClear = second === undefined || (folded(first.by) === wanted && folded(second.by) !== wanted);
  return isClear ? first.area.code : null;
}

/** `Vinh` inside `Vĩnh Phúc` is no place of its own. */
const isPartOf = (match: Found, other: Found): boolean =>
  match.fit === 'inside' &&
  other.fit !== 'begins' &&
  folded(match.by) !== folded(other.by) &&
  ` ${folded(other.by)} `.includes(` ${folded(match.by)} `);

const rank = (fit: Fit): number => fits.indexOf(fit);

function bestName(area: Named, typed: string, wanted: string): Found[] {
  const names = [area.name, ...area.old, ...area.aliases].flatMap((by) => {
    const fit = fitOf(by, typed, wanted);
    return fit === null ? [] : [{ area, by, fit }];
  });
  return names.sort((a, b) => rank(a.fit) - rank(b.fit) || b.by.length - a.by.length).slice(0, 1);
}

function fitOf(name: string, typed: string, wanted: string): Fit | null {
  const plain = folded(name);
  if (plain === wanted) return sameMarks(name, typed) ? 'same' : 'same-without-marks';
  if (` ${wanted} `.includes(` ${plain} `)) return 'inside';
  return plain.startsWith(wanted) ? 'begins' : null;
}

const sameMarks = (a: string, b: string): boolean =>
  a.normalize('NFC').toLowerCase() === b.trim().normalize('NFC').toLowerCase();

/** Words without marks and case, one space between them. */
const folded = (text: string): string =>
  text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => readSyllable(word).plain)
    .join(' ');
