import type { Transformer } from 'grammy';
import { telegramPath } from '../../src/channel/telegram/options.ts';
import { makeTelegram } from '../../src/channel/telegram/telegram.ts';
import {
  type FakeTelegram,
  type FakeTelegramUpdate,
  fakeTelegram,
} from '../../src/simulator/fakes/telegram.ts';
import { makeUniverse, type UniverseOptions } from '../support/universe.ts';
import { type ChannelBench, type Happening, type Posted, postTo, type VendorFault } from './channel-bench.ts';

export const telegramToken = '123456:TEST-TOKEN-OF-NOBODY-AT-ALL';
const secret = 'a-secret-of-the-webhook';

/** A way to the fake without a network: what it never answers fails at once, as a time-out would. */
export function transformTo(fake: FakeTelegram): Transformer {
  return (_previous, method, payload) => {
    const answer = fake.call({ path: `/bot${telegramToken}/${method}`, body: JSON.stringify(payload) });
    if (answer === 'never' || answer === 'cut') return Promise.reject(new Error(answer));
    // A page of a proxy is no answer of the Bot API.
    if (!answer.body.startsWith('{')) return Promise.reject(new Error('not JSON'));
    return Promise.resolve(JSON.parse(answer.body) as never);
  };
}

/** Telegram with its strict fake, and the fake itself for what only Telegram has. */
export async function telegramBench(
  options: UniverseOptions = {},
): Promise<ChannelBench & { readonly fake: FakeTelegram; chat(who: string): number }> {
  const clock = { now: () => 0 };
  const fake = fakeTelegram({ token: telegramToken, now: () => clock.now() });
  const universe = await makeUniverse({
    ...options,
    channels: (house) => [
      makeTelegram({
        token: telegramToken,
        receive: { by: 'webhook', secret, publicUrl: 'https://hien.example' },
        transform: transformTo(fake),
        clock: house.clock,
        menu: [{ command: 'gap', description: 'Gấp' }],
        onError: (error, where) => house.report(`channel ${where}`, error),
      }),
    ],
  });
  clock.now = () => universe.clock.now();
  await universe.settle();
  const chats = new Map<string, number>();
  const chat = (who: string): number => {
    const id = chats.get(who) ?? 700_000 + chats.size;
    chats.set(who, id);
    return id;
  };
  const posted = ({ headers, body }: FakeTelegramUpdate): Posted => ({ path: telegramPath, headers, body });
  const updateOf = (who: string, happening: Happening): FakeTelegramUpdate => {
    const id = chat(who);
    if ('says' in happening) return fake.say(id, happening.says);
    if ('sends' in happening)
      return fake.sends(id, happening.sends === 'picture' ? 'photo' : happening.sends);
    if ('taps' in happening) return fake.tapPayload(id, 'a:now_ok:1:can_write');
    return happening.does === 'block' ? fake.blocks(id) : fake.update({ poll_answer: { poll_id: '1' } });
  };
  return {
    kind: 'telegram',
    universe,
    fake,
    chat,
    event: (who, happening) => Promise.resolve(posted(updateOf(who, happening))),
    async post(event) {
      const { status } = await postTo(universe.routes, event);
      await universe.settle();
      return status;
    },
    heard: (who) =>
      Promise.resolve(
        fake
          .transcript(chat(who))
          .filter(({ from }) => from === 'bot')
          .map(({ text }) => text),
      ),
    fault: (who, fault) => breakNext(fake, chat(who), fault),
    setDown(down) {
      fake.setDown(down);
      return true;
    },
    signatureHeader: 'x-telegram-bot-api-secret-token',
    close: () => universe.close(),
  };
}

function breakNext(fake: FakeTelegram, chat: number, fault: VendorFault): boolean {
  switch (fault) {
    case 'cut':
      fake.next(chat, 'cut');
      return true;
    case 'patience':
      fake.next(chat, '429');
      return true;
    case 'silence':
      fake.next(chat, 'never');
      return true;
    case 'blocked':
      fake.blocks(chat);
      return true;
    case 'window':
      return false;
  }
}
