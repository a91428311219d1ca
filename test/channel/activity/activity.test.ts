import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authorizeJWT, ConnectorClient } from '@microsoft/agents-hosting';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dispatch } from '../../../src/app/channel-port.ts';
import { addressText, isAllowedService, readAddress } from '../../../src/channel/activity/address.ts';
import { parseActivity } from '../../../src/channel/activity/parse.ts';
import { renderActivity } from '../../../src/channel/activity/render.ts';
import { eraseActivity, sendActivity } from '../../../src/channel/activity/send.ts';
import { activityFor, passes } from '../../../src/channel/activity/service.ts';

/* The Activity endpoint: what it takes, what it sends, whom it believes. */

const hosts = ['127.0.0.1', '*.botframework.com'];
const message = (but: object = {}) => ({
  type: 'message',
  id: 'a1',
  channelId: 'facebook',
  serviceUrl: 'https://europe.botframework.com/',
  from: { id: 'her', name: 'Nguyễn Thị Lan' },
  recipient: { id: 'us' },
  conversation: { id: 'c1', isGroup: false },
  text: 'chồng em đánh em',
  locale: 'vi-VN',
  ...but,
});
let made = 0;
const fresh = (): string => `fresh ${String(++made)}`;
const parse = (value: unknown) =>
  parseActivity(new TextEncoder().encode(JSON.stringify(value)), hosts, fresh).arrivals;

describe('what comes in', () => {
  test('words, without a name or a locale', () => {
    const [arrival] = parse(message());
    expect(arrival).toMatchObject({
      key: 'message a1',
      event: { type: 'message', inbound: { kind: 'text', text: 'chồng em đánh em' }, vendorId: 'a1' },
    });
    expect(JSON.stringify(arrival)).not.toMatch(/Lan|vi-VN/u);
  });

  test('two messages without an id are two messages, one with an id sent twice is one', () => {
    const keys = [message({ id: undefined }), message({ id: undefined }), message(), message()].map(
      (value) => parse(value)[0]?.key,
    );
    expect(new Set(keys).size).toBe(3);
  });

  test.each([
    [
      'a tap',
      { value: { k: 'a', s: 'now_ok', v: 1, o: 'can_write' }, text: 'Nhắn được' },
      { kind: 'answer', step: 'now_ok' },
    ],
    ['a fixed button', { value: { k: 'b', b: 'sos' }, text: 'Gấp' }, { kind: 'button', button: 'sos' }],
    ['a value of somebody else', { value: { x: 1 } }, { kind: 'text' }],
    [
      'a picture',
      { text: '', attachments: [{ contentType: 'image/png' }] },
      { kind: 'media', media: 'picture' },
    ],
    [
      'a voice note',
      { text: null, attachments: [{ contentType: 'audio/ogg' }] },
      { kind: 'media', media: 'voice' },
    ],
    ['the end', { type: 'endOfConversation' }, { kind: 'button', button: 'leave' }],
  ])('%s', (_, but, inbound) => {
    expect(parse(message(but))[0]?.event).toMatchObject({ type: 'message', inbound });
  });

  test('removed from her contacts counts as withdrawn', () => {
    expect(parse(message({ type: 'contactRelationUpdate', action: 'remove' }))[0]?.event).toEqual({
      type: 'withdrawn',
    });
  });

  test.each([
    ['a group', message({ conversation: { id: 'c', isGroup: true } })],
    ['a service that is not on the list', message({ serviceUrl: 'https://evil.example/' })],
    ['a host that only ends alike', message({ serviceUrl: 'https://evilbotframework.com/' })],
    ['plain http', message({ serviceUrl: 'http://europe.botframework.com/' })],
    ['a name and password in the address', message({ serviceUrl: 'https://a:b@europe.botframework.com/' })],
    ['typing', message({ type: 'typing' })],
    ['an unknown kind', message({ type: 'whatever' })],
    ['nothing said', message({ text: ' ' })],
    ['garbage', [1, 2]],
  ])('%s is no arrival', (_, value) => {
    expect(parse(value)).toEqual([]);
  });
});

test('an address is read as it was written', () => {
  const [arrival] = parse(message());
  const address = readAddress(arrival?.address ?? '');
  expect(address).toMatchObject({ channel: 'facebook', conversation: 'c1', person: 'her', bot: 'us' });
  expect(addressText(address!)).toBe(arrival?.address);
  expect(readAddress('{}')).toBeNull();
  expect(isAllowedService('not an address', hosts)).toBe(false);
});

const said = (but: Partial<Dispatch> = {}) =>
  ({
    bubbles: ['Bây giờ bạn nhắn có tiện không?'],
    choices: [{ digit: 3, label: 'Nhắn được', value: { k: 'a', s: 'x', v: 1, o: 'y' } }],
    fixed: [{ digit: null, label: 'Gấp', value: { k: 'b', b: 'sos' } }],
    quiet: false,
    plain: false,
    ...but,
  }) as unknown as Dispatch;

describe('what goes out', () => {
  test('the numbers stand in the text, the buttons beside it', () => {
    const [only] = renderActivity(said());
    expect(only?.text).toBe('Bây giờ bạn nhắn có tiện không?\n\n3 Nhắn được');
    expect(only?.suggestedActions?.actions.map(({ title }) => title)).toEqual(['3 Nhắn được', 'Gấp']);
  });

  test('in quiet mode there are no buttons; long texts are parted', () => {
    expect(renderActivity(said({ quiet: true }))[0]?.suggestedActions).toBeUndefined();
    const parts = renderActivity(said({ bubbles: ['Một câu dài. '.repeat(900)] }));
    expect(parts.length).toBeGreaterThan(1);
    for (const { text } of parts) expect(text.length).toBeLessThanOrEqual(4000);
  });
});

describe('over real HTTP, with the service pretended', () => {
  let server: Server;
  let url: string;
  const heard: { path: string; body: string; authorization: string }[] = [];
  let status = 200;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        if (request.url?.includes('/discovery/') === true) {
          const key = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
          response.end(JSON.stringify({ keys: [key] }));
          return;
        }
        heard.push({ path: request.url ?? '', body, authorization: request.headers.authorization ?? '' });
        if (status === 429) response.setHeader('retry-after', '7');
        response.writeHead(status).end(JSON.stringify(status === 200 ? { id: 'v1' } : { error: {} }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** The SDK's own connector; only the token comes from us, because nobody here can give one out. */
  const service = {
    async send(...[address, text]: Parameters<Parameters<typeof sendActivity>[0]['send']>) {
      const client = ConnectorClient.createClientWithToken(address.serviceUrl, 'token-of-ours');
      const sent = await client.sendToConversation(address.conversation, activityFor(address, text));
      return typeof sent.id === 'string' ? sent.id : null;
    },
    async remove(...[address, id]: Parameters<Parameters<typeof eraseActivity>[0]['remove']>) {
      await ConnectorClient.createClientWithToken(address.serviceUrl, 'token-of-ours').deleteActivity(
        address.conversation,
        id,
      );
    },
  };
  const address = () =>
    addressText({ serviceUrl: url, channel: 'facebook', conversation: 'c1', person: 'her', bot: 'us' });
  const dispatch = () => ({ ...said(), address: address(), partsSent: 0 }) as Dispatch;

  test('a message goes to the conversation, from us to her', async () => {
    status = 200;
    expect(await sendActivity(service, hosts, dispatch())).toEqual({
      delivery: { status: 'sent' },
      vendorIds: ['v1'],
    });
    const last = heard.at(-1);
    expect(last).toMatchObject({
      path: '/v3/conversations/c1/activities',
      authorization: 'Bearer token-of-ours',
    });
    expect(JSON.parse(last?.body ?? '')).toMatchObject({
      from: { id: 'us' },
      recipient: { id: 'her' },
      type: 'message',
    });
  });

  test.each([
    [429, { status: 'retry', afterMs: 7000 }],
    [503, { status: 'retry', afterMs: 0 }],
    [401, { status: 'misconfigured' }],
    [403, { status: 'unreachable' }],
    [404, { status: 'unreachable' }],
    [400, { status: 'rejected' }],
  ])('%i is %o', async (answered, delivery) => {
    status = answered;
    expect((await sendActivity(service, hosts, dispatch())).delivery).toEqual(delivery);
  });

  test('a service that is not there is tried again; one that left the list is not', async () => {
    const gone = {
      ...dispatch(),
      address: addressText({ ...readAddress(address())!, serviceUrl: 'http://127.0.0.1:9' }),
    };
    expect((await sendActivity(service, hosts, gone)).delivery.status).toBe('retry');
    expect((await sendActivity(service, ['*.example'], dispatch())).delivery.status).toBe('misconfigured');
  });

  test('what can be deleted is deleted, and a channel that cannot is no reason to try for ever', async () => {
    const erasing = { address: address(), messages: [{ id: 'v1', at: 1 }], words: 'gone' } as const;
    status = 200;
    expect(await eraseActivity(service, erasing)).toEqual({ status: 'done' });
    expect(heard.at(-1)?.path).toBe('/v3/conversations/c1/activities/v1');
    status = 405;
    expect(await eraseActivity(service, erasing)).toEqual({ status: 'done' });
    status = 503;
    expect(await eraseActivity(service, erasing)).toMatchObject({ status: 'retry' });
  });

  describe('whom it believes', () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = (claims: object, key = privateKey): string => {
      const head = `${part({ alg: 'RS256', typ: 'JWT', kid: 'k1' })}.${part(claims)}`;
      return `${head}.${sign('RSA-SHA256', Buffer.from(head), key).toString('base64url')}`;
    };
    const soon = () => Math.floor(Date.now() / 1000) + 600;
    const claims = () => ({ aud: 'our-app', iss: `${url}/tenant`, exp: soon() });
    const genuine = (authorization: string) => {
      const connection = {
        clientId: 'our-app',
        tenantId: 'tenant',
        authorityEndpoint: `${url}/tenant`,
        validateIssuer: false,
      };
      return passes(
        authorizeJWT({ ...connection, connections: new Map([['service', connection]]) }),
        authorization,
      );
    };

    test('a token for us, signed with the service’s key', async () => {
      expect(await genuine(`Bearer ${token(claims())}`)).toBe(true);
    });

    test.each([
      ['nothing', () => ''],
      ['garbage', () => 'Bearer x.y.z'],
      ['a token for another app', () => `Bearer ${token({ ...claims(), aud: 'another' })}`],
      ['an old token', () => `Bearer ${token({ ...claims(), exp: soon() - 4000 })}`],
      [
        'another key',
        () => `Bearer ${token(claims(), generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)}`,
      ],
      ['one byte changed', () => `Bearer ${token(claims()).slice(0, -2)}AA`],
    ])('not %s', async (_, authorization) => {
      expect(await genuine(authorization())).toBe(false);
    });
  });
});
