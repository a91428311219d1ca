import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSaved, encodeSaved } from '../../src/web/chat/saved.ts';

const saved = fc.record({
  token: fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.isWellFormed()),
  conversation: fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.isWellFormed()),
  issuedAt: fc.nat(),
  seenAt: fc.nat(),
  quiet: fc.boolean(),
});

test('what is remembered comes back as it was', () => {
  fc.assert(
    fc.property(saved, (each) => {
      expect(decodeSaved(encodeSaved(each))).toEqual(each);
    }),
  );
});

test('the string shows neither token nor conversation to a reader of the storage', () => {
  const text = encodeSaved({
    token: 'secret-token',
    conversation: 'talk-7',
    issuedAt: 1,
    seenAt: 1,
    quiet: true,
  });
  expect(text).toMatch(/^[A-Za-z0-9+/=]+$/);
  expect(text).not.toMatch(/secret|talk|quiet|true/);
});

test.each([
  null,
  '',
  'x',
  '%',
  btoa('{}'),
  btoa('[]'),
  btoa('["a","b",1,2,3]'),
  btoa('["","b",1,2,true]'),
  btoa('null'),
])('anything else (%j) is no memory and no error', (text) => {
  expect(decodeSaved(text)).toBeNull();
});

test('whatever stands under the key is read without an exception', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(decodeSaved(text)).toBeNull();
    }),
  );
});
