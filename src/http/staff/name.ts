import { longestName, shortestName } from '../../wire/console.ts';

/** Letters of any script with their marks, digits, one space at a time, and what stands in names: `.` `-` `_` `'`. */
const nameShape = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._'’-]| (?! ))*[\p{L}\p{M}\p{N}.]$/u;

/** The name as it is kept: NFC, without outer spaces; null when it cannot be a name. */
export function readName(typed: string): string | null {
  const name = typed.normalize('NFC').trim();
  const length = Array.from(name).length;
  if (length < shortestName || length > longestName) return null;
  return nameShape.test(name) && /\p{L}/u.test(name) ? name : null;
}

/** What makes a name unique: case and width do not tell two people apart. */
export function foldName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase().normalize('NFC');
}
