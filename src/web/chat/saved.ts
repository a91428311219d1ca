/** All that a tab remembers: it stands as one opaque string under one neutral key of `sessionStorage`. */
export interface Saved {
  readonly token: string;
  readonly conversation: string;
  /** When the token was issued, milliseconds since 1970. */
  readonly issuedAt: number;
  /** When the page was last in sight, milliseconds since 1970. */
  readonly seenAt: number;
  /** The page is in quiet mode and must come back so after a reload. */
  readonly quiet: boolean;
}

/** One opaque string: it says nothing to somebody who looks into the browser's storage. */
export function encodeSaved(saved: Saved): string {
  const fields = [saved.token, saved.conversation, saved.issuedAt, saved.seenAt, saved.quiet];
  return btoa(encodeURIComponent(JSON.stringify(fields)));
}

/** The inverse of `encodeSaved`; null for anything else, never an exception. */
export function decodeSaved(text: string | null): Saved | null {
  if (text === null || text === '') return null;
  try {
    return fromFields(JSON.parse(decodeURIComponent(atob(text))));
  } catch {
    return null;
  }
}

function fromFields(fields: unknown): Saved | null {
  if (!Array.isArray(fields) || fields.length !== 5) return null;
  const [token, conversation, issuedAt, seenAt, quiet] = fields as unknown[];
  if (typeof token !== 'string' || typeof conversation !== 'string' || token === '' || conversation === '')
    return null;
  if (typeof issuedAt !== 'number' || typeof seenAt !== 'number' || typeof quiet !== 'boolean') return null;
  return { token, conversation, issuedAt, seenAt, quiet };
}
