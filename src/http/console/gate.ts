import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StaffIdentity } from '../../app/desk-door.ts';
import type { StaffSession } from '../staff/sessions.ts';
import type { ConsoleOptions } from './context.ts';
import { isOwnOrigin } from './own-origin.ts';
import { refuse } from './refuse.ts';

/** A member of staff with a living session and an active account. */
export interface Visitor {
  readonly session: StaffSession;
  readonly who: StaffIdentity;
}

export interface Gate {
  /** Hook: every request that may change something comes from a page of our own. */
  readonly ownOrigin: Hook;
  /** Hook: only staff, known afterwards by `visitor`. Counts as use of the session. */
  readonly staffOnly: Hook;
  readonly visitor: (request: FastifyRequest) => Visitor;
  /** Looks without prolonging. `cookie` is the whole header. */
  readonly look: (cookie: string) => Promise<Visitor | null>;
}
type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export function makeGate({ staff, door, publicUrl }: ConsoleOptions): Gate {
  const visitors = new WeakMap<FastifyRequest, Visitor>();
  const withIdentity = async (session: StaffSession | null): Promise<Visitor | null> => {
    const who = session === null ? null : await door.staff(session.staff);
    return session === null || who === null ? null : { session, who };
  };
  return {
    ownOrigin: async (request, reply) => {
      if (safeMethods.includes(request.method) || isOwnOrigin(request.headers, publicUrl)) return undefined;
      return refuse(reply, 'foreign-origin');
    },
    staffOnly: async (request, reply) => {
      const { session, cookies } = await staff.sessions.find(cookieOf(request), true);
      setCookies(reply, cookies);
      const visitor = await withIdentity(session);
      if (visitor === null) return refuse(reply, 'not-signed-in');
      visitors.set(request, visitor);
      return undefined;
    },
    visitor: (request) => {
      const found = visitors.get(request);
      if (found === undefined) throw new Error('A route for staff was mounted without its gate.');
      return found;
    },
    look: async (cookie) => withIdentity((await staff.sessions.find(cookie, false)).session),
  };
}

const safeMethods = ['GET', 'HEAD'];

export const cookieOf = (request: FastifyRequest): string => request.headers.cookie ?? '';

export function setCookies(reply: FastifyReply, cookies: readonly string[]): void {
  for (const cookie of cookies) reply.header('set-cookie', cookie);
}
