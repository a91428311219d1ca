import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { PageData } from '../../../src/wire/chat.ts';
import { fillPage } from '../../../src/wire/page-slots.ts';

/** A posted activity as the page sends it. */
export interface Posted {
  readonly type: string;
  readonly text?: string;
  readonly value?: Readonly<Record<string, unknown>>;
  readonly channelData?: { readonly clientActivityID?: string; readonly press?: object };
}

interface Talk {
  readonly token: string;
  readonly activities: object[];
  readonly sockets: Set<WebSocket>;
  revoked: boolean;
}

/** A small Direct Line 3.0 server with the built page in front: enough to hold a page to its promises. */
export interface Double {
  readonly url: string;
  readonly posted: readonly Posted[];
  readonly paths: readonly string[];
  readonly talks: ReadonlyMap<string, Talk>;
  /** What the double answers to a post. */
  answer: (posted: Posted) => Partial<PageData> | null;
  /** Refuses this many of the next posts with 503. */
  failPosts: number;
  /** Sockets are refused: the page must poll. */
  socketsRefused: boolean;
  say(data: Partial<PageData>): void;
  typing(): void;
  /** Cuts the line: nothing listens any more. */
  stop(): Promise<void>;
  /** Listens again on the same port. */
  start(): Promise<void>;
}

const dist = join(import.meta.dirname, '..', '..', '..', 'dist', 'web', 'chat');

export async function startDouble(): Promise<Double> {
  const talks = new Map<string, Talk>();
  const posted: Posted[] = [];
  const paths: string[] = [];
  let count = 0;
  let port = 0;
  let server: Server | null = null;

  const push = (talk: Talk, activity: object): void => {
    talk.activities.push(activity);
    const frame = JSON.stringify({ activities: [activity], watermark: String(talk.activities.length) });
    for (const socket of talk.sockets) socket.send(frame);
  };
  const say = (talk: Talk, data: Partial<PageData>): void => {
    const porch: PageData = { from: 'bot', bubbles: [], choices: [], card: null, quiet: false, ...data };
    push(talk, {
      type: 'message',
      id: `s${(count += 1)}`,
      from: { id: 'hien', role: 'bot' },
      text: porch.bubbles.join('\n'),
      channelData: { porch },
    });
  };

  const double: Double = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    posted,
    paths,
    talks,
    answer: () => null,
    failPosts: 0,
    socketsRefused: false,
    say: (data) => {
      for (const talk of talks.values()) say(talk, data);
    },
    typing: () => {
      for (const talk of talks.values()) {
        for (const socket of talk.sockets) {
          socket.send(JSON.stringify({ activities: [{ type: 'typing', from: { role: 'bot' } }] }));
        }
      }
    },
    async stop() {
      const old = server;
      server = null;
      for (const talk of talks.values()) for (const socket of talk.sockets) socket.terminate();
      old?.closeAllConnections();
      await new Promise<void>((done) => (old === null ? done() : old.close(() => done())));
    },
    async start() {
      const next = createServer((request, response) => void handle(request, response));
      const streams = new WebSocketServer({ noServer: true });
      next.on('upgrade', (request, socket, head) => {
        const url = new URL(request.url ?? '', double.url);
        const talk = talks.get(url.searchParams.get('c') ?? '');
        if (double.socketsRefused || talk === undefined || talk.revoked) {
          socket.destroy();
          return;
        }
        streams.handleUpgrade(request, socket, head, (stream) => {
          const from = Number(url.searchParams.get('w') ?? '0');
          talk.sockets.add(stream);
          stream.on('close', () => talk.sockets.delete(stream));
          const activities = talk.activities.slice(from);
          if (activities.length > 0)
            stream.send(JSON.stringify({ activities, watermark: String(talk.activities.length) }));
        });
      });
      await new Promise<void>((done) => next.listen(port, '127.0.0.1', done));
      port = (next.address() as AddressInfo).port;
      server = next;
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', double.url);
    paths.push(`${request.method} ${url.pathname}`);
    if (url.pathname === '/' || url.pathname === '/x')
      return page(response, url.pathname === '/' ? 'index.html' : 'x.html');
    if (!url.pathname.startsWith('/v3/directline/')) return json(response, 404, {});
    const parts = url.pathname.split('/').slice(3);
    if (request.method === 'POST' && parts.join('/') === 'conversations') return begin(response);
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const found = [...talks].find(([, talk]) => talk.token === token && !talk.revoked);
    if (found === undefined)
      return json(response, 403, { error: { code: 'TokenExpired', message: 'expired' } });
    const [id, talk] = found;
    const watermark = url.searchParams.get('watermark') ?? '';
    if (parts.join('/') === 'tokens/refresh') return grant(response, 200, id, talk, watermark);
    if (request.method === 'GET' && parts.length === 2) return grant(response, 200, id, talk, watermark);
    if (request.method === 'GET') {
      return json(response, 200, {
        activities: talk.activities.slice(Number(watermark)),
        watermark: String(talk.activities.length),
      });
    }
    await post(request, response, talk);
  }

  function begin(response: ServerResponse): void {
    const id = `c${(count += 1)}`;
    const talk: Talk = { token: `t.${id}`, activities: [], sockets: new Set(), revoked: false };
    talks.set(id, talk);
    grant(response, 201, id, talk, '0');
  }

  function grant(response: ServerResponse, status: number, id: string, talk: Talk, watermark: string): void {
    const streamUrl = `ws://elsewhere.example/v3/directline/stream?c=${id}&w=${watermark === '' ? talk.activities.length : watermark}`;
    json(response, status, { conversationId: id, token: talk.token, expires_in: 43_200, streamUrl });
  }

  async function post(request: IncomingMessage, response: ServerResponse, talk: Talk): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Posted;
    if (double.failPosts > 0) {
      double.failPosts -= 1;
      return json(response, 503, { error: { code: 'ServiceError', message: 'later' } });
    }
    posted.push(body);
    if (body.type === 'endOfConversation') {
      talk.revoked = true;
      for (const socket of talk.sockets) socket.close();
      return json(response, 200, { id: 'end' });
    }
    const id = `m${(count += 1)}`;
    // As the product's server echoes: without `value`, and a fixed button without words.
    const text = body.value?.['k'] === 'b' ? '' : body.text;
    push(talk, {
      type: 'message',
      id,
      from: { id: 'me', role: 'user' },
      text,
      channelData: body.channelData,
    });
    json(response, 200, { id });
    const reply = double.answer(body);
    if (reply !== null) say(talk, reply);
  }

  async function page(response: ServerResponse, file: string): Promise<void> {
    const policy = await readFile(join(dist, 'policy.txt'), 'utf8');
    const html = fillPage(await readFile(join(dist, file), 'utf8'), {});
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
    });
    response.end(html);
  }

  await double.start();
  return double;
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
