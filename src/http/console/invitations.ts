import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ApiErrorCode, accountRequests, type InvitationReply } from '../../wire/console.ts';
import { refuse } from './refuse.ts';
import { callerKey, type SignInParts, signIn, tooMany } from './sign-in.ts';

/** One-time links. The secret travels in the body alone: addresses are logged by whatever stands in between. */
export function mountInvitations(api: FastifyInstance, parts: SignInParts): void {
  api.post('/invitation/view', async (request, reply) => {
    const body = accountRequests['invitation/view'].safeParse(request.body);
    if (!body.success) return refuse(reply, 'invalid');
    const wait = parts.tries.take([callerKey(parts.caller(request))]);
    if (wait !== null) return tooMany(reply, wait, parts);
    const view: InvitationReply = await parts.door.invitation(body.data.secret);
    return reply.send(view);
  });

  api.post('/invitation/accept', async (request, reply) => {
    const body = accountRequests['invitation/accept'].safeParse(request.body);
    if (!body.success) return refuse(reply, 'invalid');
    const wait = parts.tries.take([callerKey(parts.caller(request))]);
    if (wait !== null) return tooMany(reply, wait, parts);
    const { secret, name, password } = body.data;
    const made = await makeAccount({ secret, name: name ?? null, password }, parts);
    if (made.status === 'refused') return refuse(reply, made.why);
    return enter(request, reply, { name: made.name, password, parts });
  });
}

interface Acceptance {
  readonly secret: string;
  /** What the person chose; null takes the invitation's. */
  readonly name: string | null;
  readonly password: string;
}
type Made =
  | { readonly status: 'made'; readonly name: string }
  | { readonly status: 'refused'; readonly why: ApiErrorCode };

/** Account first, then the invitation: a link is used up only by somebody who can sign in afterwards. */
async function makeAccount(
  { secret, name: chosen, password }: Acceptance,
  parts: SignInParts,
): Promise<Made> {
  const { door, staff } = parts;
  const invitation = await door.invitation(secret);
  if (invitation.status === 'void') return { status: 'refused', why: 'invitation-void' };
  const name = (chosen ?? invitation.name).normalize('NFC').trim();
  const account = await staff.accounts.create(name, password);
  if (account.status !== 'created') return { status: 'refused', why: whyNot[account.status] };
  try {
    const used = await door.useInvitation(secret, account.id, name);
    if (used.status === 'done') return { status: 'made', name };
  } catch (error) {
    await staff.accounts.remove(account.id);
    throw error;
  }
  await staff.accounts.remove(account.id);
  return { status: 'refused', why: 'invitation-void' };
}

const whyNot = {
  taken: 'name-taken',
  weak: 'password-weak',
  invalid: 'name-invalid',
} as const;

async function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  attempt: { readonly name: string; readonly password: string; readonly parts: SignInParts },
): Promise<FastifyReply> {
  const who = await signIn(request, reply, attempt);
  return who === null ? refuse(reply, 'wrong-sign-in') : reply.send(who);
}
