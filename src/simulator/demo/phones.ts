import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { telegramPath } from '../../channel/telegram/options.ts';
import { freshTokens, pairId, tokenRecords } from '../../channel/zalo/token-record.ts';
import { zaloPath } from '../../channel/zalo/zalo.ts';
import { type RunningServer, systemClock } from '../../main.ts';
import { serveFake } from '../fakes/serve-fake.ts';
import { type FakeTelegramUpdate, fakeTelegram } from '../fakes/telegram.ts';
import { type FakeZaloEvent, fakeZalo } from '../fakes/zalo.ts';
import { type Phone, webPhone } from './web-phone.ts';

/* Phones on one page, each with one app, so that every channel can be tried without an account. */

const telegramToken = '100200300:pretended-bot-of-the-demo-only';
const telegramSecret = 'pretended-secret-of-the-demo';
const zalo = { appId: '1000000001', appSecret: 'demo', oaId: '2000000002', oaSecret: 'demo' } as const;
const chat = 7001;
const user = '7002';

/** The vendors, pretended, and the variables that lead the server to them. */
export interface Vendors {
  readonly environment: Readonly<Record<string, string>>;
  /** Once the server runs: connects the account, and puts the phones on a page of their own. */
  open(server: RunningServer): Promise<{ readonly url: string }>;
  close(): Promise<void>;
}

/** Telegram and Zalo as strict local fakes; what is written to them may begin with `#timeout`, `#429`, `#window-closed`. */
export async function pretendVendors(): Promise<Vendors> {
  const now = (): number => systemClock.now();
  const telegram = fakeTelegram({ token: telegramToken, now });
  const account = fakeZalo({ ...zalo, now });
  const telegramServer = await serveFake(({ path, body }) => telegram.call({ path, body }));
  const zaloServer = await serveFake((request) => account.call(request));
  let page: Server | null = null;

  const deliver = async (
    url: string,
    { headers, body }: FakeTelegramUpdate | FakeZaloEvent,
  ): Promise<void> => {
    await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  };

  return {
    environment: {
      TELEGRAM_ENABLED: '1',
      TELEGRAM_BOT_TOKEN: telegramToken,
      TELEGRAM_WEBHOOK_SECRET: telegramSecret,
      TELEGRAM_API_ROOT: telegramServer.url,
      ZALO_APP_ID: zalo.appId,
      ZALO_APP_SECRET: zalo.appSecret,
      ZALO_OA_ID: zalo.oaId,
      ZALO_OA_SECRET: zalo.oaSecret,
      ZALO_API_URL: zaloServer.url,
      ZALO_OAUTH_URL: zaloServer.url,
    },
    async open(server) {
      const url = `https://demo.example${telegramPath}`;
      telegram.call({
        path: `/bot${telegramToken}/setWebhook`,
        body: JSON.stringify({ url, secret_token: telegramSecret }),
      });
      const value = freshTokens({ ...account.oauth.connected(), lifeMs: null }, now());
      await tokenRecords(server).put([{ id: pairId, version: 0, value }], { at: now(), by: null, audit: [] });
      const phones = {
        web: webPhone(server.url),
        telegram: telegramPhone(telegram, (update) => deliver(server.url + telegramPath, update)),
        zalo: zaloPhone(account, (event) => deliver(server.url + zaloPath, event)),
      };
      page = await servePhones(phones);
      return { url: `http://127.0.0.1:${String((page.address() as AddressInfo).port)}/` };
    },
    async close() {
      await Promise.all([telegramServer.close(), zaloServer.close()]);
      page?.closeAllConnections();
      page?.close();
    },
  };
}

function telegramPhone(
  fake: ReturnType<typeof fakeTelegram>,
  deliver: (update: FakeTelegramUpdate) => Promise<void>,
): Phone {
  return {
    lines: async () =>
      fake.transcript(chat).map(({ from, text, buttons, silent, preview }) => ({
        from: from === 'person' ? 'person' : 'centre',
        text,
        buttons: buttons.map(({ text: label }) => ({ label, tap: label })),
        marks: [...(silent ? (['silent'] as const) : []), ...(preview === text ? [] : (['hidden'] as const))],
      })),
    say: (text) => deliver(fake.say(chat, text)),
    tap: (label) => deliver(fake.tap(chat, label)),
  };
}

function zaloPhone(
  fake: ReturnType<typeof fakeZalo>,
  deliver: (event: FakeZaloEvent) => Promise<void>,
): Phone {
  return {
    lines: async () =>
      fake.transcript(user).map(({ from, text }) => ({
        from: from === 'person' ? 'person' : 'centre',
        text,
        buttons: [],
        marks: [],
      })),
    say: (text) => deliver(fake.say(user, text)),
    // On Zalo the numbers in the text are the way.
    tap: (text) => deliver(fake.say(user, text)),
  };
}

type Phones = Readonly<Record<'web' | 'telegram' | 'zalo', Phone>>;

/** The page, and what it asks: `GET /lines`, `POST /say/<app>`, `POST /tap/<app>` with the text as the body. */
async function servePhones(phones: Phones): Promise<Server> {
  const html = await readFile(new URL('phones.html', import.meta.url));
  const isApp = (name: string): name is keyof Phones => Object.hasOwn(phones, name);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, what = '', app = ''] = (request.url ?? '/').split('/');
    if (request.method === 'GET' && what === 'lines') {
      const names = Object.keys(phones).filter(isApp);
      const lines = await Promise.all(names.map(async (name) => [name, await phones[name].lines()]));
      response.setHeader('content-type', 'application/json').end(JSON.stringify(Object.fromEntries(lines)));
      return;
    }
    if (request.method === 'POST' && isApp(app) && (what === 'say' || what === 'tap')) {
      await phones[app][what](await bodyOf(request));
      response.writeHead(204).end();
      return;
    }
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8').slice(0, 4000);
}
