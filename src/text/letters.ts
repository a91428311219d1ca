/**
 * What a written character contributes to a syllable: a base letter with its quality mark, a tone, or nothing.
 * Packed as `tone * 256 + quality * 64 + base`; base 1–26 for a–z, 27–36 for 0–9, 0 for a bare mark.
 */
type Packed = number;

/** Quality marks: 1 circumflex (â ê ô), 2 breve (ă), 3 horn (ơ ư), and 1 on d for the stroke (đ). */
const qualityMarks: Readonly<Record<string, number>> = { '\u0302': 1, '\u0306': 2, '\u031b': 3, '\u0335': 1 };
/** Tones numbered as on a VNI keyboard: 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng; 0 is no mark (language §2.1 step 5). */
const toneMarks: Readonly<Record<string, number>> = {
  '\u0301': 1,
  '\u0300': 2,
  '\u0309': 3,
  '\u0303': 4,
  '\u0323': 5,
  '\u0340': 2,
  '\u0341': 1,
};
/** Letters with a stroke that people and pages use for đ (language §2.1 step 3). */
const strokedD = 'đðɖĐÐƉ';

const tableEnd = 0x2000;
const known: Uint16Array = buildTable();

/** The parts of one UTF-16 unit, or `undefined` when it needs the slow path (other scripts, full width, format marks). */
export function partsOf(unit: number): Packed | undefined {
  if (unit >= tableEnd) return undefined;
  const packed = known[unit] ?? 0;
  return packed === 0 ? undefined : packed - 1;
}

export const baseOf = (packed: Packed): number => packed & 63;
export const qualityOf = (packed: Packed): number => (packed >> 6) & 3;
export const toneOf = (packed: Packed): number => packed >> 8;

/** The plain character of a base: `a`–`z`, `0`–`9`. */
export const plainLetter = (base: number): string => plain[base] ?? '';
/** The letter with its quality mark and no tone: `â`, `ơ`, `đ`. */
export const shapedLetter = (base: number, quality: number): string =>
  shaped[quality * 64 + base] ?? plainLetter(base);

const plain: readonly string[] = ['', ...'abcdefghijklmnopqrstuvwxyz0123456789'.split('')];
const shaped: readonly string[] = buildShapes();

function buildShapes(): string[] {
  const shapes: string[] = [];
  const put = (letter: string, quality: number, shape: string) => {
    shapes[quality * 64 + letter.charCodeAt(0) - 96] = shape;
  };
  for (const [letter, shape] of [
    ['a', 'â'],
    ['e', 'ê'],
    ['o', 'ô'],
    ['d', 'đ'],
  ] as const)
    put(letter, 1, shape);
  put('a', 2, 'ă');
  put('o', 3, 'ơ');
  put('u', 3, 'ư');
  return shapes;
}

function buildTable(): Uint16Array {
  const table = new Uint16Array(tableEnd);
  for (let unit = 0x30; unit < tableEnd; unit++) {
    const packed = packCharacter(String.fromCharCode(unit));
    if (packed !== undefined) table[unit] = packed + 1;
  }
  return table;
}

function packCharacter(character: string): Packed | undefined {
  if (strokedD.includes(character)) return 64 + 4;
  let base = -1;
  let quality = 0;
  let tone = 0;
  for (const part of character.normalize('NFD').toLowerCase()) {
    if (part >= 'a' && part <= 'z') base = part.charCodeAt(0) - 96;
    else if (part >= '0' && part <= '9') base = part.charCodeAt(0) - 48 + 27;
    else if (qualityMarks[part] !== undefined) quality = qualityMarks[part];
    else if (toneMarks[part] !== undefined) tone = toneMarks[part];
    else return undefined;
  }
  if (base === -1) return quality === 0 && tone === 0 ? undefined : tone * 256 + quality * 64;
  return tone * 256 + quality * 64 + base;
}
