import type { Saved } from './saved.ts';
import { decodeSaved, encodeSaved } from './saved.ts';

/** The one key in `sessionStorage`. A blocked storage only costs the reload: the page works without it. */
const key = 'v';

export function readSaved(): Saved | null {
  try {
    return decodeSaved(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

export function writeSaved(saved: Saved): void {
  try {
    sessionStorage.setItem(key, encodeSaved(saved));
  } catch {
    // Storage is blocked or full: this tab keeps the conversation in memory.
  }
}

export function forgetSaved(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was stored.
  }
}
