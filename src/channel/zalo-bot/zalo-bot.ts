import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import type { HttpRequest, HttpRoute } from '../../app/http-ports.ts';
import type { PagerDoor, PagerWay } from '../../app/pager-port.ts';
import type { Clock } from '../../app/ports.ts';
import { botClient } from './client.ts';
import { botLimits } from './limits.ts';

/** What the bot says, in the staff's language; never who needs help, or why. */
export interface BotTexts {
  /** Below a page: how to say "I have it". */
  readonly howToAnswer: string;
  readonly linked: string;
  readonly acknowledged: string;
  readonly nothingOpen: string;
  /** To whoever is not linked. */
  readonly stranger: string;
}

export interface ZaloBotOptions {
  readonly host: string;
  readonly token: string;
  /** `X-Bot-Api-Secret-Token`, 8 to 256 characters. */
  readonly secret: string;
  readonly publicUrl: string | null;
  readonly texts: BotTexts;
  /** Whose code a text is; the code is used up (`link-codes.ts`). */
  readonly useCode: (text: string) => Promise<string | null>;
  readonly clock: Pick<Clock, 'after'>;
  readonly report: (fault: string, cause?: unknown) => void;
}

/**
 * The Zalo Bot Platform, for staff only: it withholds what children, people with disabilities and people who cannot
 * read send (channels.md §2), so no person in need may ever depend on it. It has no `ChannelDoor`: nothing that is
 * written to it can begin a conversation.
 */
export interface ZaloBot {
  readonly way: PagerWay;
  /** The route to mount, and what runs until `stop`. */
  open(door: Pick<PagerDoor, 'register' | 'answered'>): {
    readonly routes: readonly HttpRoute[];
    readonly stop: () => Promise<void>;
  };
}

/** Where Zalo posts what staff write to the bot. */
export const zaloBotPath = '/hooks/zalo-bot';
const secretHeader = 'x-bot-api-secret-token';
/** Pager rows name the way. */
const wayName = 'zalo-bot';

/** Of an event only the chat and whether words came are read: no names. Groups are not answered. */
const event = z.object({
  result: z.object({
    message: z.object({
      chat: z.object({ id: z.string().check(z.minLength(1), z.maxLength(128)), chat_type: z.string() }),
      text: z.optional(z.string()),
    }),
  }),
});

export function makeZaloBot(options: ZaloBotOptions): ZaloBot {
  const { host, token, secret, texts, useCode } = options;
  const client = botClient(host, token);

  async function hear(door: Pick<PagerDoor, 'register' | 'answered'>, request: HttpRequest): Promise<void> {
    const read = event.safeParse(jsonOf(request.body));
    if (!read.success || read.data.result.message.chat.chat_type !== 'PRIVATE') return;
    const { chat, text = '' } = read.data.result.message;
    const reply = await replyTo(door, chat.id, text);
    // What she said counts already; that she is told so may take its time.
    void client.sendText(chat.id, reply);
  }

  /** A code links the chat; anything else says "I have it" to all that is open for whoever is linked. */
  async function replyTo(
    door: Pick<PagerDoor, 'register' | 'answered'>,
    chat: string,
    text: string,
  ): Promise<string> {
    const staff = await useCode(text);
    if (staff !== null) {
      await door.register(staff, wayName, chat);
      return texts.linked;
    }
    const answered = await door.answered(wayName, chat);
    if (answered === 'unknown') return texts.stranger;
    return answered > 0 ? texts.acknowledged : texts.nothingOpen;
  }

  return {
    way: {
      name: wayName,
      reaches: 'registered',
      wantsTelephone: false,
      send: ({ address, text }) =>
        address === null
          ? Promise.resolve({ status: 'failed' })
          : client.sendText(address, `${text}\n${texts.howToAnswer}`),
    },
    open(door) {
      const stop = keepSettingUp(options, client);
      return {
        routes: [
          {
            method: 'POST',
            path: zaloBotPath,
            bodyLimit: botLimits.eventBytes,
            headers: [secretHeader],
            async handle(request) {
              if (!isSame(request.headers[secretHeader], secret)) return { status: 401 };
              await hear(door, request);
              return { status: 200 };
            },
          },
        ],
        stop: () => Promise.resolve(stop()),
      };
    },
  };
}

/** Tells Zalo where to post, again and again until it works. Returns what ends the trying. */
function keepSettingUp(
  { publicUrl, secret, clock, report }: ZaloBotOptions,
  client: ReturnType<typeof botClient>,
): () => void {
  let stopped = false;
  let cancel = (): void => {};
  let pause: number = botLimits.setUpRetry;

  async function setUp(url: string): Promise<void> {
    if (await client.setWebhook(url, secret)) return;
    report('zalo-bot-set-up-failed');
    if (stopped) return;
    cancel = clock.after(pause, () => void setUp(url));
    pause = Math.min(pause * 2, botLimits.setUpRetryMost);
  }

  if (publicUrl !== null) void setUp(publicUrl + zaloBotPath);
  return () => {
    stopped = true;
    cancel();
  };
}

function isSame(given: string | undefined, secret: string): boolean {
  const one = Buffer.from(given ?? '');
  const other = Buffer.from(secret);
  return one.length === other.length && timingSafeEqual(one, other);
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return null;
  }
}
