/**
 * Cuts a text into pieces of at most `longest` characters: between lines, else behind a sentence, else at a space, and
 * only where there is none inside a word. Nothing is lost but the space at the cut.
 */
export function splitText(text: string, longest: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > longest) {
    const at = cutOf(rest.slice(0, longest + 1), longest);
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

/** A cut before this share of the room would leave a stump. */
const shortestShare = 0.4;

const ends = [/\n(?=[^\n]*$)/u, /[.?!…;:](?=\s[^.?!…;:]*$)/u, /\s(?=\S*$)/u] as const;

function cutOf(window: string, longest: number): number {
  for (const end of ends) {
    const found = end.exec(window);
    const at = found === null ? 0 : found.index + 1;
    if (at >= longest * shortestShare && at <= longest) return at;
  }
  // Never between the halves of a character.
  return /[\uD800-\uDBFF]/u.test(window[longest - 1] ?? '') ? longest - 1 : longest;
}
