/** A piece of a message: plain, or a telephone number that may be tapped (`tel` holds what is dialled). */
interface Piece {
  readonly text: string;
  readonly tel?: string;
}

/** The short emergency lines, 1800 and 1900 numbers, international ones, and ten or eleven digits from a zero. */
const numbers =
  /\+\d(?:[ .]?\d){8,13}(?!\d)|1[89]00(?:[ .]?\d){4,6}(?!\d)|0\d(?:[ .]?\d){8,9}(?!\d)|11[1-5](?!\d)/g;

/** Parts a message so that numbers become links; the pieces joined are the text again, unchanged. */
export function linkify(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(numbers)) {
    if (!standsAlone(text, match.index, match[0].length)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: match[0], tel: match[0].replace(/[ .]/g, '') });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** A number inside a word, a date or a longer row of digits is none (`A113`, `1.115`, `113a`). */
function standsAlone(text: string, start: number, length: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(start + length, start + length + 2);
  return !/[\p{L}\d+]$|\d[.,/-]$/u.test(before) && !/^(?:[\p{L}\d]|[.,/-]\d)/u.test(after);
}
