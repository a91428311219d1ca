/*
 * What Telegram refuses (Bot API 10.3, channels.md §3). Lengths and offsets count UTF-16 units, payloads bytes.
 */

/** An answer of the Bot API. */
export type BotReply =
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false;
      readonly error_code: number;
      readonly description: string;
      readonly parameters?: { readonly retry_after: number };
    };

export const done = (result: unknown): BotReply => ({ ok: true, result });
export const bad = (description: string): BotReply => ({
  ok: false,
  error_code: 400,
  description: `Bad Request: ${description}`,
});
export const refused = (error_code: number, description: string, retryAfter?: number): BotReply => ({
  ok: false,
  error_code,
  description,
  ...(retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }),
});

export const fakeTelegramLimits = {
  text: 4096,
  payloadBytes: 64,
  buttons: 100,
  deleteIds: 100,
  deleteMs: 48 * 3_600_000,
  answerText: 200,
  /** Messages to one chat within ten seconds, before it asks for patience. */
  chatBurst: 20,
  chatBurstMs: 10_000,
} as const;

export type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a `sendMessage`; null when nothing is. */
export function faultOfMessage({
  text,
  entities,
  parse_mode: mode,
  reply_markup: markup,
}: Fields): string | null {
  if (typeof text !== 'string' || text.trim() === '') return 'message text is empty';
  if (mode !== undefined && mode !== 'HTML') return 'unsupported parse_mode';
  if (mode === 'HTML' && !isHtml(text)) return "can't parse entities";
  if (text.length > fakeTelegramLimits.text) return 'message is too long';
  if (entities !== undefined && !areEntities(entities, text.length)) return 'entity beyond the text';
  return markup === undefined ? null : faultOfKeyboard(markup);
}

const tags = /<(\/?)(b|i|u|s|a|code|pre|tg-spoiler|blockquote)(?:\s[^<>]*)?>/gu;

/** Known tags in pairs, and no other sign of a tag. */
function isHtml(text: string): boolean {
  const open: string[] = [];
  for (const [, closing, name = ''] of text.matchAll(tags)) {
    if (closing === '') open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0 && !/[<>]/u.test(text.replaceAll(tags, ''));
}

function areEntities(value: unknown, length: number): boolean {
  return (
    Array.isArray(value) &&
    (value as Fields[]).every(
      ({ type, offset, length: long }) =>
        typeof type === 'string' &&
        typeof offset === 'number' &&
        typeof long === 'number' &&
        offset >= 0 &&
        long > 0 &&
        offset + long <= length,
    )
  );
}

function faultOfKeyboard(markup: unknown): string | null {
  const rows = (markup as { inline_keyboard?: unknown }).inline_keyboard;
  if (!Array.isArray(rows)) return 'inline keyboard expected';
  const buttons = (rows as readonly Fields[][]).flat();
  if (buttons.length === 0 || buttons.length > fakeTelegramLimits.buttons) return 'wrong number of buttons';
  for (const { text, callback_data: payload } of buttons) {
    if (typeof text !== 'string' || text.trim() === '') return 'text buttons are unallowed to be empty';
    const bytes = typeof payload === 'string' ? Buffer.byteLength(payload, 'utf8') : 0;
    if (bytes < 1 || bytes > fakeTelegramLimits.payloadBytes) return 'BUTTON_DATA_INVALID';
  }
  return null;
}

/** What is wrong with a `setWebhook`; null when nothing is. Plain http is taken from this machine alone. */
export function faultOfWebhook({ url, secret_token: secret }: Fields): string | null {
  if (typeof url !== 'string' || !URL.canParse(url)) return 'bad webhook: wrong address';
  const { protocol, hostname, port } = new URL(url);
  const isLocal = ['127.0.0.1', 'localhost'].includes(hostname);
  if (protocol !== 'https:' && !isLocal) return 'bad webhook: an HTTPS URL must be provided for webhook';
  if (!isLocal && !['', '443', '80', '88', '8443'].includes(port)) return 'bad webhook: wrong port';
  if (secret !== undefined && (typeof secret !== 'string' || !/^[\w-]{1,256}$/u.test(secret)))
    return 'secret token contains unallowed characters';
  return null;
}
