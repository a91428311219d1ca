/**
 * Parts a text that is longer than the server takes, at a space where there is one, never inside a character.
 * The parts joined are the text again; a text that fits comes back as it is.
 */
export function partText(text: string, maxBytes: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (byteLength(rest) > maxBytes) {
    const cut = cutAt(rest, maxBytes);
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  parts.push(rest);
  return parts;
}

/** The number of bytes in UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += sizeOf(character);
  return bytes;
}

function sizeOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}

/** The last space that still fits, or the last whole character. */
function cutAt(text: string, maxBytes: number): number {
  let bytes = 0;
  let index = 0;
  let space = 0;
  for (const character of text) {
    bytes += sizeOf(character);
    if (bytes > maxBytes && index > 0) break;
    index += character.length;
    if (/\s/.test(character)) space = index;
  }
  return space > 0 ? space : index;
}
