import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { makeTelegram } from '../../src/channel/telegram/telegram.ts';
import { makeUniverse } from '../support/universe.ts';

/*
 * One conversation against somebody else's idea of the Bot API, by long polling. It enforces no limits (channels.md §3):
 * the strict fake does that.
 */

/** What we use of the package: its export and its declarations do not agree. */
interface OtherServer {
  readonly config: { readonly apiURL: string };
  readonly storage: { readonly botMessages: readonly { readonly message: { readonly text: string } }[] };
  start(): Promise<void>;
  stop(): Promise<unknown>;
  getClient(token: string, options: object): OtherClient;
}
interface OtherClient {
  makeMessage(text: string): object;
  sendMessage(message: object): Promise<unknown>;
  makeCallbackQuery(payload: string): object;
  sendCallback(query: object): Promise<unknown>;
}
const require = createRequire(import.meta.url);
const TelegramServer = require('telegram-test-api') as new (config: object) => OtherServer;

const token = '123456:SMOKE-TEST-TOKEN-OF-NOBODY';

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}

test('a conversation with the bot of telegram-test-api', async () => {
  const server = new TelegramServer({ port: await freePort(), host: '127.0.0.1' });
  await server.start();
  const universe = await makeUniverse({
    channels: ({ clock, report }) => [
      makeTelegram({
        token,
        receive: { by: 'polling' },
        apiRoot: server.config.apiURL,
        clock,
        menu: [{ command: 'gap', description: 'Gấp' }],
        onError: (error, where) => report(`channel ${where}`, error),
      }),
    ],
  });
  const client = server.getClient(token, { userId: 42, chatId: 42, type: 'private', interval: 50 });
  const heard = (): string => server.storage.botMessages.map(({ message }) => message.text).join('\n');
  // The clock stands: each step lets the next poll begin.
  const until = async (sign: RegExp): Promise<void> => {
    for (let step = 0; step < 200 && !sign.test(heard()); step += 1) {
      universe.clock.move(1000);
      await universe.settle();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(heard()).toMatch(sign);
  };
  try {
    await client.sendMessage(client.makeMessage('chào'));
    await until(/Hiên đây/u);
    await client.sendCallback(client.makeCallbackQuery('a:now_ok:1:can_write'));
    await until(/Ngay lúc này/u);
    await client.sendMessage(client.makeMessage('1'));
    await until(/113/u);
    const [row] = await universe.store.conversations(9);
    expect(row).toMatchObject({ channel: 'telegram', level: 'imminent' });
  } finally {
    await universe.close();
    await server.stop();
  }
});
