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
  if (note === null || !isMessageKey(note.key)) return text;
  // A note to colleagues may be left empty: no colon then.
  return translate(language, note.key, withLevelInWords(language, note.params)).replace(/:\s*$/, '.');
}

/** A level comes as its code (`imminent`) and is read as a word. */
function withLevelInWords(language: Language, params: Params): Params {
  const { level } = params;
  return typeof level === 'string' ? { ...params, level: namedText(language, 'level.', level) } : params;
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
