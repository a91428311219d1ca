import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify as verifySignature,
} from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PagerCall } from '../../src/app/pager-port.ts';
import { makePushKeys, webPush } from '../../src/pager/web-push.ts';

/* A push service on loopback that checks VAPID (RFC 8292) and a browser that decrypts (RFC 8291). */

let received: { headers: IncomingHttpHeaders; body: Buffer }[];
let status: number;
let origin: string;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    received.push({ headers: request.headers, body: Buffer.concat(chunks) });
    response.statusCode = status;
    response.end();
  });
});

beforeEach(async () => {
  received = [];
  status = 201;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const keys = makePushKeys();
const subject = 'https://example.vn';
const anywhere = () => true;

function browser() {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const auth = randomBytes(16);
  const subscription = {
    endpoint: `${origin}/subscription`,
    keys: { p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') },
  };
  return { pair, auth, subscription };
}

const call = (address: unknown): PagerCall => ({
  id: 'call-1',
  staff: 'staff-1',
  target: 'first',
  text: 'Hiên: có việc gấp, mở bảng trực.',
  address: JSON.stringify(address),
  telephone: null,
});

/** RFC 8291: what the browser does with the body. */
function decrypt(body: Buffer, { pair, auth }: ReturnType<typeof browser>): Buffer {
  const [salt, size, length] = [body.subarray(0, 16), body.readUInt32BE(16), body.readUInt8(20)];
  const server = body.subarray(21, 21 + length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), server]);
  const material = Buffer.from(hkdfSync('sha256', pair.computeSecret(server), auth, info, 32));
  const key = Buffer.from(hkdfSync('sha256', material, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', material, salt, 'Content-Encoding: nonce\0', 12));
  const sealed = body.subarray(21 + length);
  expect(sealed.length).toBeLessThanOrEqual(size);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

/** RFC 8292: the service checks who sends. */
function vapidOf(header: string): { readonly key: string; readonly claims: Record<string, unknown> } {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(header) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const holds = verifySignature(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  expect(holds).toBe(true);
  return { key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown> };
}

test('the push service sees who sends and how urgent it is, the browser gets padding', async () => {
  const { subscription, ...own } = browser();
  expect(await webPush({ keys, subject, mayCall: anywhere }).send(call(subscription))).toEqual({
    status: 'sent',
  });
  const [{ headers, body } = { headers: {}, body: Buffer.alloc(0) }] = received;
  const { key, claims } = vapidOf(headers.authorization ?? '');
  expect(key).toBe(keys.publicKey);
  expect(claims).toMatchObject({ aud: origin, sub: subject });
  expect([headers['urgency'], headers['ttl'], headers['content-encoding'], headers['topic']]).toEqual([
    'high',
    '300',
    'aes128gcm',
    undefined,
  ]);
  const plain = decrypt(body, { subscription, ...own });
  expect(plain.subarray(0, -1).every((byte) => byte === 0)).toBe(true);
  expect(plain.at(-1)).toBe(2);
});

test.each([
  [201, 'sent'],
  [200, 'sent'],
  [404, 'gone'],
  [410, 'gone'],
  [429, 'failed'],
  [500, 'failed'],
])('answered %i: %s', async (answered, outcome) => {
  status = answered;
  const { subscription } = browser();
  expect(await webPush({ keys, subject, mayCall: anywhere }).send(call(subscription))).toEqual({
    status: outcome,
  });
});

test.each([
  'http://push.example.com/a',
  'https://127.0.0.1/a',
  'https://[::1]/a',
  'https://localhost/a',
  'https://printer.local/a',
  'https://push.example.com:8443/a',
])('a subscription that leads to %s is let go, and nothing is sent', async (endpoint) => {
  const { subscription } = browser();
  expect(await webPush({ keys, subject }).send(call({ ...subscription, endpoint }))).toEqual({
    status: 'gone',
  });
});

test('what is no subscription is let go', async () => {
  expect(await webPush({ keys, subject }).send(call('nonsense'))).toEqual({ status: 'gone' });
  expect(await webPush({ keys, subject }).send({ ...call(''), address: null })).toEqual({ status: 'gone' });
});

test('each server has a pair of its own', () => {
  expect(makePushKeys()).not.toEqual(keys);
  expect(Buffer.from(keys.publicKey, 'base64url')).toHaveLength(65);
});
