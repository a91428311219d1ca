import type { Reply } from './direct-line.ts';
import { refreshToken, startConversation } from './direct-line.ts';
import { limits } from './limits.ts';
import type { Saved } from './saved.ts';
import { forgetSaved, readSaved, writeSaved } from './storage.ts';

/** The tab's conversation: none until the person does something. */
export interface Session {
  current(): Saved | null;
  /** The conversation, made on first use; two callers at once make one. */
  open(): Promise<Reply<Saved>>;
  /** Exchanges a token that has grown old. `gone` when the server no longer knows it. */
  renew(): Promise<'kept' | 'gone'>;
  /** The conversation that a return code opened takes this tab's place. */
  adopt(grant: Pick<Saved, 'token' | 'conversation'>): void;
  setQuiet(quiet: boolean): void;
  /** The page goes out of sight now: a tab that comes back much later begins behind the curtain. */
  noteSeen(): void;
  forget(): void;
}

export function createSession(onStart: (streamUrl: string | null) => void): Session {
  let saved = readSaved();
  let quiet = saved?.quiet ?? false;
  let starting: Promise<Reply<Saved>> | null = null;
  let life = 0;

  const keep = (next: Omit<Saved, 'quiet'>): Saved => {
    saved = { ...next, quiet };
    writeSaved(saved);
    return saved;
  };

  const start = async (): Promise<Reply<Saved>> => {
    const mine = life;
    const reply = await startConversation();
    if (mine !== life) return { status: 'gone' };
    starting = null;
    if (reply.status !== 'ok') return reply.status === 'gone' ? { status: 'later', afterMs: null } : reply;
    const { token, conversation, streamUrl } = reply.value;
    const made = keep({ token, conversation, issuedAt: Date.now(), seenAt: Date.now() });
    onStart(streamUrl);
    return { status: 'ok', value: made };
  };

  return {
    current: () => saved,
    open: () => (saved === null ? (starting ??= start()) : Promise.resolve({ status: 'ok', value: saved })),
    async renew() {
      const old = saved;
      if (old === null || Date.now() - old.issuedAt < limits.refreshAfter) return 'kept';
      const reply = await refreshToken(old.token);
      if (reply.status === 'gone') return 'gone';
      if (reply.status === 'ok' && saved === old)
        keep({ ...old, token: reply.value.token, issuedAt: Date.now() });
      return 'kept';
    },
    adopt({ token, conversation }) {
      life += 1;
      starting = null;
      keep({ token, conversation, issuedAt: Date.now(), seenAt: Date.now() });
    },
    setQuiet(next) {
      quiet = next;
      if (saved !== null) keep(saved);
    },
    noteSeen() {
      if (saved !== null) keep({ ...saved, seenAt: Date.now() });
    },
    forget() {
      life += 1;
      saved = null;
      starting = null;
      forgetSaved();
    },
  };
}
