/** Where an answer goes: a user of this OA, or an anonymous chat that somebody opened without signing in. */
export type ZaloAddress =
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'anonymous'; readonly anonymous: string; readonly conversation: string };

/** As one line of text, for sealing and for its keyed hash. Ids hold letters, digits, `-` and `_` only. */
export const addressText = (address: ZaloAddress): string =>
  address.kind === 'user' ? `user:${address.user}` : `anonymous:${address.anonymous}:${address.conversation}`;

/** Reads what `addressText` wrote; null for anything else. */
export function readAddress(text: string): ZaloAddress | null {
  const [kind, first, second, ...rest] = text.split(':');
  if (first === undefined || first === '' || rest.length > 0) return null;
  if (kind === 'user' && second === undefined) return { kind: 'user', user: first };
  if (kind === 'anonymous' && second !== undefined && second !== '')
    return { kind: 'anonymous', anonymous: first, conversation: second };
  return null;
}
