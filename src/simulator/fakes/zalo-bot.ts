import { type FakeReply, fakeJson } from './zalo-oauth.ts';

/** One text of the bot, as a member of staff sees it on her phone. */
export interface FakeBotLine {
  readonly chat: string;
  readonly from: 'bot' | 'staff';
  readonly text: string;
}

/**
 * A pretended Zalo Bot Platform: private chats that were opened by writing first, texts of 1 to 2,000 characters, a
 * secret for the webhook (channels.md §2). `#blocked` closes a chat until she writes again; `#timeout` and `#429` spoil
 * the next call.
 */
export interface FakeZaloBot {
  call(request: {
    readonly method: string;
    readonly path: string;
    readonly body: string;
  }): FakeReply | 'never';
  /** She writes to the bot; the event that Zalo posts. `kind` other than text comes without words. */
  say(
    chat: string,
    text: string,
    kind?: 'text' | 'unsupported',
  ): {
    readonly body: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  transcript(): readonly FakeBotLine[];
  webhook(): { readonly url: string; readonly secret: string } | null;
}

const longestText = 2000;

export function fakeZaloBot(token: string, now: () => number): FakeZaloBot {
  const open = new Set<string>();
  const next: ('never' | '429')[] = [];
  const lines: FakeBotLine[] = [];
  let webhook: ReturnType<FakeZaloBot['webhook']> = null;
  let count = 0;

  function sendMessage(body: { chat_id?: unknown; text?: unknown }): FakeReply | 'never' {
    const { chat_id: chat, text } = body;
    if (typeof chat !== 'string' || typeof text !== 'string' || text === '' || text.length > longestText)
      return refused(400);
    const spoilt = next.shift();
    if (spoilt !== undefined) return spoilt === 'never' ? 'never' : refused(429);
    if (!open.has(chat)) return refused(403);
    lines.push({ chat, from: 'bot', text });
    count += 1;
    return fakeJson({ ok: true, result: { message_id: `b${String(count)}`, date: now() } });
  }

  function setWebhook(body: { url?: unknown; secret_token?: unknown }): FakeReply {
    const { url, secret_token: secret } = body;
    if (typeof url !== 'string' || !url.startsWith('https://')) return refused(400);
    if (typeof secret !== 'string' || secret.length < 8 || secret.length > 256) return refused(400);
    webhook = { url, secret };
    return fakeJson({ ok: true, result: { url, updated_at: now() } });
  }

  return {
    call({ method, path, body }) {
      const [, name, ...rest] = path.split('/');
      if (name !== `bot${token}`) return refused(401);
      const given = JSON.parse(body === '' ? '{}' : body) as Record<string, unknown>;
      if (method === 'POST' && rest.join('/') === 'sendMessage') return sendMessage(given);
      if (method === 'POST' && rest.join('/') === 'setWebhook') return setWebhook(given);
      return refused(404);
    },
    say(chat, text, kind = 'text') {
      open.add(chat);
      if (text.includes('#blocked')) open.delete(chat);
      if (text.includes('#timeout')) next.push('never');
      if (text.includes('#429')) next.push('429');
      lines.push({ chat, from: 'staff', text });
      count += 1;
      const message = {
        from: { id: chat, display_name: 'Trần Thị Mai', is_bot: false },
        chat: { id: chat, chat_type: 'PRIVATE' },
        message_id: `s${String(count)}`,
        date: now(),
        ...(kind === 'text' ? { text } : {}),
      };
      return {
        body: JSON.stringify({ ok: true, result: { event_name: `message.${kind}.received`, message } }),
        headers: {
          'content-type': 'application/json',
          'x-bot-api-secret-token': webhook?.secret ?? '',
        },
      };
    },
    transcript: () => [...lines],
    webhook: () => webhook,
  };
}

/** HTTP 200 also for what is refused. */
const refused = (code: number): FakeReply =>
  fakeJson({ ok: false, error_code: code, description: 'refused' });
