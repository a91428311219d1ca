/** What the address names: a screen of the house with what stands behind it (`#/numbers/<id>`), or the desk. */
export interface Route {
  /** Null is the desk. */
  readonly path: string | null;
  readonly rest: readonly string[];
}

const desk: Route = { path: null, rest: [] };

/** Invitations have an address of their own (`app.tsx`). */
export function readRoute(hash: string): Route {
  const [first = '', path = '', ...rest] = hash.split('/');
  if (first !== '#' || path === '' || path === 'invite') return desk;
  return { path, rest: rest.filter((part) => part !== '').map(decoded) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a screen, for links. */
export const addressOf = (path: string | null, ...rest: readonly string[]): string =>
  path === null ? '#/' : `#/${[path, ...rest.map(encodeURIComponent)].join('/')}`;
