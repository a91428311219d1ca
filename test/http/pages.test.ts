import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpServer, startHttp } from '../../src/http/server.ts';

let folder = '';
let server: HttpServer;
const script = 'console.log("chat")\n'.repeat(100);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hien-pages-'));
  const write = (name: string, content: string | Buffer): void => {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
  };
  write('secret.txt', 'outside of both bundles');
  write('chat/index.html', '<a href="{{exit_url}}">Thoát</a>');
  write('chat/away.html', '<p>{{exit_url}}</p>');
  write('chat/index.html.br', brotliCompressSync('unfilled {{exit_url}}'));
  write('chat/policy.txt', "default-src 'none'; script-src 'sha256-abc'; connect-src 'self'\n");
  write('chat/icon.svg', '<svg/>');
  write('chat/.hidden', 'hidden');
  write('chat/assets/chat-Ab12Cd34.js', script);
  write('chat/assets/chat-Ab12Cd34.js.br', brotliCompressSync(script));
  write('chat/assets/chat-Ab12Cd34.js.gz', gzipSync(script));
  write('console/index.html', '<div id="root"></div>');
  write('console/assets/console-Zy98Xw76.css', 'body{}');
  const fill = (html: string): string => html.replaceAll('{{exit_url}}', 'https://thoitiet.example.vn');
  server = await startHttp({
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'https://help.example.vn',
    trustProxy: false,
    now: () => 0,
    health: () => true,
    routes: [],
    sockets: [],
    refusals: [{ prefix: '/v3/directline', refuse: (status) => ({ status, body: `protocol ${status}` }) }],
    plugins: [async (app) => void app.get('/console/api/me', async () => ({ me: 1 }))],
    pages: [
      { folder: join(folder, 'chat'), prefix: '/', fill, ownPaths: false },
      { folder: join(folder, 'console'), prefix: '/console/', fill: (html) => html, ownPaths: true },
    ],
    onError: (error) => {
      throw error;
    },
  });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

/** Neither decodes nor tidies the path, as `fetch` would. */
const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: server.port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    call.on('error', reject);
    call.end();
  });

const filled = '<a href="https://thoitiet.example.vn">Thoát</a>';

describe('pages', () => {
  test.each([
    ['/', filled],
    ['/index.html', filled],
    ['/away.html', '<p>https://thoitiet.example.vn</p>'],
    ['/?m=1', filled],
    ['/console', '<div id="root"></div>'],
    ['/console/', '<div id="root"></div>'],
    ['/console/queue/night', '<div id="root"></div>'],
    ['/console/join?key=abc.def', '<div id="root"></div>'],
  ])('%s is served filled, and asked for anew each time', async (path, html) => {
    const { status, headers, body } = await get(path);
    expect([status, body.toString()]).toEqual([200, html]);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['set-cookie']).toBeUndefined();
  });

  test.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['gzip;q=1.0, br;q=0', 'gzip', gunzipSync],
    ['gzip, deflate, br', 'br', brotliDecompressSync],
  ])('packed for a browser that takes %s', async (accepted, encoding, unpack) => {
    const { headers, body } = await get('/', { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers['vary']).toContain('Accept-Encoding');
    expect(unpack(body).toString()).toBe(filled);
  });

  test('a policy that stands beside the pages is theirs', async () => {
    const own = "default-src 'none'; script-src 'sha256-abc'; connect-src 'self' wss://help.example.vn";
    for (const path of ['/', '/away.html']) {
      expect((await get(path)).headers['content-security-policy']).toBe(own);
    }
    for (const path of ['/console/', '/healthz']) {
      expect((await get(path)).headers['content-security-policy']).toContain("script-src 'self'");
    }
  });

  test('an unchanged page is not sent again', async () => {
    const { headers } = await get('/', { 'accept-encoding': 'br' });
    const etag = String(headers['etag']);
    const again = await get('/', { 'accept-encoding': 'br', 'if-none-match': etag });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect((await get('/', { 'if-none-match': etag })).status).toBe(200);
  });
});

describe('files', () => {
  test.each([
    ['/assets/chat-Ab12Cd34.js', 'public, max-age=31536000, immutable'],
    ['/console/assets/console-Zy98Xw76.css', 'public, max-age=31536000, immutable'],
    ['/icon.svg', 'no-cache'],
  ])('%s: %s', async (path, cache) => {
    const { status, headers } = await get(path);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe(cache);
    expect(headers['etag']).toBeDefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('the packed sibling is taken: %s', async (encoding, unpack) => {
    const { headers, body } = await get('/assets/chat-Ab12Cd34.js', { 'accept-encoding': encoding });
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers['content-type']).toMatch(/javascript/u);
    expect(headers['cache-control']).toContain('immutable');
    expect(unpack(body).toString()).toBe(script);
  });

  test.each([
    '/nowhere',
    '/assets/',
    '/assets',
    '/index.html.br',
    '/assets/chat-Ab12Cd34.js.gz',
    '/.hidden',
    '/policy.txt',
    '/console/nowhere.js',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/console/..%2fchat/icon.svg',
    '/..%5csecret.txt',
    '/%00',
    '//secret.txt',
    '/console/%2e%2e/%2e%2e/secret.txt',
  ])('%s is not there', async (path) => {
    const { status, body } = await get(path);
    expect([400, 403, 404]).toContain(status);
    expect(body.toString()).toMatch(/^40[034]\n$/u);
  });

  test('an unknown path below a protocol is refused in its form, not with a page', async () => {
    expect((await get('/v3/directline/nowhere')).body.toString()).toBe('protocol 404');
  });

  test.each(['/', '/anything', '/console/queue'])('%s is no socket', async (path) => {
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'MDEyMzQ1Njc4OTAxMjM0NQ==',
    };
    expect((await get(path, upgrade)).status).toBe(400);
  });

  test('a part’s own routes stand before the page’s views', async () => {
    expect((await get('/console/api/me')).body.toString()).toBe('{"me":1}');
  });
});

test('a folder without a page stops the start', async () => {
  const options = {
    folder: join(folder, 'chat/assets'),
    prefix: '/' as const,
    fill: (html: string) => html,
    ownPaths: false,
  };
  await expect(
    startHttp({
      host: '127.0.0.1',
      port: 0,
      publicUrl: null,
      trustProxy: false,
      now: () => 0,
      health: () => true,
      routes: [],
      sockets: [],
      refusals: [],
      plugins: [],
      pages: [options],
      onError: () => undefined,
    }),
  ).rejects.toThrow('There is no index.html');
});
