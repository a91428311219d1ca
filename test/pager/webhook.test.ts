import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HttpRequest } from '../../src/app/http-ports.ts';
import type { PagerCall } from '../../src/app/pager-port.ts';
import { acknowledgeRoute, type WebhookOptions, webhook } from '../../src/pager/webhook.ts';

let received: { headers: IncomingHttpHeaders; body: string }[];
let answer: { status: number; body: string; location?: string };
let url: string;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    response.statusCode = answer.status;
    if (answer.location !== undefined) response.setHeader('location', answer.location);
    response.end(answer.body);
  });
});

beforeEach(async () => {
  received = [];
  answer = { status: 204, body: '' };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/page`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const secret = 'a shared secret of the centre';
const call: PagerCall = {
  id: 'call-1',
  staff: 'staff-1',
  target: 'first',
  text: 'Hiên: có việc gấp, mở bảng trực.',
  address: null,
  telephone: '0912345678',
};
const way = (but: Partial<WebhookOptions> = {}) =>
  webhook({
    url,
    secret,
    numbers: false,
    publicUrl: 'https://example.vn',
    now: () => 1_795_300_000_500,
    ...but,
  });

test('a call is signed over timestamp and body, and names itself for repeats', async () => {
  expect(await way().send(call)).toEqual({ status: 'sent' });
  const [{ headers, body } = { headers: {}, body: '' }] = received;
  expect(headers['hien-timestamp']).toBe('1795300000');
  const expected = createHmac('sha256', secret).update(`1795300000.${body}`).digest('hex');
  expect(headers['hien-signature']).toBe(`v1=${expected}`);
  expect(headers['idempotency-key']).toBe('call-1');
  expect(JSON.parse(body)).toEqual({
    id: 'call-1',
    staff: 'staff-1',
    target: 'first',
    text: call.text,
    acknowledge: expect.stringMatching(
      /^https:\/\/example\.vn\/pager\/acknowledge\/call-1\/[\w-]{43}$/,
    ) as string,
  });
});

test('the number goes along only where the centre said so', async () => {
  expect(way().wantsTelephone).toBe(false);
  await way({ numbers: true, publicUrl: null }).send(call);
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({
    id: 'call-1',
    staff: 'staff-1',
    target: 'first',
    text: call.text,
    telephone: '0912345678',
  });
});

test.each([
  [200, '', 'sent'],
  [202, 'queued', 'sent'],
  [200, '{"acknowledged":true}', 'acknowledged'],
  [200, '{"acknowledged":"yes"}', 'sent'],
  [302, '', 'failed'],
  [404, '', 'failed'],
  [500, '{"acknowledged":true}', 'failed'],
])('answered %i %s: %s', async (status, body, outcome) => {
  answer = { status, body, ...(status === 302 ? { location: url } : {}) };
  expect(await way().send(call)).toEqual({ status: outcome });
  expect(received).toHaveLength(1);
});

test('a gateway that is not there fails as a value', async () => {
  expect(await way({ url: 'http://127.0.0.1:1/' }).send(call)).toEqual({ status: 'failed' });
});

test('the address it may acknowledge at holds for its call alone', async () => {
  await way().send(call);
  const { acknowledge } = JSON.parse(received[0]?.body ?? '') as { acknowledge: string };
  const [, given = '', signature = ''] = /acknowledge\/([^/]+)\/(.+)$/.exec(acknowledge) ?? [];
  const heard: string[] = [];
  const route = acknowledgeRoute(secret, {
    acknowledged: async (id) => {
      heard.push(id);
      return id === 'gone' ? 'unknown' : 'done';
    },
    answered: async () => 'unknown',
    register: async () => {},
    unregister: async () => {},
  });
  const status = async (id: string, sign: string) =>
    (await route.handle({ params: { call: id, signature: sign } } as unknown as HttpRequest)).status;
  expect(await status(given, signature)).toBe(200);
  expect(await status(given, signature)).toBe(200);
  expect(await status('call-2', signature)).toBe(403);
  expect(await status(given, `${signature.slice(0, -1)}A`)).toBe(403);
  expect(await status(given, '')).toBe(403);
  expect(heard).toEqual(['call-1', 'call-1']);
});
