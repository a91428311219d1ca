import { isMessageKey, type Language, type Params, translate } from './catalogue.ts';

/**
 * The text for something that the server names by a code, such as trigger `A4` under `trigger.`; the bare code when
 * the catalogue does not know it, because a code that a colleague can look up is better than nothing.
 */
export function namedText(language: Language, prefix: string, code: string, params: Params = {}): string {
  const key = code.startsWith(prefix) ? code : `${prefix}${code}`;
  return isMessageKey(key) ? translate(language, key, params) : code;
}

/**
 * A staff note as it arrives: a colleague's own words, a key (`note.leave`), or a key with values as JSON
 * (`{"key":"note.claimed","params":{"name":"Lan"}}`).
 */
export function noteText(language: Language, text: string): string {
  const note = readNote(text);
  return note !== null && isMessageKey(note.key) ? translate(language, note.key, note.params) : text;
}

function readNote(text: string): { readonly key: string; readonly params: Params } | null {
  if (isMessageKey(text)) return { key: text, params: {} };
  if (!text.startsWith('{"key":')) return null;
  try {
    const note = JSON.parse(text) as { readonly key?: unknown; readonly params?: unknown };
    return typeof note.key === 'string' ? { key: note.key, params: (note.params ?? {}) as Params } : null;
  } catch {
    return null;
  }
}
