import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import {
  type AddressInfo,
  connect,
  createServer as createRelay,
  type Server as Relay,
  type Socket,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { startServer } from '../../src/main.ts';
import { describeInChromium, launchChromium } from '../support/chromium.ts';

/*
 * Microsoft's own client (`botframework-directlinejs`, its published bundle) in a real browser, on a page of another
 * origin that is allowed, in conversation with the whole program; and a page of an origin that is not.
 */

interface Activity {
  readonly id: string;
  readonly type: string;
  readonly text: string;
  readonly from: { readonly id: string; readonly role: string };
  readonly channelData?: { readonly clientActivityID?: string };
  readonly suggestedActions?: {
    readonly actions: readonly { readonly text: string; readonly value: object }[];
  };
}

/** What the page under test holds. */
interface Client {
  readonly DirectLine: {
    readonly DirectLine: new (
      options: object,
    ) => {
      readonly activity$: { subscribe(listener: (activity: Activity) => void): void };
      readonly connectionStatus$: { subscribe(listener: (status: number) => void): void };
      postActivity(activity: object): {
        subscribe(done: (id: string) => void, failed: (error: unknown) => void): void;
      };
      setUserId(id: string): void;
      end(): void;
    };
  };
  line: InstanceType<Client['DirectLine']['DirectLine']>;
  seen: Activity[];
  statuses: number[];
}

/** `ConnectionStatus` of the client. */
const online = 2;

const require = createRequire(import.meta.url);
const bundle = readFileSync(require.resolve('botframework-directlinejs/dist/directline.js'));

/** A page with Microsoft's client on an origin of its own. */
async function startPage(): Promise<{ origin: string; server: Server }> {
  const server = createServer((request, response) => {
    if (request.url === '/directline.js')
      return response.setHeader('content-type', 'text/javascript').end(bundle);
    return response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><script src="/directline.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** A wire that can be cut. */
async function startRelay(port: number): Promise<{ url: string; cut(): void; server: Relay }> {
  const open = new Set<Socket>();
  const server = createRelay((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3/directline`, cut, server };
}

describeInChromium('Microsoft’s Direct Line client', () => {
  let browser: Browser;
  let page: Page;
  let friend: Awaited<ReturnType<typeof startPage>>;
  let stranger: Awaited<ReturnType<typeof startPage>>;
  let relay: Awaited<ReturnType<typeof startRelay>>;
  let program: Awaited<ReturnType<typeof startServer>>;
  let folder: string;
  const faults: string[] = [];

  beforeAll(async () => {
    friend = await startPage();
    stranger = await startPage();
    folder = mkdtempSync(join(tmpdir(), 'hien-e2e-'));
    const config = readConfig({ PORT: '0', HIEN_DATA: folder, ALLOWED_ORIGINS: friend.origin });
    program = await startServer(config, (fault, cause) => faults.push(`${fault} ${String(cause)}`));
    relay = await startRelay(program.port);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    for (const { server } of [friend, stranger, relay]) server.close();
    await program.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    page = await (await browser.newContext()).newPage();
    await page.goto(friend.origin);
  });

  afterEach(async () => {
    await page.context().close();
    expect(faults).toEqual([]);
  });

  interface Token {
    readonly conversationId: string;
    readonly token: string;
  }

  /** Starts the client in the page; with a token first, as a page that embeds it does, or without. */
  const begin = (webSocket: boolean, withToken = true): Promise<void> =>
    page.evaluate(
      async ({ domain, webSocket, withToken }) => {
        const client = globalThis as unknown as Client;
        const token = withToken ? await generate() : undefined;
        client.seen = [];
        client.statuses = [];
        // `random` shortens the wait before a reconnect to its least, 3 s.
        const options = { domain, webSocket, token, pollingInterval: 200, random: () => 0 };
        client.line = new client.DirectLine.DirectLine(options);
        if (withToken) client.line.setUserId('someone');
        client.line.connectionStatus$.subscribe((status) => client.statuses.push(status));
        client.line.activity$.subscribe((activity) => client.seen.push(activity));

        async function generate(): Promise<string> {
          const answer = await fetch(`${domain}/tokens/generate`, { method: 'POST' });
          return ((await answer.json()) as { token: string }).token;
        }
      },
      { domain: relay.url, webSocket, withToken },
    );

  /** What the client holds after its start. */
  const token = (): Promise<Token> =>
    page.evaluate(() => {
      const { conversationId, token } = (globalThis as unknown as Client).line as unknown as Token;
      return { conversationId, token };
    });

  const post = (activity: object): Promise<string> =>
    page.evaluate(
      (activity) =>
        new Promise<string>((resolve, reject) => {
          (globalThis as unknown as Client).line.postActivity(activity).subscribe(resolve, reject);
        }),
      { type: 'message', from: { id: 'someone' }, ...activity },
    );

  const seen = (): Promise<Activity[]> => page.evaluate(() => (globalThis as unknown as Client).seen);
  const statuses = (): Promise<number[]> => page.evaluate(() => (globalThis as unknown as Client).statuses);
  const replies = async (): Promise<Activity[]> => (await seen()).filter(({ from }) => from.role === 'bot');
  const echo = async (id: string): Promise<Activity | undefined> =>
    (await seen()).find(({ channelData }) => channelData?.clientActivityID === id);
  /** Nothing twice, nothing without its whole text. */
  const expectOrder = async (): Promise<void> => {
    const ids = (await seen()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const reply of await replies()) expect(reply.text).not.toBe('');
  };

  test.each([
    ['a socket', true],
    ['polling', false],
  ])('holds a conversation over %s', async (_way, webSocket) => {
    await begin(webSocket);
    const asked = Date.now();
    const id = await post({
      text: 'chồng em đang cầm dao ngoài cửa',
      channelData: { clientActivityID: 'c1' },
    });
    expect(id).toMatch(/./u);
    expect(id).not.toBe('retry');
    // Danger in the very first message: the numbers within 2 s.
    await expect
      .poll(async () => (await replies()).some(({ text }) => text.includes('113')), { timeout: 2_000 })
      .toBe(true);
    expect(Date.now() - asked).toBeLessThan(4_000);
    expect(await statuses()).toContain(online);
    expect(await echo('c1')).toMatchObject({
      type: 'message',
      text: 'chồng em đang cầm dao ngoài cửa',
      from: { id: 'someone', role: 'user' },
    });
    const before = (await replies()).length;
    await post({ text: 'em sợ lắm', channelData: { clientActivityID: 'c2' } });
    await expect.poll(async () => (await echo('c2'))?.from.role).toBe('user');
    await expect.poll(async () => (await replies()).length).toBeGreaterThan(before);
    await expectOrder();
  });

  test('takes a choice by its button, also when it was given no token', async () => {
    await begin(true, false);
    await post({ text: 'xin chào', channelData: { clientActivityID: 'c1' } });
    await expect
      .poll(async () => (await replies()).at(-1)?.suggestedActions?.actions.length ?? 0)
      .toBeGreaterThan(1);
    const asked = (await replies()).at(-1);
    const action = asked?.suggestedActions?.actions.at(-1);
    await post({ text: action?.text, value: action?.value, channelData: { clientActivityID: 'c2' } });
    await expect.poll(async () => (await replies()).at(-1)?.id).not.toBe(asked?.id);
    expect(await echo('c2')).toMatchObject({ text: action?.text });
    await expectOrder();
  });

  test('sends a picture: it is told that one came, and answered', async () => {
    await begin(true);
    const id = await page.evaluate(
      () =>
        new Promise<string>((resolve, reject) => {
          const contentUrl = URL.createObjectURL(new Blob(['picture'], { type: 'image/png' }));
          const attachments = [{ contentType: 'image/png', contentUrl, name: 'me.png' }];
          (globalThis as unknown as Client).line
            .postActivity({ type: 'message', from: { id: 'someone' }, attachments })
            .subscribe(resolve, reject);
        }),
    );
    expect(id).not.toBe('retry');
    await expect.poll(async () => (await replies()).length).toBeGreaterThan(0);
    expect(JSON.stringify(await seen())).not.toContain('me.png');
  });

  test('after the wire was cut nothing is missing and nothing comes twice', async () => {
    await begin(true);
    await post({ text: 'xin chào', channelData: { clientActivityID: 'c1' } });
    await expect.poll(async () => (await replies()).length).toBeGreaterThan(0);
    const held = await token();
    relay.cut();
    const meanwhile = await fetch(
      `${program.url}/v3/directline/conversations/${held.conversationId}/activities`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${held.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'message',
          text: 'lúc mất mạng',
          channelData: { clientActivityID: 'cut' },
        }),
      },
    );
    expect(meanwhile.status).toBe(200);
    await expect.poll(async () => (await echo('cut'))?.text, { timeout: 20_000 }).toBe('lúc mất mạng');
    await post({ text: 'có mạng lại rồi', channelData: { clientActivityID: 'c3' } });
    await expect.poll(async () => (await echo('c3'))?.text).toBe('có mạng lại rồi');
    await expectOrder();
  });

  test('a page of an origin that is not listed can do nothing', async () => {
    const answer = await fetch(`${relay.url}/conversations`, { method: 'POST' });
    const { token, conversationId, streamUrl } = (await answer.json()) as Token & { streamUrl: string };
    await page.goto(stranger.origin);
    const outcomes = await page.evaluate(
      async ({ domain, token, conversationId, streamUrl }) => {
        const attempt = (path: string, method: string): Promise<string> =>
          fetch(domain + path, { method, headers: { authorization: `Bearer ${token}` } }).then(
            ({ status }) => `read ${status}`,
            () => 'refused',
          );
        const socket = new Promise<string>((resolve) => {
          const stream = new WebSocket(streamUrl);
          stream.addEventListener('open', () => resolve('open'));
          stream.addEventListener('error', () => resolve('refused'));
        });
        const simple = await fetch(`${domain}/tokens/generate`, { method: 'POST' }).then(
          ({ status }) => `read ${status}`,
          () => 'refused',
        );
        return [
          simple,
          await attempt('/conversations', 'POST'),
          await attempt(`/conversations/${conversationId}/activities`, 'GET'),
          await socket,
        ];
      },
      { domain: relay.url, token, conversationId, streamUrl },
    );
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused']);
  });
});
