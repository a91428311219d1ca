import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { addressText, readAddress, type ZaloAddress } from '../../../src/channel/zalo/address.ts';
import { classOf, deliveryOf, type ErrorClass, knownCodes } from '../../../src/channel/zalo/errors.ts';
import { readReply, readTokenReply } from '../../../src/channel/zalo/reply.ts';

describe('errors', () => {
  /** The suggested classes of channels.md §1.7. */
  test.each<[ErrorClass, readonly number[]]>([
    ['token', [-216, -220]],
    ['busy', [-32]],
    ['failed', [-200, -999]],
    ['window', [-230, -232]],
    ['unreachable', [-217, -218, -227, -244]],
    ['setup', [-204, -205, -209, -212, -219, -221, -223, -224, -235, -242, -320, -321]],
    ['content', [-248]],
    ['ours', [-100, -201, -210, -233, -240]],
  ])('%s: %j', (kind, codes) => {
    expect(codes.map(classOf)).toEqual(codes.map(() => kind));
  });

  test('the table knows every documented code', () => {
    expect(knownCodes.length).toBeGreaterThan(35);
  });

  test.each<[ErrorClass, string]>([
    ['busy', 'retry'],
    ['failed', 'retry'],
    ['window', 'windowClosed'],
    ['unreachable', 'unreachable'],
    ['token', 'misconfigured'],
    ['setup', 'misconfigured'],
    ['content', 'rejected'],
    ['ours', 'rejected'],
  ])('%s becomes %s', (kind, status) => {
    expect(deliveryOf(kind).status).toBe(status);
  });
});

describe('answers', () => {
  const sent = z.object({ message_id: z.string() });
  test.each<[string, number, string, object]>([
    ['data', 200, '{"error":0,"data":{"message_id":"m"}}', { status: 'done', value: { message_id: 'm' } }],
    [
      'an error inside 200',
      200,
      '{"error":-230,"message":"x"}',
      { status: 'refused', kind: 'window', code: -230 },
    ],
    ['an error inside 400', 400, '{"error":-216}', { status: 'refused', kind: 'token', code: -216 }],
    ['a fault of theirs', 502, '{"error":0,"data":{"message_id":"m"}}', { status: 'silent', why: 'http' }],
    ['a page', 200, '<html>', { status: 'silent', why: 'unreadable' }],
    ['no page', 404, 'not found', { status: 'silent', why: 'http' }],
    ['data of another shape', 200, '{"error":0,"data":{}}', { status: 'silent', why: 'unreadable' }],
  ])('%s', (_name, status, body, expected) => {
    expect(readReply(status, body, sent)).toEqual(expected);
  });

  test.each<[string, string, object]>([
    [
      'a pair with seconds as text',
      '{"access_token":"a","refresh_token":"r","expires_in":"90000"}',
      { status: 'done', value: { access: 'a', refresh: 'r', lifeMs: 90_000_000 } },
    ],
    [
      'seconds as a number',
      '{"access_token":"a","refresh_token":"r","expires_in":90000}',
      { status: 'done', value: { access: 'a', refresh: 'r', lifeMs: 90_000_000 } },
    ],
    [
      'no life',
      '{"access_token":"a","refresh_token":"r"}',
      { status: 'done', value: { access: 'a', refresh: 'r', lifeMs: null } },
    ],
    ['an error', '{"error":-14002,"error_name":"x"}', { status: 'refused', kind: 'setup', code: -14_002 }],
    ['half a pair', '{"access_token":"a"}', { status: 'silent', why: 'unreadable' }],
  ])('a token answer with %s', (_name, body, expected) => {
    expect(readTokenReply(200, body)).toEqual(expected);
  });
});

test.each<[string, ZaloAddress]>([
  ['user:4608', { kind: 'user', user: '4608' }],
  ['anonymous:a-1:c_2', { kind: 'anonymous', anonymous: 'a-1', conversation: 'c_2' }],
])('the address %s is written and read', (text, address) => {
  expect(addressText(address)).toBe(text);
  expect(readAddress(text)).toEqual(address);
});

test.each(['', 'user:', 'user:1:2', 'anonymous:1', 'anonymous:1:', 'phone:1', 'user'])(
  '“%s” is no address',
  (text) => {
    expect(readAddress(text)).toBeNull();
  },
);
