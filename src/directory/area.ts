import * as z from 'zod';
import { readSyllable } from '../text/syllable.ts';
import { problemsOf } from './service.ts';

const area = z.strictObject({
  /** Province code of the General Statistics Office, two digits. */
  code: z.string().check(z.regex(/^\d{2}$/)),
  name: z.string().check(z.minLength(1)),
  /** Provinces that were merged into this one on 1 July 2025. */
  old: z.array(z.string()),
  /** Short forms, older names and towns that people write instead. */
  aliases: z.array(z.string()),
  confidence: z.enum(['A', 'B', 'C', 'P']),
});
export type Area = z.infer<typeof area>;

const areaFile = z.strictObject({ areas: z.array(area).check(z.minLength(1)) });

export type AreasResult =
  | { readonly status: 'read'; readonly areas: readonly Area[] }
  | { readonly status: 'broken'; readonly problems: readonly string[] };

/** Checks the parsed list of provinces (`flows/areas.yaml`). */
export function readAreas(parsed: unknown): AreasResult {
  const result = areaFile.safeParse(parsed);
  if (result.success) return { status: 'read', areas: result.data.areas };
  return { status: 'broken', problems: problemsOf(result.error) };
}

export interface AreaMatch {
  readonly area: Area;
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
export function searchArea(areas: readonly Area[], typed: string): readonly AreaMatch[] {
  const wanted = folded(typed);
  if (wanted === '') return [];
  const found = areas.flatMap((area) => bestName(area, typed, wanted));
  const whole = found.filter((match) => !found.some((other) => isPartOf(match, other)));
  return whole
    .sort((a, b) => rank(a.fit) - rank(b.fit) || b.by.length - a.by.length)
    .map(({ area, by }) => ({ area, by }));
}

/** The one province that a typed text means, by its code; null when nothing fits, or several fit equally well. */
export function areaOf(areas: readonly Area[], typed: string): string | null {
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

function bestName(area: Area, typed: string, wanted: string): Found[] {
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
