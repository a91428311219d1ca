import { afterEach, describe, expect, test } from 'vitest';
import type { Activity } from '../../../src/channel/web/render.ts';
import { choice } from '../../support/scripted-door.ts';
import { type WebServer, webServer } from '../../support/web-server.ts';

const open: WebServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(options: Parameters<typeof webServer>[0] = {}): Promise<WebServer> {
  const server = await webServer(options);
  open.push(server);
  return server;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly conversationId: string;
    readonly token: string;
    readonly expires_in: number;
    readonly streamUrl: string;
    readonly id: string;
    readonly activities: readonly Activity[];
    readonly watermark: string;
    readonly error: { readonly code: string; readonly message: string };
  };
}

interface Sent {
  readonly token?: string;
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

async function call(
  server: WebServer,
  method: string,
  path: string,
  { token, body, headers }: Sent = {},
): Promise<Answer> {
  const raw =
    typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData || body === undefined;
  const answer = await fetch(`${server.directLine}${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(raw ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined
      ? {}
      : { body: (raw ? body : JSON.stringify(body)) as string | Uint8Array<ArrayBuffer> | FormData }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
  };
}

interface Talk {
  readonly id: string;
  readonly token: string;
  readonly activities: string;
}

async function start(server: WebServer): Promise<Talk> {
  const { body } = await call(server, 'POST', '/conversations');
  return {
    id: body.conversationId,
    token: body.token,
    activities: `/conversations/${body.conversationId}/activities`,
  };
}

const json = { 'content-type': 'application/json' };
const words = (text: string, more: object = {}): object => ({
  type: 'message',
  from: { id: 'dl_1' },
  text,
  ...more,
});

describe('tokens', () => {
  test('generate: without a secret, for a program', async () => {
    const server = await serve();
    const { status, body, headers } = await call(server, 'POST', '/tokens/generate');
    expect(status).toBe(200);
    expect(body).toEqual({
      conversationId: expect.any(String) as string,
      token: expect.any(String) as string,
      expires_in: 43_200,
    });
    expect(headers.get('content-type')).toMatch(/^application\/json/u);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(server.door.languages.size).toBe(0);
  });

  test.each<[unknown, number]>([
    [{ user: { id: 'dl_hoa', name: 'Hoa' }, trustedOrigins: ['https://a.vn'] }, 200],
    [{ user: {} }, 200],
    [{}, 200],
    [{ user: { id: 'hoa' } }, 400],
    [{ user: { id: 7 } }, 400],
    [{ user: 'dl_hoa' }, 400],
  ])('generate with %j → %i', async (body, status) => {
    const server = await serve();
    const answer = await call(server, 'POST', '/tokens/generate', { body });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).not.toMatch(/hoa/iu);
  });

  test('refresh: another token for the same conversation, the old one still works', async () => {
    const server = await serve();
    const talk = await start(server);
    const { status, body } = await call(server, 'POST', '/tokens/refresh', { token: talk.token });
    expect(status).toBe(200);
    expect(body).toMatchObject({ conversationId: talk.id, expires_in: 43_200 });
    expect(body.token).not.toBe(talk.token);
    for (const token of [talk.token, body.token]) {
      expect((await call(server, 'GET', talk.activities, { token })).status).toBe(200);
    }
  });

  test('refresh as Microsoft’s client sends it: a form type and no body', async () => {
    const server = await serve();
    const { token } = await start(server);
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
    expect((await call(server, 'POST', '/tokens/refresh', { token, headers, body: '' })).status).toBe(200);
  });
});

describe('starting', () => {
  test('without a token: one is made', async () => {
    const server = await serve();
    const { status, body } = await call(server, 'POST', '/conversations', {
      body: { user: { id: 'x' }, locale: 'km-KH' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ expires_in: 43_200 });
    expect(body.streamUrl).toBe(
      `${server.directLine.replace('http', 'ws')}/conversations/${body.conversationId}/stream?t=${body.streamUrl.split('t=')[1] ?? ''}`,
    );
    expect([...server.door.languages]).toEqual([[body.conversationId, 'km']]);
  });

  test.each<[unknown, string]>([
    [undefined, 'vi'],
    ['vi-VN', 'vi'],
    ['EN', 'en'],
    ['hmn_Latn', 'hmn'],
    ['../../etc', 'vi'],
    ['', 'vi'],
    [null, 'vi'],
  ])('in the locale %j: language %s', async (locale, language) => {
    const server = await serve();
    await call(server, 'POST', '/conversations', { body: { locale } });
    expect([...server.door.languages.values()]).toEqual([language]);
  });

  test.each(['Bearer undefined', 'Bearer null', 'Bearer', ''])('"%s" is no token', async (authorization) => {
    const server = await serve();
    expect((await call(server, 'POST', '/conversations', { headers: { authorization } })).status).toBe(201);
    expect((await call(server, 'POST', '/tokens/refresh', { headers: { authorization } })).status).toBe(401);
  });

  test('with a generated token: 201 once, 200 when it is there already, each time with a fresh token', async () => {
    const server = await serve();
    const { body } = await call(server, 'POST', '/tokens/generate');
    const first = await call(server, 'POST', '/conversations', { token: body.token });
    const second = await call(server, 'POST', '/conversations', { token: first.body.token });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect([first.body.conversationId, second.body.conversationId]).toEqual([
      body.conversationId,
      body.conversationId,
    ]);
    expect(new Set([body.token, first.body.token, second.body.token]).size).toBe(3);
  });

  test('a locale of the wrong type changes nothing', async () => {
    const server = await serve();
    expect((await call(server, 'POST', '/conversations', { body: { locale: 7 } })).status).toBe(400);
    expect(server.door.languages.size).toBe(0);
  });

  test('reconnecting gives another stream address for the same token', async () => {
    const server = await serve();
    const talk = await start(server);
    const { status, body } = await call(server, 'GET', `/conversations/${talk.id}?watermark=`, {
      token: talk.token,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ conversationId: talk.id, token: talk.token });
    expect(body.streamUrl).toMatch(/^ws:/u);
  });

  test('there are no session ids', async () => {
    const server = await serve();
    const answer = await call(server, 'GET', '/session/getsessionid');
    expect([answer.status, answer.body.error.code]).toEqual([404, 'NotFound']);
  });
});

describe('a conversation by polling', () => {
  test('posts, the echo with channelData, and replies come in order behind one watermark', async () => {
    const server = await serve();
    const talk = await start(server);
    const channelData = { clientActivityID: 'c1', nested: { a: [1, null] } };
    const posted = await call(server, 'POST', talk.activities, {
      token: talk.token,
      body: words('em sợ', { channelData }),
    });
    expect(posted.status).toBe(200);
    const first = await call(server, 'GET', `${talk.activities}?watermark=`, { token: talk.token });
    expect(first.body.activities).toMatchObject([
      { type: 'message', id: posted.body.id, text: 'em sợ', from: { id: 'dl_1', role: 'user' }, channelData },
      {
        type: 'message',
        text: 'Bạn viết: em sợ',
        from: { id: 'hien', role: 'bot' },
        conversation: { id: talk.id },
      },
    ]);
    expect(first.body.watermark).toBe('2');
    const none = await call(server, 'GET', `${talk.activities}?watermark=2`, { token: talk.token });
    expect(none.body).toEqual({ activities: [], watermark: '2' });
    server.door.say(talk.id, { from: 'counsellor', text: 'Chào em' });
    const second = await call(server, 'GET', `${talk.activities}?watermark=2`, { token: talk.token });
    expect(second.body.activities).toMatchObject([{ text: 'Chào em', from: { id: 'hien', role: 'bot' } }]);
    expect(second.body.watermark).toBe('3');
    expect(server.door.seenBy).toEqual([talk.id, talk.id, talk.id]);
  });

  test('the greatest watermark there can be comes back as it was given', async () => {
    const server = await serve();
    const talk = await start(server);
    const last = String(Number.MAX_SAFE_INTEGER);
    const poll = await call(server, 'GET', `${talk.activities}?watermark=${last}`, { token: talk.token });
    expect([poll.status, poll.body.watermark]).toEqual([200, last]);
    const beyond = `${talk.activities}?watermark=9007199254740993`;
    expect((await call(server, 'GET', beyond, { token: talk.token })).status).toBe(400);
  });

  test('a choice taken: its value comes back and is understood', async () => {
    const server = await serve();
    const talk = await start(server);
    server.door.say(talk.id, { text: 'Tiện không?\n3 nhắn được', choices: [choice] });
    const { body } = await call(server, 'GET', talk.activities, { token: talk.token });
    const [action] = body.activities[0]?.suggestedActions?.actions ?? [];
    await call(server, 'POST', talk.activities, {
      token: talk.token,
      body: words(action?.text ?? '', { value: action?.value }),
    });
    expect(server.door.received.map(({ inbound }) => inbound)).toEqual([
      { kind: 'answer', step: 'here', visit: 1, option: 'can', text: 'nhắn được' },
    ]);
  });

  test('a repeat is recognised by the client’s id; without one the same words are two messages', async () => {
    const server = await serve();
    const talk = await start(server);
    const post = (body: object): Promise<Answer> =>
      call(server, 'POST', talk.activities, { token: talk.token, body });
    const known = words('chào', { channelData: { clientActivityID: 'c1' } });
    const [first, again] = [await post(known), await post(known)];
    expect(again.status).toBe(200);
    expect(again.body.id).toBe(first.body.id);
    const [a, b] = [await post(words('chào')), await post(words('chào'))];
    expect(a.body.id).not.toBe(b.body.id);
    expect(server.door.received).toHaveLength(3);
  });

  test('a client’s id counts in its own conversation only', async () => {
    const server = await serve();
    for (const talk of [await start(server), await start(server)]) {
      const body = words('chào', { channelData: { clientActivityID: 'c1' } });
      expect((await call(server, 'POST', talk.activities, { token: talk.token, body })).status).toBe(200);
    }
    expect(server.door.received).toHaveLength(2);
  });

  test('a client’s id cannot be mistaken for one of ours', async () => {
    const server = await serve();
    const talk = await start(server);
    const post = (body: object): Promise<Answer> =>
      call(server, 'POST', talk.activities, { token: talk.token, body });
    await post(words('chào'));
    await post(words('cứu', { channelData: { clientActivityID: server.door.received[0]?.key } }));
    expect(server.door.received.map(({ inbound }) => inbound)).toEqual([
      { kind: 'text', text: 'chào' },
      { kind: 'text', text: 'cứu' },
    ]);
  });

  test('words with a picture: both are told, the words first, and a repeat of both is one', async () => {
    const server = await serve();
    const talk = await start(server);
    const body = words('đây', {
      channelData: { clientActivityID: 'c1' },
      attachments: [{ contentType: 'image/png' }],
    });
    for (let n = 0; n < 2; n += 1) await call(server, 'POST', talk.activities, { token: talk.token, body });
    expect(server.door.received.map(({ inbound }) => inbound)).toEqual([
      { kind: 'text', text: 'đây' },
      { kind: 'media', media: 'picture' },
    ]);
  });

  test.each(['typing', 'event', 'conversationUpdate', 'something.new'])(
    'an activity of type %s is taken and does nothing',
    async (type) => {
      const server = await serve();
      const talk = await start(server);
      const { status, body } = await call(server, 'POST', talk.activities, {
        token: talk.token,
        body: { type, name: 'x' },
      });
      expect([status, typeof body.id]).toEqual([200, 'string']);
      expect(server.door.received).toHaveLength(0);
    },
  );

  test('endOfConversation leaves: the token is worth nothing from then on', async () => {
    const server = await serve();
    const talk = await start(server);
    const left = await call(server, 'POST', talk.activities, {
      token: talk.token,
      body: { type: 'endOfConversation' },
    });
    expect([left.status, typeof left.body.id]).toEqual([200, 'string']);
    expect(server.door.left).toEqual([talk.id]);
    const after = await call(server, 'GET', talk.activities, { token: talk.token });
    expect([after.status, after.body.error.code]).toEqual([401, 'Unauthorized']);
  });

  test('64 KiB of text and a message of emoji only are heard in full', async () => {
    const server = await serve();
    const talk = await start(server);
    const long = 'cứu '.repeat(13_107).slice(0, 13_000) + '😭'.repeat(1_000);
    for (const text of [long, '😭😭🆘']) {
      expect(
        (await call(server, 'POST', talk.activities, { token: talk.token, body: words(text) })).status,
      ).toBe(200);
    }
    expect(server.door.received.map(({ inbound }) => ('text' in inbound ? inbound.text : ''))).toEqual([
      long,
      '😭😭🆘',
    ]);
  });
});

describe('uploads', () => {
  const file = (type: string): Blob => new Blob(['secret bytes of a picture'], { type });

  test('a form as Microsoft’s client sends it', async () => {
    const server = await serve();
    const talk = await start(server);
    const form = new FormData();
    const activity = words('đây', {
      channelData: { clientActivityID: 'c1' },
      attachments: [{ contentType: 'image/png', name: 'hoa.png' }],
    });
    form.append(
      'activity',
      new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }),
    );
    form.append('file', file('image/png'), 'hoa.png');
    const { status } = await call(server, 'POST', `/conversations/${talk.id}/upload?userId=dl_1`, {
      token: talk.token,
      body: form,
    });
    expect(status).toBe(200);
    expect(server.door.received.map(({ inbound }) => inbound)).toEqual([
      { kind: 'text', text: 'đây' },
      { kind: 'media', media: 'picture' },
    ]);
    const stream = await call(server, 'GET', talk.activities, { token: talk.token });
    expect(stream.body.activities[0]).toMatchObject({
      from: { id: 'dl_1' },
      channelData: { clientActivityID: 'c1' },
    });
    expect(JSON.stringify(stream.body)).not.toMatch(/secret bytes|hoa\.png/u);
  });

  test('one raw file', async () => {
    const server = await serve();
    const talk = await start(server);
    const { status } = await call(server, 'POST', `/conversations/${talk.id}/upload?userId=dl_1`, {
      token: talk.token,
      body: new Uint8Array(1024 * 1024),
      headers: { 'content-type': 'audio/ogg' },
    });
    expect(status).toBe(200);
    expect(server.door.received.map(({ inbound }) => inbound)).toEqual([{ kind: 'media', media: 'voice' }]);
  });

  test.each<[string, unknown, Record<string, string>, number]>([
    ['over 1 MiB', new Uint8Array(1024 * 1024 + 1), { 'content-type': 'image/png' }, 413],
    ['a broken form', '--b\r\nnothing', { 'content-type': 'multipart/form-data; boundary=b' }, 400],
    ['nothing', '', { 'content-type': 'image/png' }, 400],
  ])('%s is refused and nothing is heard', async (_name, body, headers, status) => {
    const server = await serve();
    const talk = await start(server);
    const answer = await call(server, 'POST', `/conversations/${talk.id}/upload`, {
      token: talk.token,
      body,
      headers,
    });
    expect([answer.status, typeof answer.body.error.code]).toEqual([status, 'string']);
    expect(server.door.received).toHaveLength(0);
  });
});

describe('bad requests get an error in the protocol’s form and change nothing', () => {
  const messages = '/conversations/ID/activities';
  test.each<[string, string, string, Sent, number, string]>([
    ['no token', 'POST', messages, { body: words('x') }, 401, 'Unauthorized'],
    ['a made-up token', 'POST', messages, { token: 'made-up', body: words('x') }, 401, 'Unauthorized'],
    [
      'another scheme',
      'POST',
      messages,
      { headers: { authorization: 'Basic abc' }, body: words('x') },
      401,
      'Unauthorized',
    ],
    ['an endless token', 'GET', messages, { token: 'x'.repeat(5000) }, 401, 'Unauthorized'],
    ['a made-up token for a start', 'POST', '/conversations', { token: 'made-up' }, 401, 'Unauthorized'],
    ['a refresh without a token', 'POST', '/tokens/refresh', {}, 401, 'Unauthorized'],
    ['a stale token', 'POST', messages, { token: 'STALE', body: words('x') }, 403, 'TokenExpired'],
    ['a stale token for a poll', 'GET', messages, { token: 'STALE' }, 403, 'TokenExpired'],
    ['a stale token for a refresh', 'POST', '/tokens/refresh', { token: 'STALE' }, 403, 'TokenExpired'],
    ['somebody else’s conversation', 'GET', messages, { token: 'OTHER' }, 403, 'Forbidden'],
    ['a post to somebody else', 'POST', messages, { token: 'OTHER', body: words('x') }, 403, 'Forbidden'],
    [
      'a conversation nobody knows',
      'GET',
      '/conversations/nobody/activities',
      { token: 'TOKEN' },
      403,
      'Forbidden',
    ],
    ['a reconnect elsewhere', 'GET', '/conversations/nobody', { token: 'TOKEN' }, 403, 'Forbidden'],
    ['a garbage watermark', 'GET', `${messages}?watermark=abc`, { token: 'TOKEN' }, 400, 'BadArgument'],
    ['a negative watermark', 'GET', `${messages}?watermark=-1`, { token: 'TOKEN' }, 400, 'BadArgument'],
    [
      'an endless watermark',
      'GET',
      `${messages}?watermark=${'9'.repeat(40)}`,
      { token: 'TOKEN' },
      400,
      'BadArgument',
    ],
    [
      'a reconnect with a garbage watermark',
      'GET',
      '/conversations/ID?watermark=abc',
      { token: 'TOKEN' },
      400,
      'BadArgument',
    ],
    ['no body', 'POST', messages, { token: 'TOKEN', headers: json }, 400, 'BadArgument'],
    [
      'half a body',
      'POST',
      messages,
      { token: 'TOKEN', headers: json, body: '{"type":"mess' },
      400,
      'BadArgument',
    ],
    ['a list', 'POST', messages, { token: 'TOKEN', headers: json, body: '[]' }, 400, 'BadArgument'],
    ['no type', 'POST', messages, { token: 'TOKEN', body: { text: 'x' } }, 400, 'BadArgument'],
    [
      'a number for text',
      'POST',
      messages,
      { token: 'TOKEN', body: words('x', { text: 7 }) },
      400,
      'BadArgument',
    ],
    [
      'invalid UTF-8',
      'POST',
      messages,
      { token: 'TOKEN', headers: json, body: Uint8Array.from([0x22, 0xff, 0x22]) },
      400,
      'BadArgument',
    ],
    [
      'bottomless nesting',
      'POST',
      messages,
      {
        token: 'TOKEN',
        headers: json,
        body: `{"type":"message","channelData":${'['.repeat(9_000)}${']'.repeat(9_000)}}`,
      },
      400,
      'BadArgument',
    ],
    [
      'text over 64 KiB',
      'POST',
      messages,
      { token: 'TOKEN', body: words('x'.repeat(65_537)) },
      413,
      'PayloadTooLarge',
    ],
    [
      'a body over 256 KiB',
      'POST',
      messages,
      { token: 'TOKEN', body: words('x', { pad: 'x'.repeat(262_144) }) },
      413,
      'PayloadTooLarge',
    ],
    [
      'a form for JSON',
      'POST',
      messages,
      { token: 'TOKEN', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'text=x' },
      415,
      'UnsupportedMediaType',
    ],
    [
      'another charset',
      'POST',
      messages,
      { token: 'TOKEN', headers: { 'content-type': 'application/json; charset=utf-16' }, body: '{}' },
      415,
      'UnsupportedMediaType',
    ],
    [
      'a content type that is none',
      'POST',
      messages,
      { token: 'TOKEN', headers: { 'content-type': 'nonsense' }, body: '{}' },
      415,
      'UnsupportedMediaType',
    ],
    ['an unknown call', 'GET', '/nowhere', {}, 404, 'NotFound'],
    ['an unknown method', 'DELETE', messages, { token: 'TOKEN' }, 405, 'MethodNotAllowed'],
    ['a stream without an upgrade', 'GET', '/conversations/ID/stream?t=x', {}, 426, 'UpgradeRequired'],
    ['a bad address', 'GET', '/conversations/%E0%A4%A/activities', {}, 400, 'BadArgument'],
  ])('%s', async (_name, method, path, sent, status, code) => {
    const server = await serve();
    const [talk, other, stale] = [await start(server), await start(server), await start(server)];
    server.door.expire(stale.token);
    const tokens: Record<string, string> = { TOKEN: talk.token, OTHER: other.token, STALE: stale.token };
    const { token, ...rest } = sent;
    const answer = await call(server, method, path.replace('ID', talk.id), {
      ...rest,
      ...(token === undefined ? {} : { token: tokens[token] ?? token }),
    });
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(answer.body).toEqual({ error: { code, message: expect.stringMatching(/\.$/u) as string } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/u);
    expect(server.door.received).toHaveLength(0);
    const after = await call(server, 'GET', talk.activities, { token: talk.token });
    expect(after.body).toEqual({ activities: [], watermark: '0' });
    expect(server.errors).toEqual([]);
  });

  test.each(['GET', 'POST'])('%s before the start, or after the words are gone: 404', async (method) => {
    const server = await serve();
    const { body } = await call(server, 'POST', '/tokens/generate');
    const talk = await start(server);
    server.door.erase(talk.id);
    const sent = method === 'POST' ? { body: words('x') } : {};
    const early = await call(server, method, `/conversations/${body.conversationId}/activities`, {
      token: body.token,
      ...sent,
    });
    const late = await call(server, method, talk.activities, { token: talk.token, ...sent });
    expect([early.status, early.body.error.code]).toEqual([404, 'ConversationNotFound']);
    expect([late.status, late.body.error.code]).toEqual([404, 'ConversationNotFound']);
  });

  test('fields nobody knows and keys of prototypes are no error and change nothing', async () => {
    const server = await serve();
    const talk = await start(server);
    const channelData = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":1}';
    const body = `{"type":"message","text":"x","__proto__":{"type":"leave"},"toString":1,"future":{"b":[2]},"channelData":${channelData}}`;
    expect(
      (await call(server, 'POST', talk.activities, { token: talk.token, headers: json, body })).status,
    ).toBe(200);
    expect(server.door.received.map(({ inbound }) => inbound)).toEqual([{ kind: 'text', text: 'x' }]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const echoed = await call(server, 'GET', talk.activities, { token: talk.token });
    expect(JSON.stringify(echoed.body.activities[0]?.channelData)).toBe(channelData);
  });
});

describe('limits', () => {
  test('starts: 240 a minute for one caller, generate and start alike, then 429 with Retry-After', async () => {
    const server = await serve({ startsPerMinute: 4 });
    const ways = ['/tokens/generate', '/conversations'];
    for (let n = 0; n < 4; n += 1)
      expect((await call(server, 'POST', ways[n % 2] ?? '')).status).toBeLessThan(300);
    for (const way of ways) {
      const refused = await call(server, 'POST', way);
      expect([refused.status, refused.body.error.code]).toEqual([429, 'TooManyRequests']);
      expect(refused.headers.get('retry-after')).toBe('15');
    }
    server.clock.move(15_000);
    expect((await call(server, 'POST', '/conversations')).status).toBe(201);
  });

  test('starts are counted by caller', async () => {
    const server = await serve({ startsPerMinute: 1, trustProxy: true });
    const from = (address: string): Promise<Answer> =>
      call(server, 'POST', '/conversations', { headers: { 'x-forwarded-for': address } });
    expect([
      (await from('192.0.2.1')).status,
      (await from('192.0.2.2')).status,
      (await from('192.0.2.1')).status,
    ]).toEqual([201, 201, 429]);
  });

  test('posts: thirty at once, then 429 with Retry-After; SOS and leaving are never held back', async () => {
    const server = await serve();
    const talk = await start(server);
    const post = (body: object): Promise<Answer> =>
      call(server, 'POST', talk.activities, { token: talk.token, body });
    for (let n = 0; n < 30; n += 1) expect((await post(words(`câu ${n}`))).status).toBe(200);
    const refused = await post(words('một câu nữa'));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await post({ type: 'typing' })).status).toBe(429);
    expect((await post(words('Gấp', { value: { k: 'b', b: 'sos' } }))).status).toBe(200);
    expect((await post(words('1'))).status).toBe(200);
    expect(server.door.received).toHaveLength(32);
    expect((await post({ type: 'endOfConversation' })).status).toBe(200);
  });

  test('polls: two tabs of Microsoft’s client fit, a loop does not', async () => {
    const server = await serve();
    const talk = await start(server);
    const statuses: number[] = [];
    for (let n = 0; n < 101; n += 1)
      statuses.push((await call(server, 'GET', talk.activities, { token: talk.token })).status);
    expect(statuses.slice(0, 100).every((status) => status === 200)).toBe(true);
    expect(statuses[100]).toBe(429);
  });

  test('connecting: thirty a minute for one conversation', async () => {
    const server = await serve();
    const talk = await start(server);
    const statuses: number[] = [];
    for (let n = 0; n < 31; n += 1)
      statuses.push((await call(server, 'POST', '/tokens/refresh', { token: talk.token })).status);
    expect([statuses[29], statuses[30]]).toEqual([200, 429]);
    expect((await call(server, 'POST', '/conversations', { token: talk.token })).status).toBe(429);
    expect((await call(server, 'GET', `/conversations/${talk.id}`, { token: talk.token })).status).toBe(429);
  });
});

describe('when nothing can be written', () => {
  test('the post is answered 503 with the safety notice, and the next poll shows it once', async () => {
    const server = await serve();
    const talk = await start(server);
    server.door.fill('113 · 115 · 111');
    const refused = await call(server, 'POST', talk.activities, { token: talk.token, body: words('cứu') });
    expect([refused.status, refused.body.error.code]).toEqual([503, 'ServiceUnavailable']);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.body.activities).toMatchObject([{ text: '113 · 115 · 111', from: { role: 'bot' } }]);
    const poll = (): Promise<Answer> =>
      call(server, 'GET', `${talk.activities}?watermark=0`, { token: talk.token });
    expect((await poll()).body).toMatchObject({ activities: [{ text: '113 · 115 · 111' }], watermark: '0' });
    expect((await poll()).body).toEqual({ activities: [], watermark: '0' });
  });

  test('without a notice, and for calls that write at once: 503', async () => {
    const server = await serve();
    const talk = await start(server);
    server.door.fill();
    const answers = [
      await call(server, 'POST', talk.activities, { token: talk.token, body: words('cứu') }),
      await call(server, 'POST', '/conversations'),
      await call(server, 'POST', '/tokens/refresh', { token: talk.token }),
    ];
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual(
      answers.map(() => [503, 'ServiceUnavailable']),
    );
    expect(server.errors).toEqual([
      '/v3/directline/conversations: Error: disk full',
      '/v3/directline/tokens/refresh: Error: disk full',
    ]);
  });
});

describe('origins', () => {
  const partner = 'https://partner.example.vn';
  const every: readonly [string, string][] = [
    ['POST', '/tokens/generate'],
    ['POST', '/tokens/refresh'],
    ['POST', '/conversations'],
    ['GET', '/conversations/x'],
    ['GET', '/conversations/x/activities'],
    ['POST', '/conversations/x/activities'],
    ['POST', '/conversations/x/upload'],
    ['GET', '/session/getsessionid'],
  ];

  test.each(every)(
    '%s %s from an origin that is not listed: 403 without a permission to read',
    async (method, path) => {
      const server = await serve({ allowedOrigins: [partner] });
      const headers = { origin: 'https://elsewhere.example' };
      for (const how of [method, 'OPTIONS']) {
        const answer = await call(server, how, path, { headers });
        expect([answer.status, answer.body.error.code]).toEqual([403, 'OriginNotAllowed']);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
      expect(server.door.languages.size).toBe(0);
    },
  );

  test.each(every)(
    '%s %s from a listed origin: its browser may ask and read, errors too',
    async (method, path) => {
      const server = await serve({ allowedOrigins: [partner] });
      const asked = await call(server, 'OPTIONS', path, {
        headers: {
          origin: partner,
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization',
        },
      });
      expect(asked.status).toBe(204);
      expect(asked.headers.get('access-control-allow-origin')).toBe(partner);
      expect(asked.headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS');
      expect(asked.headers.get('access-control-allow-headers')).toBe(
        'authorization, content-type, x-ms-bot-agent, x-requested-with',
      );
      const answer = await call(server, method, path, { headers: { origin: partner } });
      expect(answer.headers.get('access-control-allow-origin')).toBe(partner);
      expect(answer.headers.get('access-control-expose-headers')).toBe('Retry-After');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    },
  );

  test('refusals that HTTP itself gives can be read by a listed origin', async () => {
    const server = await serve({ allowedOrigins: [partner] });
    const talk = await start(server);
    const answer = await call(server, 'POST', talk.activities, {
      headers: { origin: partner, ...json },
      body: 'x'.repeat(300_000),
    });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([413, partner]);
  });

  test('our own page needs no listing', async () => {
    const server = await serve();
    const answer = await call(server, 'POST', '/conversations', { headers: { origin: server.url } });
    expect(answer.status).toBe(201);
  });
});
