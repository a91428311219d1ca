import { request as rawRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { HttpRequest, HttpRoute, Socket, SocketRoute } from '../../src/app/http-ports.ts';
import { httpLimits } from '../../src/http/limits.ts';
import { type HttpOptions, type HttpServer, startHttp } from '../../src/http/server.ts';

const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(options: Partial<HttpOptions> = {}): Promise<HttpServer> {
  const server = await startHttp({
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
    pages: [],
    onError: () => undefined,
    ...options,
  });
  servers.push(server);
  return server;
}

/** A route that answers with what it saw. */
function mirror(path: string, changes: Partial<HttpRoute> = {}): { route: HttpRoute; seen: HttpRequest[] } {
  const seen: HttpRequest[] = [];
  const handle: HttpRoute['handle'] = async (request) => {
    seen.push(request);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' };
  };
  return { route: { method: 'POST', path, bodyLimit: 1000, handle, ...changes }, seen };
}

test.each([
  [true, 200, 'ok'],
  [false, 503, 'unavailable'],
])('health: turns are taken: %s → %i', async (taken, status, word) => {
  const { url } = await serve({ health: () => taken });
  const answer = await fetch(`${url}/healthz`);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ status: word });
});

test('a route receives the bytes exactly as they came, whatever their type', async () => {
  const { route, seen } = mirror('/in/:id');
  const { url } = await serve({ routes: [route] });
  const bytes = Uint8Array.from([0x7b, 0xff, 0x00, 0x0d, 0x0a]);
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'x-odd/type']) {
    const answer = await fetch(`${url}/in/a%20b?w=1&w=2`, {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': type },
    });
    expect(answer.status).toBe(200);
    expect([...(seen.at(-1)?.body ?? [])]).toEqual([...bytes]);
  }
  expect(seen).toHaveLength(4);
  expect(seen[0]).toMatchObject({
    method: 'POST',
    path: '/in/a%20b',
    params: { id: 'a b' },
    query: { w: '2' },
  });
});

test('nothing that describes the caller reaches a route', async () => {
  const { route, seen } = mirror('/in');
  const { url } = await serve({ routes: [route], trustProxy: true });
  await fetch(`${url}/in`, {
    method: 'POST',
    headers: {
      'user-agent': 'Nokia of hers',
      cookie: 'a=1',
      forwarded: 'for=192.0.2.7',
      'x-forwarded-for': '192.0.2.7',
      'x-real-ip': '192.0.2.7',
      'sec-ch-ua-model': 'her phone',
      referer: 'http://somewhere/',
      authorization: 'Bearer t',
    },
  });
  const said = JSON.stringify(seen);
  expect(seen[0]?.headers['authorization']).toBe('Bearer t');
  for (const trace of ['Nokia', 'a=1', '192.0.2.7', '127.0.0.1:', 'her phone', 'somewhere']) {
    expect(said.replace(/"host":"[^"]*"/u, '')).not.toContain(trace);
  }
});

test('callers: a proxy is believed only when it is trusted', async () => {
  const ask = async (trustProxy: boolean): Promise<number> => {
    const { route, seen } = mirror('/in');
    const { url } = await serve({ routes: [route], trustProxy });
    for (const address of ['192.0.2.7', '192.0.2.8', '192.0.2.7']) {
      await fetch(`${url}/in`, { method: 'POST', headers: { 'x-forwarded-for': address } });
    }
    return new Set(seen.map((request) => request.caller)).size;
  };
  expect(await ask(false)).toBe(1);
  expect(await ask(true)).toBe(2);
});

test('a body over its route’s limit is answered by the route’s own words, also when its length is hidden', async () => {
  const { route, seen } = mirror('/in', { tooLarge: () => ({ status: 413, body: 'over' }) });
  const { url } = await serve({ routes: [route] });
  const stated = await fetch(`${url}/in`, { method: 'POST', body: 'x'.repeat(1001) });
  expect([stated.status, await stated.text()]).toEqual([413, 'over']);
  const hidden = await fetch(`${url}/in`, {
    method: 'POST',
    body: new Blob(['x'.repeat(1001)]).stream(),
    duplex: 'half',
  });
  expect([hidden.status, await hidden.text()]).toEqual([413, 'over']);
  expect(seen).toHaveLength(0);
  const fits = await fetch(`${url}/in`, { method: 'POST', body: 'x'.repeat(1000) });
  expect(fits.status).toBe(200);
});

test.each([
  ['GET', '/api/nowhere', 404, 'api 404'],
  ['POST', '/api', 404, 'api 404'],
  ['GET', '/apiary', 404, '404\n'],
  ['GET', '/api/in', 405, 'api 405'],
  ['DELETE', '/healthz', 405, '405\n'],
  ['POST', '/api/in', 413, 'api 413'],
  ['POST', '/api/broken', 500, 'api 500'],
  ['GET', '/api/%E0%A4%A', 400, 'api 400'],
])('%s %s is refused with %i in its protocol’s form', async (method, path, status, body) => {
  const { route } = mirror('/api/in');
  const broken = mirror('/api/broken', { handle: () => Promise.reject(new Error('a name in an error')) });
  const { url } = await serve({
    routes: [route, broken.route],
    refusals: [{ prefix: '/api', refuse: (status) => ({ status, body: `api ${status}` }) }],
  });
  const answer = await fetch(`${url}${path}`, {
    method,
    ...(path === '/api/in' && method === 'POST' ? { body: 'x'.repeat(2000) } : {}),
  });
  expect(answer.status).toBe(status);
  expect(await answer.text()).toBe(body);
});

test('a refused method is told which ones are taken', async () => {
  const get = mirror('/in', { method: 'GET' });
  const post = mirror('/in');
  const { url } = await serve({ routes: [get.route, post.route] });
  const answer = await fetch(`${url}/in`, { method: 'DELETE' });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD']);
});

test('a fault is reported by route, without what was sent', async () => {
  const errors: string[] = [];
  const broken = mirror('/in/:id', { handle: () => Promise.reject(new Error('broken')) });
  const { url } = await serve({
    routes: [broken.route],
    onError: (error, route) => errors.push(`${route}: ${String(error)}`),
  });
  const answer = await fetch(`${url}/in/secret?t=ticket`, { method: 'POST', body: 'words' });
  expect(answer.status).toBe(500);
  expect(await answer.text()).toBe('500\n');
  expect(errors).toEqual(['/in/:id: Error: broken']);
});

test('every answer carries the strict headers and says nothing of the program', async () => {
  const { route } = mirror('/in');
  const { url } = await serve({ routes: [route] });
  const answers = [
    await fetch(`${url}/healthz`),
    await fetch(`${url}/nowhere`),
    await fetch(`${url}/in`, { method: 'POST' }),
  ];
  for (const { headers } of answers) {
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split(';')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy).not.toMatch(/unsafe|https?:|\*/u);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    for (const name of ['server', 'x-powered-by', 'set-cookie', 'strict-transport-security']) {
      expect(headers.get(name)).toBeNull();
    }
  }
});

test('https in the public address: strict transport, and the socket’s address by name', async () => {
  const { url } = await serve({ publicUrl: 'https://help.example.vn' });
  const { headers } = await fetch(`${url}/healthz`);
  expect(headers.get('strict-transport-security')).toMatch(/^max-age=31536000/u);
  expect(headers.get('content-security-policy')).toContain("connect-src 'self' wss://help.example.vn");
});

test('a plugin keeps its own way with bodies, and its errors still take a form', async () => {
  const { url } = await serve({
    plugins: [
      async (app) => {
        app.post('/staff/echo', async (request) => ({ got: request.body }));
        app.post('/staff/broken', () => Promise.reject(new Error('broken')));
      },
    ],
  });
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const echoed = await fetch(`${url}/staff/echo`, { ...json, body: '{"a":1}' });
  expect(await echoed.json()).toEqual({ got: { a: 1 } });
  expect((await fetch(`${url}/staff/echo`, { ...json, body: '{' })).status).toBe(400);
  expect(await (await fetch(`${url}/staff/broken`, { ...json, body: '{}' })).text()).toBe('500\n');
});

test('broken HTTP is refused and the server goes on', async () => {
  const { url, port } = await serve();
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GARBAGE\r\n\r\n'));
    socket.on('data', (bytes) => resolve(bytes.toString()));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 /u);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

/** A socket route that greets, returns what it hears, and can be looked at. */
function greeter(admit?: SocketRoute['admit']): { route: SocketRoute; sockets: Socket[]; closed: number[] } {
  const sockets: Socket[] = [];
  const closed: number[] = [];
  const open = (socket: Socket): void => {
    sockets.push(socket);
    socket.onMessage((text) => socket.send(`heard ${text}`));
    socket.onClose(() => closed.push(sockets.indexOf(socket)));
    socket.send('hello');
  };
  return { route: { path: '/live/:id', admit: admit ?? (async () => ({ open })) }, sockets, closed };
}

const closing = (socket: WebSocket): Promise<string> =>
  new Promise((resolve) => socket.on('close', (code, reason) => resolve(`${code} ${reason.toString()}`)));

test('a socket: admitted, talks both ways, hears the end', async () => {
  const { route, sockets, closed } = greeter();
  const { url } = await serve({ sockets: [route] });
  const peer = new WebSocket(`${url.replace('http', 'ws')}/live/1`);
  const heard: string[] = [];
  await new Promise<void>((resolve) => {
    peer.on('message', (frame: Buffer) => {
      heard.push(frame.toString());
      if (heard.length === 1) peer.send('xin chào');
      else resolve();
    });
  });
  expect(heard).toEqual(['hello', 'heard xin chào']);
  expect(sockets[0]?.bufferedBytes).toBe(0);
  const end = closing(peer);
  sockets[0]?.close(4000, 'collision');
  expect(await end).toBe('4000 collision');
  await expect.poll(() => closed).toEqual([0]);
  sockets[0]?.send('nobody is there');
});

test('a socket is refused before the upgrade by an ordinary answer', async () => {
  const { route } = greeter(async () => ({ status: 403, body: 'no' }));
  const { url } = await serve({ sockets: [route] });
  const peer = new WebSocket(`${url.replace('http', 'ws')}/live/1`);
  const status = await new Promise((resolve) => {
    peer.on('unexpected-response', (_request, response) => resolve(response.statusCode));
  });
  expect(status).toBe(403);
  expect((await fetch(`${url}/live/1`)).status).toBe(426);
  expect((await fetch(`${url}/live/1`, { method: 'POST' })).status).toBe(405);
});

test('nothing but a socket can be upgraded', async () => {
  const { route, seen } = mirror('/in', { method: 'GET' });
  const { url } = await serve({ routes: [route] });
  for (const [path, expected] of [
    ['/in', 400],
    ['/nowhere', 404],
  ] as const) {
    const peer = new WebSocket(url.replace('http', 'ws') + path);
    const status = await new Promise((resolve) => {
      peer.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      peer.on('open', () => resolve('open'));
    });
    expect(status).toBe(expected);
  }
  expect(seen).toHaveLength(0);
});

test('a frame over the limit ends its socket only', async () => {
  const { route } = greeter();
  const { url } = await serve({ sockets: [route] });
  const peer = new WebSocket(`${url.replace('http', 'ws')}/live/1`);
  peer.on('error', () => undefined);
  peer.on('open', () => peer.send('x'.repeat(httpLimits.socketFrame + 1)));
  expect(await closing(peer)).toMatch(/^1009 /u);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('a peer that no longer answers is dropped, one that does is kept', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const { route, closed } = greeter();
    const { url } = await serve({ sockets: [route] });
    const alive = new WebSocket(`${url.replace('http', 'ws')}/live/1`);
    await new Promise((resolve) => alive.once('message', resolve));
    const dead = new WebSocket(`${url.replace('http', 'ws')}/live/2`, { autoPong: false });
    await new Promise((resolve) => dead.once('message', resolve));
    let pings = 0;
    alive.on('ping', () => (pings += 1));
    vi.advanceTimersByTime(httpLimits.socketPingMs);
    await expect.poll(() => pings).toBe(1);
    // The answer has to arrive before the next look.
    await new Promise<void>((resolve) => {
      alive.once('message', () => resolve());
      alive.send('still here');
    });
    vi.advanceTimersByTime(httpLimits.socketPingMs);
    await expect.poll(() => closed).toEqual([1]);
    expect(alive.readyState).toBe(WebSocket.OPEN);
  } finally {
    vi.useRealTimers();
  }
});

test('closing the server ends its sockets and gives the port back', async () => {
  const { route, closed } = greeter();
  const server = await serve({ sockets: [route] });
  const peer = new WebSocket(`${server.url.replace('http', 'ws')}/live/1`);
  await new Promise((resolve) => peer.on('message', resolve));
  const end = closing(peer);
  await server.close();
  expect(await end).toBe('1001 closing');
  expect(closed).toEqual([0]);
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed');
});

test('a port that is taken rejects the start', async () => {
  const { port } = await serve();
  await expect(serve({ port })).rejects.toThrow(/EADDRINUSE/u);
});

test('HEAD is answered where GET is', async () => {
  const { port } = await serve();
  const status = await new Promise((resolve) => {
    rawRequest({ port, host: '127.0.0.1', method: 'HEAD', path: '/healthz' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  expect(status).toBe(200);
});
