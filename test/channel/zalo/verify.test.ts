import { expect, test } from 'vitest';
import { signatureOf, verifyWebhook } from '../../../src/channel/zalo/verify.ts';

/** The test vector of the wire reference (channels.md §1.8). */
const key = { appId: '1234567890', oaSecret: 'test-oa-secret' };
const text =
  '{"app_id":"1234567890","sender":{"id":"u-1"},"recipient":{"id":"oa-1"},"event_name":"user_send_text","message":{"text":"xin chào","msg_id":"m-1"},"timestamp":"1700000000000"}';
const body = new TextEncoder().encode(text);
const mac = '028b19c1f0acff5f242cc2084563354755a54641f75c17bc625eadb51a3f0aaf';

test('the reference body has 175 bytes and its signature', () => {
  expect(body.length).toBe(175);
  expect(signatureOf(key, body, '1700000000000')).toBe(mac);
});

test.each<[string, string]>([
  ['with mac=', `mac=${mac}`],
  ['without it', mac],
  ['in capitals', `MAC=${mac.toUpperCase()}`],
  ['with space around it', ` mac=${mac} `],
])('a right signature %s is taken', (_name, header) => {
  expect(verifyWebhook(key, body, header)).toMatchObject({
    status: 'signed',
    value: { timestamp: '1700000000000' },
  });
});

test('a timestamp that is a number is signed as its text', () => {
  const numbered = new TextEncoder().encode(text.replace('"1700000000000"}', '1700000000000}'));
  const signed = signatureOf(key, numbered, '1700000000000');
  expect(verifyWebhook(key, numbered, signed).status).toBe('signed');
});

test.each<[string, string | undefined]>([
  ['none', undefined],
  ['an empty one', ''],
  ['mac= alone', 'mac='],
  ['garbage', 'mac=không phải'],
  ['one wrong digit', `mac=${mac.replace(/.$/u, '0')}`],
  ['one digit short', `mac=${mac.slice(0, -1)}`],
  ['one digit more', `mac=${mac}0`],
  ['another secret', `mac=${signatureOf({ ...key, oaSecret: 'other' }, body, '1700000000000')}`],
  ['another app', `mac=${signatureOf({ ...key, appId: '1' }, body, '1700000000000')}`],
])('with %s the event is foreign', (_name, header) => {
  expect(verifyWebhook(key, body, header)).toEqual({ status: 'foreign' });
});

test('each single byte of the body counts', () => {
  const refused = [...body.keys()].filter((index) => {
    const changed = body.map((byte, at) => (at === index ? byte ^ 1 : byte));
    return verifyWebhook(key, changed, `mac=${mac}`).status !== 'signed';
  });
  expect(refused).toHaveLength(body.length);
});

test.each<[string, Uint8Array]>([
  ['no bytes', new Uint8Array()],
  ['no JSON', new TextEncoder().encode('xin chào')],
  ['no UTF-8', new Uint8Array([0xff, 0xfe, 0x7b])],
  ['JSON without a timestamp', new TextEncoder().encode('{"event_name":"follow"}')],
  ['a list', new TextEncoder().encode('[1]')],
])('%s is garbage, whatever its signature', (_name, bytes) => {
  expect(verifyWebhook(key, bytes, signatureOf(key, bytes, ''))).toEqual({ status: 'garbage' });
});
