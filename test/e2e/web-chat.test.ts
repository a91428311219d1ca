import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { startServer } from '../../src/main.ts';
import { describeInChromium, launchChromium } from '../support/chromium.ts';

/*
 * The core of Microsoft's Web Chat (`botframework-webchat-core`) over its Direct Line client, in a real browser, in
 * conversation with the whole program. It counts a message as sent only when both the answer to the post and the echo
 * with the same `clientActivityID` and an id are there (channels.md §5).
 */

interface Chat {
  send(text: string): void;
  status(): string;
  activities(): readonly {
    readonly text?: string;
    readonly from: { readonly role: string };
    readonly channelData?: Readonly<Record<string, unknown>>;
  }[];
}

const require = createRequire(import.meta.url);
/** The module build of the core, beside the one that Node would take. */
const core = require
  .resolve('botframework-webchat-core')
  .replace(/lib.index\.js$/u, 'dist/botframework-webchat-core.mjs');
const directLine = readFileSync(require.resolve('botframework-directlinejs/dist/directline.js'));

const source = `
  import { connect, createStore, sendMessage } from 'botframework-webchat-core';
  globalThis.openChat = (directLine) => {
    const store = createStore({});
    store.dispatch(connect({ directLine, userID: 'someone' }));
    return {
      send: (text) => store.dispatch(sendMessage(text)),
      activities: () => store.getState().activities,
      status: () => store.getState().connectivityStatus,
    };
  };
`;

/** The published core as one script. Its package \`p-defer-es5\` is built by an install script: written out here. */
async function bundle(folder: string): Promise<string> {
  const { build } = await import('vite');
  const entry = join(folder, 'entry.js');
  writeFileSync(entry, source);
  const made = await build({
    configFile: false,
    root: process.cwd(),
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'web-chat',
        enforce: 'pre',
        resolveId: (id) => {
          if (id === 'p-defer-es5') return '\0p-defer';
          return id === 'botframework-webchat-core' ? core : null;
        },
        load: (id) =>
          id === '\0p-defer'
            ? 'export default () => { const d = {}; d.promise = new Promise((a, b) => { d.resolve = a; d.reject = b; }); return d; };'
            : null,
      },
    ],
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'WebChatCore' } },
  });
  const outputs = [made].flat().flatMap((one) => ('output' in one ? one.output : []));
  return outputs.map((one) => ('code' in one ? one.code : '')).join('\n');
}

describeInChromium('Microsoft’s Web Chat core', () => {
  let browser: Browser;
  let page: Page;
  let site: Server;
  let program: Awaited<ReturnType<typeof startServer>>;
  let folder: string;
  const faults: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hien-e2e-'));
    const script = await bundle(folder);
    site = createServer((request, response) => {
      const scripts: Readonly<Record<string, string | Buffer>> = { '/dl.js': directLine, '/core.js': script };
      const asked = scripts[request.url ?? ''];
      if (asked !== undefined) response.setHeader('content-type', 'text/javascript').end(asked);
      else
        response
          .setHeader('content-type', 'text/html')
          .end('<!doctype html><script src="/dl.js"></script><script src="/core.js"></script>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${String((site.address() as AddressInfo).port)}`;
    const config = readConfig({ PORT: '0', HIEN_DATA: folder, ALLOWED_ORIGINS: origin });
    program = await startServer(config, (fault, cause) => faults.push(`${fault} ${String(cause)}`));
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(origin);
  });

  afterAll(async () => {
    await browser.close();
    site.close();
    await program.close();
    rmSync(folder, { recursive: true, force: true });
    expect(faults).toEqual([]);
  });

  test('holds a conversation: every message counts as sent, every answer arrives once', async () => {
    await page.evaluate(async (domain) => {
      const world = globalThis as unknown as {
        DirectLine: { DirectLine: new (options: object) => object };
        openChat(line: object): Chat;
        chat: Chat;
      };
      const answer = await fetch(`${domain}/tokens/generate`, { method: 'POST' });
      const { token } = (await answer.json()) as { token: string };
      world.chat = world.openChat(new world.DirectLine.DirectLine({ domain, token, webSocket: true }));
    }, `${program.url}/v3/directline`);
    const send = (text: string): Promise<void> =>
      page.evaluate((words) => (globalThis as unknown as { chat: Chat }).chat.send(words), text);
    const all = (): Promise<ReturnType<Chat['activities']>> =>
      page.evaluate(() => (globalThis as unknown as { chat: Chat }).chat.activities());
    const states = async (): Promise<readonly unknown[]> =>
      (await all())
        .filter(({ from }) => from.role === 'user')
        .map(({ channelData }) => channelData?.['webchat:send-status'] ?? channelData?.['state']);

    const status = (): Promise<string> =>
      page.evaluate(() => (globalThis as unknown as { chat: Chat }).chat.status());
    await expect.poll(status).toBe('connected');
    await send('chồng em đang cầm dao ngoài cửa');
    await expect.poll(states).toEqual(['sent']);
    await expect
      .poll(async () => (await all()).some(({ text }) => text?.includes('113') === true))
      .toBe(true);
    await send('em sợ lắm');
    await expect.poll(states).toEqual(['sent', 'sent']);
    const texts = (await all()).filter(({ from }) => from.role === 'bot').map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.every((text) => text !== undefined && text !== '')).toBe(true);
  });
});
