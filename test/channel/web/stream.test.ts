import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Socket } from '../../../src/app/http-ports.ts';
import { webLimits } from '../../../src/channel/web/limits.ts';
import { openLine } from '../../../src/channel/web/line.ts';
import type { Activity } from '../../../src/channel/web/render.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { scriptedDoor } from '../../support/scripted-door.ts';
import { type WebServer, webServer } from '../../support/web-server.ts';

const servers: WebServer[] = [];
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(options: Parameters<typeof webServer>[0] = {}): Promise<WebServer> {
  const server = await webServer(options);
  servers.push(server);
  return server;
}

interface Started {
  readonly conversationId: string;
  readonly token: string;
  readonly streamUrl: string;
}

async function start(server: WebServer): Promise<Started> {
  const answer = await fetch(`${server.directLine}/conversations`, { method: 'POST' });
  return (await answer.json()) as Started;
}

async function reconnect(
  server: WebServer,
  { conversationId, token }: Started,
  watermark: string,
): Promise<string> {
  const answer = await fetch(`${server.directLine}/conversations/${conversationId}?watermark=${watermark}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await answer.json()) as Started).streamUrl;
}

interface Peer {
  readonly socket: WebSocket;
  readonly frames: string[];
  readonly closed: Promise<string>;
  texts(): string[];
  watermark(): string | undefined;
}

/** Opens a stream; rejects with the status when it is refused. */
async function listen(url: string, headers: Record<string, string> = {}): Promise<Peer> {
  const socket = new WebSocket(url, { headers });
  sockets.push(socket);
  const frames: string[] = [];
  socket.on('message', (frame: Buffer) => frames.push(frame.toString()));
  const closed = new Promise<string>((resolve) => {
    socket.on('close', (code, reason) => resolve(`${code} ${reason.toString()}`));
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('unexpected-response', (_request, response) => {
      socket.terminate();
      reject(new Error(String(response.statusCode)));
    });
    socket.on('error', () => undefined);
  });
  const sets = (): { activities: Activity[]; watermark?: string }[] =>
    frames.filter((frame) => frame !== '').map((frame) => JSON.parse(frame) as { activities: Activity[] });
  return {
    socket,
    frames,
    closed,
    texts: () => sets().flatMap(({ activities }) => activities.map(({ text }) => text)),
    watermark: () => sets().at(-1)?.watermark,
  };
}

const post = (server: WebServer, { conversationId, token }: Started, body: object): Promise<Response> =>
  fetch(`${server.directLine}/conversations/${conversationId}/activities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a stream', () => {
  test('replays what was said before it opened, then follows, everybody’s messages in order', async () => {
    const server = await serve();
    const talk = await start(server);
    server.door.say(talk.conversationId, { text: 'Chào bạn' });
    await post(server, talk, { type: 'message', text: 'em sợ', channelData: { clientActivityID: 'c1' } });
    const peer = await listen(talk.streamUrl);
    await expect.poll(() => peer.texts()).toEqual(['Chào bạn', 'em sợ', 'Bạn viết: em sợ']);
    server.door.say(talk.conversationId, { from: 'counsellor', text: 'Chào em' });
    await expect.poll(() => peer.texts().at(-1)).toBe('Chào em');
    expect(peer.watermark()).toBe('4');
    expect(peer.frames.join('')).toContain('"clientActivityID":"c1"');
    expect(server.door.seenBy).toContain(talk.conversationId);
  });

  test('from a watermark only what came later', async () => {
    const server = await serve();
    const talk = await start(server);
    for (const text of ['một', 'hai', 'ba']) server.door.say(talk.conversationId, { text });
    const peer = await listen(await reconnect(server, talk, '2'));
    await expect.poll(() => peer.texts()).toEqual(['ba']);
    const whole = await listen(await reconnect(server, talk, ''));
    await expect.poll(() => whole.texts()).toEqual(['một', 'hai', 'ba']);
  });

  test('a long past comes in frames of limited size, each with its watermark, also from a door that gives pages', async () => {
    const server = await serve();
    server.door.page = 40;
    const talk = await start(server);
    for (let n = 1; n <= 100; n += 1) server.door.say(talk.conversationId, { text: String(n) });
    const peer = await listen(talk.streamUrl);
    await expect.poll(() => peer.texts()).toEqual(Array.from({ length: 100 }, (_, n) => String(n + 1)));
    const sizes = peer.frames.map(
      (frame) => (JSON.parse(frame) as { activities: unknown[] }).activities.length,
    );
    expect(sizes).toEqual([25, 15, 25, 15, 20]);
    expect((JSON.parse(peer.frames[0] ?? '') as { watermark: string }).watermark).toBe('25');
  });

  test('a page of which nothing may be shown does not hide the next one', async () => {
    const server = await serve();
    server.door.page = 2;
    const talk = await start(server);
    for (const text of ['một', 'hai', 'ba'])
      server.door.say(talk.conversationId, { text, hidden: text !== 'ba' });
    const peer = await listen(talk.streamUrl);
    await expect.poll(() => peer.texts()).toEqual(['ba']);
    expect(peer.frames).toHaveLength(1);
  });

  test('news that come faster than they can be read bring nothing twice', async () => {
    const server = await serve();
    const talk = await start(server);
    const peer = await listen(talk.streamUrl);
    for (const text of ['một', 'hai', 'ba']) server.door.say(talk.conversationId, { text });
    await expect.poll(() => peer.texts()).toContain('ba');
    server.door.say(talk.conversationId, { text: 'bốn' });
    await expect.poll(() => peer.texts()).toEqual(['một', 'hai', 'ba', 'bốn']);
  });

  test('nothing new is no frame', async () => {
    const server = await serve();
    const talk = await start(server);
    const peer = await listen(talk.streamUrl);
    server.door.say(talk.conversationId, { text: 'một' });
    await expect.poll(() => peer.texts()).toEqual(['một']);
    expect(peer.frames).toHaveLength(1);
  });

  test('empty frames keep it open both ways, and tell that she is there', async () => {
    const server = await serve();
    const talk = await start(server);
    const peer = await listen(talk.streamUrl);
    await expect.poll(() => server.door.seenBy).toHaveLength(1);
    peer.socket.send('');
    peer.socket.send('{"anything":1}');
    server.clock.move(2 * webLimits.keepAliveMs);
    await expect.poll(() => peer.frames).toEqual(['', '']);
    expect(server.door.seenBy).toHaveLength(3);
    expect(peer.socket.readyState).toBe(WebSocket.OPEN);
  });

  test('of two the newer one wins', async () => {
    const server = await serve();
    const talk = await start(server);
    const older = await listen(talk.streamUrl);
    const newer = await listen(await reconnect(server, talk, ''));
    expect(await older.closed).toBe('4000 collision');
    server.door.say(talk.conversationId, { text: 'một' });
    await expect.poll(() => newer.texts()).toEqual(['một']);
    expect(older.texts()).toEqual([]);
  });

  test('ends when the token is revoked, without a byte', async () => {
    const server = await serve();
    const talk = await start(server);
    const peer = await listen(talk.streamUrl);
    server.door.revoke(talk.conversationId);
    expect(await peer.closed).toBe('1000 ended');
    expect(peer.frames).toEqual([]);
  });

  test('leaving by a post ends it too', async () => {
    const server = await serve();
    const talk = await start(server);
    const peer = await listen(talk.streamUrl);
    await post(server, talk, { type: 'endOfConversation' });
    expect(await peer.closed).toBe('1000 ended');
  });

  test('a notice that could not be stored is shown at once and moves no watermark', async () => {
    const server = await serve();
    const talk = await start(server);
    const peer = await listen(talk.streamUrl);
    server.door.fill('113 · 115 · 111');
    expect((await post(server, talk, { type: 'message', text: 'cứu' })).status).toBe(503);
    await expect.poll(() => peer.texts()).toEqual(['113 · 115 · 111']);
    expect(peer.watermark()).toBeUndefined();
  });

  test('a fault behind the door closes it, so that the client comes again', async () => {
    const server = await serve();
    const talk = await start(server);
    const peer = await listen(talk.streamUrl);
    server.door.erase(talk.conversationId);
    server.door.knock(talk.conversationId);
    expect(await peer.closed).toBe('1011 fault');
    expect(server.errors).toEqual([
      `/v3/directline/conversations/:id/stream: Error: ${talk.conversationId} was never started`,
    ]);
  });

  test('the server’s end is told', async () => {
    const server = await webServer();
    const talk = await start(server);
    const peer = await listen(talk.streamUrl);
    await server.close();
    expect(await peer.closed).toBe('1001 closing');
  });
});

describe('a stream’s address', () => {
  test('opens once', async () => {
    const server = await serve();
    const talk = await start(server);
    await listen(talk.streamUrl);
    await expect(listen(talk.streamUrl)).rejects.toThrow('401');
  });

  test('opens within 60 s', async () => {
    const server = await serve();
    const talk = await start(server);
    server.clock.move(60_001);
    await expect(listen(talk.streamUrl)).rejects.toThrow('401');
  });

  test('opens its own conversation only', async () => {
    const server = await serve();
    const [talk, other] = [await start(server), await start(server)];
    const elsewhere = talk.streamUrl.replace(talk.conversationId, other.conversationId);
    await expect(listen(elsewhere)).rejects.toThrow('401');
  });

  test.each(['', '?t=', '?t=made-up', '?watermark=0'])('does not open with "%s"', async (query) => {
    const server = await serve();
    const talk = await start(server);
    await expect(listen((talk.streamUrl.split('?')[0] ?? '') + query)).rejects.toThrow('401');
  });

  test('is worth nothing after the token was revoked or has expired', async () => {
    const server = await serve();
    const [left, stale] = [await start(server), await start(server)];
    server.door.revoke(left.conversationId);
    server.door.expire(stale.token);
    await expect(listen(left.streamUrl)).rejects.toThrow('401');
    await expect(listen(stale.streamUrl)).rejects.toThrow('403');
  });

  test('opens for listed origins, our own and programs, for no other page', async () => {
    const server = await serve({ allowedOrigins: ['https://partner.example.vn'] });
    const talk = await start(server);
    await expect(listen(talk.streamUrl, { origin: 'https://elsewhere.example' })).rejects.toThrow('403');
    await listen(talk.streamUrl, { origin: 'https://partner.example.vn' });
    await listen(await reconnect(server, talk, ''), { origin: server.url });
  });
});

describe('a slow peer', () => {
  /** A peer that takes nothing: whatever is sent stays in its buffer. */
  function clogged(): { socket: Socket; sent: string[]; closed: string[]; free(): void } {
    const state = { sent: [] as string[], closed: [] as string[], buffered: 0 };
    const socket: Socket = {
      send: (text) => {
        state.sent.push(text);
        state.buffered += text.length;
      },
      close: (code, reason) => void state.closed.push(`${code} ${reason}`),
      onMessage: () => undefined,
      onClose: () => undefined,
      get bufferedBytes() {
        return state.buffered;
      },
    };
    return { socket, sent: state.sent, closed: state.closed, free: () => void (state.buffered = 0) };
  }

  /** Lets everything that waits for nothing but its turn happen. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  async function lineTo(peer: ReturnType<typeof clogged>) {
    const clock = manualClock();
    const door = scriptedDoor();
    await door.start('c', 'vi');
    for (let n = 0; n < 100; n += 1) door.say('c', { text: `${n} ${'x'.repeat(60_000)}` });
    let ended = 0;
    openLine({
      socket: peer.socket,
      conversation: 'c',
      after: 0,
      door,
      clock,
      onError: () => undefined,
      onEnd: () => (ended += 1),
    });
    await settle();
    return { clock, door, ended: () => ended };
  }

  const pass = async (clock: ReturnType<typeof manualClock>, ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += webLimits.slowPeerLookMs) {
      clock.move(webLimits.slowPeerLookMs);
      await settle();
    }
  };

  test('is not buffered without end, and is closed when it never takes anything', async () => {
    const peer = clogged();
    const { clock, ended } = await lineTo(peer);
    expect(peer.sent).toHaveLength(1);
    await pass(clock, webLimits.slowPeerMs - webLimits.slowPeerLookMs);
    expect(peer.closed).toEqual([]);
    await pass(clock, 2 * webLimits.slowPeerLookMs);
    expect(peer.closed).toEqual(['1013 slow']);
    expect(ended()).toBe(1);
  });

  test('that takes its time gets everything once, in order', async () => {
    const peer = clogged();
    const { clock, door } = await lineTo(peer);
    door.say('c', { text: '100 later' });
    for (let n = 0; n < 6; n += 1) {
      peer.free();
      await pass(clock, webLimits.slowPeerLookMs);
    }
    const numbers = peer.sent
      .filter((frame) => frame !== '')
      .flatMap((frame) => (JSON.parse(frame) as { activities: Activity[] }).activities)
      .map(({ text }) => Number(text.split(' ')[0]));
    expect(numbers).toEqual(Array.from({ length: 101 }, (_, n) => n));
  });

  test('of whom the door says meanwhile that nothing may be said gets nothing more', async () => {
    const peer = clogged();
    const { clock, door } = await lineTo(peer);
    door.hush('c');
    peer.free();
    await pass(clock, webLimits.slowPeerLookMs);
    expect(peer.sent).toHaveLength(1);
    expect(peer.closed).toEqual([]);
  });
});
