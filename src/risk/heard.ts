import { limits } from './limits.ts';

/**
 * What is kept of her last words, oldest first, so that a sentence sent in pieces is judged as a whole: at most
 * `limits.heardLength` UTF-16 units, cut between words.
 */
export function heardWith(before: string, text: string): string {
  const all = `${before} ${text.slice(-limits.heardLength)}`.trim();
  if (all.length <= limits.heardLength) return all;
  const cut = all.slice(-limits.heardLength);
  const space = cut.search(/\s/u);
  return space < 0 ? '' : cut.slice(space + 1);
}
