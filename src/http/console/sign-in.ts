import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accountRequests, type CommandReply, type SignedIn } from '../../wire/console.ts';
import { foldName } from '../staff/name.ts';
import type { ConsoleOptions } from './context.ts';
import { cookieOf, type Gate, setCookies } from './gate.ts';
import { consoleLimits } from './limits.ts';
import type { OpenLines } from './open-lines.ts';
import { refuse } from './refuse.ts';
import type { Tries, TryKey } from './tries.ts';

export interface SignInParts extends ConsoleOptions {
  readonly gate: Gate;
  readonly lines: OpenLines;
  readonly tries: Tries;
  /** A stand-in for the caller's address. */
  readonly caller: (request: FastifyRequest) => string;
}

export function mountSignIn(api: FastifyInstance, parts: SignInParts): void {
  const { gate, staff, lines } = parts;
  api.post('/sign-in', async (request, reply) => {
    const body = accountRequests['sign-in'].safeParse(request.body);
    if (!body.success) return refuse(reply, 'invalid');
    const { name, password } = body.data;
    const keys = keysOf(name, parts.caller(request));
    const wait = parts.tries.take(keys);
    if (wait !== null) return tooMany(reply, wait, parts);
    const outcome = await signIn(request, reply, { name, password, parts });
    if (outcome === null) {
      parts.count('sign-in-refused');
      return refuse(reply, 'wrong-sign-in');
    }
    parts.tries.giveBack(keys);
    return reply.send(outcome);
  });

  api.post('/sign-out', async (request, reply) => {
    const { session } = await staff.sessions.find(cookieOf(request), false);
    setCookies(reply, await staff.sessions.end(cookieOf(request)));
    if (session !== null) lines.endAll(session.id);
    const done: CommandReply = { status: 'done' };
    return reply.send(done);
  });

  api.get('/me', { onRequest: gate.staffOnly }, async (request, reply) =>
    reply.send(signedIn(gate.visitor(request).who)),
  );
}

interface SignInAttempt {
  readonly name: string;
  readonly password: string;
  readonly parts: ConsoleOptions & Pick<SignInParts, 'lines'>;
}

/** Signs in and sets the cookie; null when name and password do not belong to an active member of staff. */
export async function signIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, password, parts }: SignInAttempt,
): Promise<SignedIn | null> {
  const { sessions } = parts.staff;
  const outcome = await sessions.signIn(name, password);
  if (outcome.status === 'refused') return null;
  const who = await parts.door.staff(outcome.session.staff);
  if (who === null) {
    await sessions.end(outcome.cookies.map((cookie) => cookie.split(';', 1)[0]).join('; '));
    return null;
  }
  await endEarlier(request, parts);
  setCookies(reply, outcome.cookies);
  // A counsellor gets in also when the audit cannot be written: help does not wait for a disk (promise 1).
  await parts.door.signedIn(who).catch((error: unknown) => parts.onError(error, '/console/api/sign-in'));
  return signedIn(who);
}

/** Whoever sat at this browser before is signed out. */
async function endEarlier(request: FastifyRequest, { staff, lines }: SignInAttempt['parts']): Promise<void> {
  const { session } = await staff.sessions.find(cookieOf(request), false);
  if (session === null) return;
  await staff.sessions.end(cookieOf(request));
  lines.endAll(session.id);
}

export function tooMany(reply: FastifyReply, seconds: number, { count }: ConsoleOptions): FastifyReply {
  count('sign-in-limited');
  return refuse(reply.header('retry-after', seconds), 'too-many-tries');
}

export const callerKey = (caller: string): TryKey => ({
  key: `caller ${caller}`,
  limit: consoleLimits.triesPerCaller,
});

function keysOf(name: string, caller: string): readonly TryKey[] {
  const folded = foldName(name);
  return [
    { key: `pair ${caller} ${folded}`, limit: consoleLimits.triesPerNameAndCaller },
    { key: `name ${folded}`, limit: consoleLimits.triesPerName },
    callerKey(caller),
  ];
}

const signedIn = ({ id, name, role }: SignedIn): SignedIn => ({ id, name, role });
