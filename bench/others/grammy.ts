import {
  type Conversation,
  type ConversationData,
  type ConversationFlavor,
  conversations,
  createConversation,
  type VersionedState,
} from '@grammyjs/conversations';
import { type Api, type Context, Bot as Telegram, type Transformer } from 'grammy';
import {
  type Bot,
  digits,
  type Engine,
  lastWords,
  makeTextStore,
  questions,
  questionText,
  type TextStore,
} from '../engine.ts';

type Outer = ConversationFlavor<Context>;

const me = {
  id: 1,
  is_bot: true,
  first_name: 'bench',
  username: 'bench_bot',
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
} as const;

/** Nothing leaves the process: what would be sent is kept. */
const recordedIn =
  (said: string[]): Transformer =>
  (_, method, payload) => {
    if (method === 'sendMessage') said.push(String((payload as { text?: string }).text));
    const result = { message_id: 1, date: 1, chat: { id: 1, type: 'private', first_name: 'p' }, text: '' };
    return Promise.resolve({ ok: true, result } as never);
  };

interface Wait {
  readonly maxMilliseconds?: number;
}

/** The ten questions as the plugin wants them: one function that waits; what is stored is its name and all that happened. */
const tenQuestions = (wait: Wait) =>
  async function ten(conversation: Conversation<Outer, Context>, context: Context): Promise<void> {
    const answers: string[] = [];
    for (let at = 0; at < questions; at += 1) {
      await context.reply(questionText(at));
      const answered = await conversation.waitUntil(
        (each) => digits.some((digit) => String(digit) === each.msg?.text),
        wait,
      );
      answers.push(answered.msg?.text ?? '');
    }
    await context.reply(lastWords);
  };

function makeBot(store: TextStore, renamed: boolean, wait: Wait = {}): Bot {
  const said: string[] = [];
  const bot = new Telegram<Outer>('1:bench', { botInfo: me as never });
  const record = recordedIn(said);
  bot.api.config.use(record);
  const name = renamed ? 'asked_anew' : 'ten';
  bot.use(
    conversations({
      storage: {
        type: 'key',
        adapter: {
          async read(key: string) {
            const text = await store.read(key);
            return text === undefined ? undefined : (JSON.parse(text) as VersionedState<ConversationData>);
          },
          write: (key: string, state: VersionedState<ConversationData>) =>
            store.write(key, JSON.stringify(state)),
          delete: (key: string) => store.delete(key),
        },
      },
      // Inside a conversation the plugin makes an API client of its own.
      plugins: [
        (context: { api: Api }, next: () => Promise<void>) => {
          context.api.config.use(record);
          return next();
        },
      ],
    }),
  );
  bot.use(createConversation(tenQuestions(wait), name));
  bot.hears('hi', (context) => context.conversation.enter(name));
  let updates = 0;
  const run = async (person: string, text: string): Promise<string> => {
    said.length = 0;
    const id = Number(person.replaceAll(/\D/gu, '')) + 1;
    const chat = { id, type: 'private', first_name: 'p' } as const;
    const from = { id, is_bot: false, first_name: 'p' } as const;
    updates += 1;
    await bot.handleUpdate({
      update_id: updates,
      message: { message_id: updates, date: 1, chat, from, text },
    });
    return said.join('\n');
  };
  return { begin: (person) => run(person, 'hi'), turn: (person, digit) => run(person, String(digit)) };
}

export const engines: readonly Engine[] = [
  {
    name: '@grammyjs/conversations',
    make: (store, renamed) => makeBot(store, renamed !== undefined),
    /** `maxMilliseconds` is what the plugin offers; a new process is up long after it has run out. */
    async trySilence() {
      const store = makeTextStore();
      const wait = { maxMilliseconds: 5 };
      await makeBot(store, false, wait).begin('1');
      const before = store.size();
      const after = makeBot(store, false, wait);
      await new Promise((done) => setTimeout(done, 50));
      const fired = store.size() !== before;
      const later = fired ? '' : await after.turn('1', 3);
      return {
        holds: fired,
        seen: fired
          ? 'it ends by itself'
          : `looked at when she writes again${later === '' ? ', and then it is over' : ''}`,
      };
    },
  },
];
