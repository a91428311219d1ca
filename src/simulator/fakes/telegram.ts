import {
  type BotReply,
  bad,
  done,
  type Fields,
  faultOfMessage,
  faultOfWebhook,
  fakeTelegramLimits as limits,
  refused,
} from './telegram-rules.ts';

/** One message in a chat, as the person's phone shows it. */
export interface FakeTelegramLine {
  readonly id: number;
  readonly at: number;
  readonly from: 'person' | 'bot';
  readonly text: string;
  /** What a preview on a locked screen shows: spoilers are hidden there. */
  readonly preview: string;
  readonly buttons: readonly { readonly text: string; readonly payload: string }[];
  readonly silent: boolean;
  readonly protected: boolean;
}

/** An update as Telegram posts it. */
export interface FakeTelegramUpdate {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface FakeTelegramSettings {
  readonly token: string;
  readonly now: () => number;
}

/** `never`: no answer, until the caller gives up. `cut`: carried out, and the connection breaks before the answer. */
export type FakeTelegramAnswer = { readonly status: number; readonly body: string } | 'never' | 'cut';

/**
 * A pretended Bot API that keeps the documented rules: token, lengths, payload bytes, entities, 403 for who blocked or
 * never wrote, 48 hours for deleting, patience (channels.md §3). What a person writes may make it misbehave: `#timeout`,
 * `#cut` and `#503` the next call, `#429` the next two, `#blocked` until she writes again.
 */
export interface FakeTelegram {
  /** One request to `<root>/bot<TOKEN>/<method>`. */
  call(request: { readonly path: string; readonly body: string }): FakeTelegramAnswer;
  /** The person writes; the update that Telegram makes of it. */
  say(chat: number, text: string): FakeTelegramUpdate;
  edit(chat: number, message: number, text: string): FakeTelegramUpdate;
  /** She sends something beside words: `voice`, `photo`, `sticker`, `document`, `location` … */
  sends(chat: number, kind: string): FakeTelegramUpdate;
  /** She taps the newest button with this label. */
  tap(chat: number, label: string): FakeTelegramUpdate;
  /** A tap on a button of long ago, or of nobody's. */
  tapPayload(chat: number, payload: string): FakeTelegramUpdate;
  blocks(chat: number): FakeTelegramUpdate;
  /** Somebody writes in a group that the bot was put into. */
  inGroup(group: number, text: string): FakeTelegramUpdate;
  /** Any other update, as it is. */
  update(value: Fields): FakeTelegramUpdate;
  /** Delivers what waits, each chat in order; one that is not taken holds back its chat, as Telegram does. */
  deliver(post: (update: FakeTelegramUpdate) => Promise<number>): Promise<void>;
  /** Updates that were not taken yet. */
  waiting(): number;
  /** What stands in her chat now. */
  transcript(chat: number): readonly FakeTelegramLine[];
  /** Groups that the bot left, and taps that it answered. */
  left(): readonly number[];
  answered(): readonly string[];
  webhook(): { readonly url: string; readonly secret: string; readonly allowed: readonly string[] } | null;
  /** Every call fails until it is over. */
  setDown(down: boolean): void;
  /** The next call about this chat comes to this. */
  next(chat: number, fault: Fault): void;
}

export type Fault = 'never' | 'cut' | '503' | '429';

interface Chat {
  started: boolean;
  blocked: boolean;
  readonly next: Fault[];
  lines: FakeTelegramLine[];
  readonly sentAt: number[];
}

const magic: Readonly<Record<string, readonly Fault[]>> = {
  '#timeout': ['never'],
  '#cut': ['cut'],
  '#503': ['503'],
  '#429': ['429', '429'],
};

export function fakeTelegram({ token, now }: FakeTelegramSettings): FakeTelegram {
  const chats = new Map<number, Chat>();
  const taps = new Set<string>();
  const answered: string[] = [];
  const left: number[] = [];
  let queue: { readonly chat: number; readonly update: FakeTelegramUpdate; readonly id: number }[] = [];
  let hook: { url: string; secret: string; allowed: readonly string[] } | null = null;
  let down = false;
  let updates = 1000;
  let ids = 0;

  const chatOf = (id: number): Chat => {
    const chat = chats.get(id) ?? { started: false, blocked: false, next: [], lines: [], sentAt: [] };
    chats.set(id, chat);
    return chat;
  };

  const methods: Readonly<Record<string, (fields: Fields) => BotReply>> = {
    getMe: () => done({ id: 1, is_bot: true, first_name: 'Hien', username: 'hien_bot' }),
    setMyCommands: () => done(true),
    setWebhook(fields) {
      const fault = faultOfWebhook(fields);
      if (fault !== null) return bad(fault);
      const { url, secret_token: secret = '', allowed_updates: allowed = [] } = fields;
      hook = { url: String(url), secret: String(secret), allowed: allowed as string[] };
      return done(true);
    },
    deleteWebhook() {
      hook = null;
      return done(true);
    },
    getUpdates: ({ offset = 0 }) => {
      if (hook !== null) return refused(409, "Conflict: can't use getUpdates while webhook is active");
      queue = queue.filter(({ id }) => id >= Number(offset));
      return done(queue.map(({ update }) => JSON.parse(update.body) as unknown));
    },
    sendMessage,
    deleteMessages,
    answerCallbackQuery({ callback_query_id: id, text = '' }) {
      if (String(text).length > limits.answerText) return bad('MESSAGE_TOO_LONG');
      if (!taps.has(String(id)))
        return bad('query is too old and response timeout expired or query ID is invalid');
      answered.push(String(id));
      return done(true);
    },
    leaveChat({ chat_id: id }) {
      if (Number(id) >= 0) return bad("chat member status can't be changed in private chats");
      left.push(Number(id));
      return done(true);
    },
  };

  function sendMessage(fields: Fields): BotReply {
    const id = Number(fields['chat_id']);
    const chat = chats.get(id);
    if (id < 0) return refused(403, 'Forbidden: bot was kicked from the group chat');
    if (chat === undefined || !chat.started)
      return refused(403, "Forbidden: bot can't initiate conversation with a user");
    if (chat.blocked) return refused(403, 'Forbidden: bot was blocked by the user');
    const fault = faultOfMessage(fields);
    if (fault !== null) return bad(fault);
    const recent = chat.sentAt.filter((at) => now() - at < limits.chatBurstMs);
    if (recent.length >= limits.chatBurst) return refused(429, 'Too Many Requests: retry after 3', 3);
    chat.sentAt.push(now());
    const line = lineOf(fields, (ids += 1), now());
    chat.lines.push(line);
    return done({
      message_id: line.id,
      date: Math.floor(now() / 1000),
      chat: { id, type: 'private' },
      text: line.text,
    });
  }

  function deleteMessages({ chat_id: id, message_ids: wanted }: Fields): BotReply {
    const chat = chatOf(Number(id));
    if (chat.blocked) return refused(403, 'Forbidden: bot was blocked by the user');
    if (!Array.isArray(wanted) || wanted.length < 1 || wanted.length > limits.deleteIds)
      return bad('wrong number of message identifiers');
    const gone = new Set(wanted.map(Number));
    const old = chat.lines.some((line) => gone.has(line.id) && now() - line.at >= limits.deleteMs);
    if (old) return bad("message can't be deleted for everyone");
    chat.lines = chat.lines.filter((line) => !gone.has(line.id));
    return done(true);
  }

  function call({ path, body }: { path: string; body: string }): FakeTelegramAnswer {
    if (down) return { status: 502, body: '<html>Bad Gateway</html>' };
    const [, given, name = ''] = /^\/bot([^/]+)\/(\w+)$/u.exec(path) ?? [];
    if (given !== token) return answer(refused(401, 'Unauthorized'));
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method === undefined) return answer(refused(404, 'Not Found: method not found'));
    const fields = body === '' ? {} : (JSON.parse(body) as Fields);
    const fault = chats.get(Number(fields['chat_id']))?.next.shift();
    if (fault === 'never') return 'never';
    if (fault === '503') return { status: 503, body: '<html>Service Unavailable</html>' };
    if (fault === '429') return answer(refused(429, 'Too Many Requests: retry after 3', 3));
    const reply = method(fields);
    return fault === 'cut' ? 'cut' : answer(reply);
  }

  /** An update of this chat; kinds that were not asked for are not sent. */
  function made(chat: number, fields: Fields): FakeTelegramUpdate {
    updates += 1;
    const headers = {
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': hook?.secret ?? '',
    };
    const update = { body: JSON.stringify({ update_id: updates, ...fields }), headers };
    const kind = Object.keys(fields)[0] ?? '';
    const wanted = hook === null || hook.allowed.length === 0 || hook.allowed.includes(kind);
    if (wanted) queue.push({ chat, update, id: updates });
    return update;
  }

  /** Telegram tells names, user names and languages; a channel must drop them. */
  const sender = (id: number): Fields => ({
    id,
    is_bot: false,
    first_name: `Tên ${String(id)}`,
    username: `nguoi_${String(id)}`,
    language_code: 'vi',
  });
  const place = (id: number): Fields => ({
    id,
    type: id < 0 ? 'group' : 'private',
    first_name: `Tên ${String(id)}`,
    username: `nguoi_${String(id)}`,
  });

  function message(id: number, content: Fields, text: string): Fields {
    const chat = chatOf(id);
    chat.started = true;
    chat.blocked = text === '#blocked';
    chat.next.push(...(magic[text] ?? []));
    const at = now();
    const plain = { buttons: [], silent: false, protected: false } as const;
    chat.lines.push({ id: (ids += 1), at, from: 'person', text, preview: text, ...plain });
    return { message_id: ids, date: Math.floor(at / 1000), from: sender(id), chat: place(id), ...content };
  }

  function tapOf(chat: number, payload: string, markup: Fields): FakeTelegramUpdate {
    const id = `tap-${String((ids += 1))}`;
    taps.add(id);
    const below = { message_id: ids, date: 0, chat: place(chat), ...markup };
    return made(chat, {
      callback_query: { id, from: sender(chat), chat_instance: 'x', data: payload, message: below },
    });
  }

  return {
    call,
    say: (chat, text) => made(chat, { message: message(chat, { text }, text) }),
    edit(chat, id, text) {
      const edited = { message_id: id, date: 0, edit_date: Math.floor(now() / 1000) };
      return made(chat, { edited_message: { ...edited, from: sender(chat), chat: place(chat), text } });
    },
    sends: (chat, kind) => made(chat, { message: message(chat, contentOf(kind), `[${kind}]`) }),
    tap(chat, label) {
      const line = chatOf(chat).lines.findLast(({ buttons }) => buttons.some(({ text }) => text === label));
      const payload = line?.buttons.find(({ text }) => text === label)?.payload;
      if (line === undefined || payload === undefined) throw new Error(`Nobody shows a button ${label}.`);
      const inline_keyboard = line.buttons.map(({ text, payload: data }) => [{ text, callback_data: data }]);
      return tapOf(chat, payload, { reply_markup: { inline_keyboard } });
    },
    tapPayload: (chat, payload) => tapOf(chat, payload, {}),
    blocks(chat) {
      chatOf(chat).blocked = true;
      const change = { chat: place(chat), from: sender(chat), date: 0 };
      return made(chat, {
        my_chat_member: {
          ...change,
          old_chat_member: { status: 'member' },
          new_chat_member: { status: 'kicked' },
        },
      });
    },
    inGroup: (group, text) =>
      made(group, {
        message: { message_id: (ids += 1), date: 0, from: sender(7), chat: place(group), text },
      }),
    update: (value) => made(0, value),
    async deliver(post) {
      const held = new Set<number>();
      for (const item of queue.splice(0)) {
        const status = held.has(item.chat) ? 0 : await post(item.update).catch(() => 0);
        if (status >= 200 && status < 300) continue;
        held.add(item.chat);
        queue.push(item);
      }
    },
    waiting: () => queue.length,
    transcript: (chat) => chats.get(chat)?.lines ?? [],
    left: () => left,
    answered: () => answered,
    webhook: () => hook,
    setDown(value) {
      down = value;
    },
    next: (chat, fault) => void chatOf(chat).next.push(fault),
  };
}

const answer = (reply: BotReply): { readonly status: number; readonly body: string } => ({
  status: reply.ok ? 200 : reply.error_code,
  body: JSON.stringify(reply),
});

function lineOf(fields: Fields, id: number, at: number): FakeTelegramLine {
  const text = String(fields['text']);
  const rows =
    (fields['reply_markup'] as { inline_keyboard?: Fields[][] } | undefined)?.inline_keyboard ?? [];
  const spoilers = ((fields['entities'] ?? []) as Fields[]).filter(({ type }) => type === 'spoiler');
  return {
    id,
    at,
    from: 'bot',
    text,
    preview: spoilers.reduce(
      (shown, { offset, length }) => hide(shown, Number(offset), Number(length)),
      text,
    ),
    buttons: rows.flat().map((button) => ({
      text: String(button['text']),
      payload: String(button['callback_data']),
    })),
    silent: fields['disable_notification'] === true,
    protected: fields['protect_content'] === true,
  };
}

const hide = (text: string, offset: number, length: number): string =>
  text.slice(0, offset) + '░'.repeat(length) + text.slice(offset + length);

const file = { file_id: 'file-1', file_unique_id: 'u-1' };
const contents: Readonly<Record<string, Fields>> = {
  voice: { voice: { ...file, duration: 3 } },
  photo: { photo: [{ ...file, file_id: 'small' }, file] },
  sticker: { sticker: { ...file, emoji: '🙂' } },
  document: { document: { ...file, file_name: 'cmnd.pdf' } },
  location: { location: { latitude: 21.03, longitude: 105.85 } },
  contact: { contact: { phone_number: '+84900000000', first_name: 'Lan' } },
};

const contentOf = (kind: string): Fields => {
  const content = contents[kind];
  if (content === undefined) throw new Error(`Nobody sends ${kind}.`);
  return content;
};
