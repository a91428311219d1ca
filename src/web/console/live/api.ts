import type { CommandBody, CommandName, CommandReply } from '../../../wire/console.ts';
import type { HouseOutcome } from '../../../wire/house/calls.ts';
import { limits } from '../limits.ts';

/** What came of a command. `failed`: no answer; it may or may not have been carried out. */
export type Outcome = CommandReply | { readonly status: 'failed' } | { readonly status: 'signed-out' };

/** An answer of the server, or null when there was none in time. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export async function runCommand<Name extends CommandName>(
  name: Name,
  body: CommandBody<Name>,
): Promise<Outcome> {
  const answer = await post(name, body);
  if (answer === null) return { status: 'failed' };
  if (answer.status === 401) return { status: 'signed-out' };
  return isReply(answer.body) ? answer.body : { status: 'failed' };
}

/** A call of the house's screens. What it replies is checked where it is shown (`house/use-house.ts`). */
export async function callHouse(name: string, body: unknown): Promise<HouseOutcome<unknown>> {
  const answer = await post(`house/${name}`, body);
  if (answer === null) return { status: 'failed' };
  if (answer.status === 401) return { status: 'signed-out' };
  return isReply(answer.body) ? (answer.body as HouseOutcome<unknown>) : { status: 'failed' };
}

/** Whether somebody is signed in here; `unreachable` when the server does not say. */
export async function readSession(): Promise<'in' | 'out' | 'unreachable'> {
  const answer = await ask('me', { method: 'GET' });
  if (answer?.status === 200) return 'in';
  return answer?.status === 401 ? 'out' : 'unreachable';
}

export async function signIn(
  name: string,
  password: string,
): Promise<'done' | 'wrong' | 'too-many' | 'failed'> {
  const answer = await post('sign-in', { name, password });
  if (answer === null || answer.status >= 500) return 'failed';
  if (answer.status === 429) return 'too-many';
  return answer.status < 300 ? 'done' : 'wrong';
}

export const signOut = async (): Promise<boolean> => (await post('sign-out', {}))?.status === 200;

export type Invitation =
  | { readonly status: 'open'; readonly name: string; readonly role: string }
  | { readonly status: 'void' };

/** Throws when the server gives no answer: the screen offers to try again. */
export async function viewInvitation(secret: string): Promise<Invitation> {
  const answer = await post('invitation/view', { secret });
  if (answer === null || answer.status >= 500) throw new Error('no answer');
  const body = answer.body as Invitation;
  return answer.status < 300 && body.status === 'open' ? body : { status: 'void' };
}

/** `name` is left out when the invitation has one. */
export async function acceptInvitation(
  secret: string,
  name: string | null,
  password: string,
): Promise<'done' | 'weak' | 'taken' | 'void' | 'name-invalid' | 'failed'> {
  const answer = await post(
    'invitation/accept',
    name === null ? { secret, password } : { secret, name, password },
  );
  if (answer === null || answer.status >= 500) return 'failed';
  if (answer.status < 300) return 'done';
  return readProblem(answer.body);
}

const problems = ['weak', 'taken', 'void', 'name-invalid'] as const;

/** The server's `{error: {code}}`; a code may carry an area in front (`invitation.taken`). */
function readProblem(body: unknown): 'weak' | 'taken' | 'void' | 'name-invalid' | 'failed' {
  const code = (body as { readonly error?: { readonly code?: unknown } } | null)?.error?.code;
  return problems.find((problem) => typeof code === 'string' && code.includes(problem)) ?? 'failed';
}

const post = (path: string, body: unknown): Promise<Answer | null> =>
  ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function ask(path: string, init: RequestInit): Promise<Answer | null> {
  try {
    const signal = AbortSignal.timeout(limits.requestMs);
    const response = await fetch(`/console/api/${path}`, { ...init, signal, credentials: 'same-origin' });
    const text = await response.text();
    return { status: response.status, body: readJson(text) };
  } catch {
    return null;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isReply(body: unknown): body is CommandReply {
  const status = (body as { readonly status?: unknown } | null)?.status;
  return status === 'done' || status === 'refused';
}
