import { isAPIError } from 'better-auth/api';
import type { Auth } from './auth.ts';
import { sessionLongestMs } from './limits.ts';

export interface StaffSession {
  readonly id: string;
  /** Account id: who it is and what they may do is known to the conversations' database. */
  readonly staff: string;
}

type SignInOutcome =
  | { readonly status: 'in'; readonly session: StaffSession; readonly cookies: readonly string[] }
  /** One answer for an unknown name and for a wrong password. */
  | { readonly status: 'refused' };

interface FoundSession {
  readonly session: StaffSession | null;
  /** `set-cookie` lines for the answer: prolongs or takes away. */
  readonly cookies: readonly string[];
}

/** Sessions by cookie. `cookie` is always the request's whole `cookie` header. */
export interface StaffSessions {
  signIn(name: string, password: string): Promise<SignInOutcome>;
  /** `prolong` counts as use; without it the session is only looked at. */
  find(cookie: string, prolong: boolean): Promise<FoundSession>;
  /** Ends the session, if there is one; returns the lines that take the cookie away. */
  end(cookie: string): Promise<readonly string[]>;
}

export function makeSessions(auth: Auth): StaffSessions {
  return {
    signIn: (name, password) => signIn(auth, name, password),
    find: (cookie, prolong) => find(auth, cookie, prolong),
    end: (cookie) => end(auth, cookie),
  };
}

async function signIn(auth: Auth, name: string, password: string): Promise<SignInOutcome> {
  await dropExpired(auth);
  try {
    // No header of the request goes in: the library would keep the address and the browser's name.
    const { headers } = await auth.api.signInUsername({
      body: { username: name, password },
      returnHeaders: true,
    });
    const cookies = headers.getSetCookie();
    const { session } = await find(auth, cookies.map(pairOf).join('; '), false);
    return session === null ? { status: 'refused' } : { status: 'in', session, cookies };
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) return { status: 'refused' };
    throw error;
  }
}

async function find(auth: Auth, cookie: string, prolong: boolean): Promise<FoundSession> {
  const found = await auth.api.getSession({
    headers: new Headers({ cookie }),
    query: { disableRefresh: !prolong },
    returnHeaders: true,
  });
  const cookies = found.headers.getSetCookie();
  if (found.response === null) return { session: null, cookies };
  const { id, userId, token, createdAt } = found.response.session;
  if (Date.now() - createdAt.getTime() < sessionLongestMs) return { session: { id, staff: userId }, cookies };
  const { internalAdapter } = await auth.$context;
  await internalAdapter.deleteSession(token);
  return { session: null, cookies };
}

async function end(auth: Auth, cookie: string): Promise<readonly string[]> {
  const headers = new Headers({ cookie });
  const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
  if (found !== null) {
    // Before the library's own sign-out, which says "done" even when the row could not be deleted.
    const { internalAdapter } = await auth.$context;
    await internalAdapter.deleteSession(found.session.token);
  }
  const out = await auth.api.signOut({ headers, returnHeaders: true });
  return out.headers.getSetCookie();
}

async function dropExpired(auth: Auth): Promise<void> {
  const { adapter } = await auth.$context;
  await adapter.deleteMany({
    model: 'session',
    where: [{ field: 'expiresAt', operator: 'lt', value: new Date() }],
  });
}

function pairOf(setCookie: string): string {
  return setCookie.split(';', 1)[0] ?? '';
}
