import { createCipheriv, createSecretKey } from 'node:crypto';
import { assert, property, string, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SealBroken } from '../../src/vault/errors.ts';
import { pad, paddedSize, unpad } from '../../src/vault/padding.ts';
import { makeSeal, unwrapKey, wrapKey } from '../../src/vault/seal.ts';

const key = createSecretKey(Buffer.alloc(32, 1));
const seal = makeSeal(key, 'conversation');
const words = new TextEncoder().encode('Anh ấy dọa giết con tôi.');

describe('a seal', () => {
  test('opens what it sealed, whatever it was', () => {
    assert(
      property(uint8Array({ maxLength: 3_000 }), string(), (plain, context) => {
        expect(seal.open(seal.seal(plain, context), context)).toEqual(plain);
      }),
    );
  });

  test('opens sixty-four kibibytes', () => {
    const long = new Uint8Array(64 * 1024).fill(5);
    expect(seal.open(seal.seal(long, 'message/1'), 'message/1')).toEqual(long);
  });

  test('makes other bytes each time, none of them the words', () => {
    const [once, again] = [seal.seal(words, 'message/1'), seal.seal(words, 'message/1')];
    expect(once).not.toEqual(again);
    expect(Buffer.from(once).includes(Buffer.from('giết'))).toBe(false);
  });

  test('is what the standard says: format, nonce, AES-256-GCM, tag', () => {
    const sealed = seal.seal(words, 'message/1');
    const cipher = createCipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
    cipher.setAAD(Buffer.from('hien/1/12/conversation/message/1'));
    const body = Buffer.concat([cipher.update(pad(words)), cipher.final(), cipher.getAuthTag()]);
    expect(Buffer.from(sealed)).toEqual(Buffer.concat([Buffer.from([1]), sealed.subarray(1, 13), body]));
  });

  test('does not open when any one byte was changed', () => {
    const sealed = seal.seal(words, 'message/1');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed, (byte, place) => (place === at ? byte ^ 1 : byte));
      expect(() => seal.open(changed, 'message/1')).toThrow(SealBroken);
    }
  });

  test('does not open when bytes are missing', () => {
    const sealed = seal.seal(words, 'message/1');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => seal.open(sealed.subarray(0, length), 'message/1')).toThrow(SealBroken);
    }
  });

  test.each([
    ['in another place', seal, 'message/2'],
    ['of another conversation', makeSeal(key, 'other'), 'message/1'],
    ['under another key', makeSeal(createSecretKey(Buffer.alloc(32, 2)), 'conversation'), 'message/1'],
    ['where owner and place only read alike', makeSeal(key, 'conversation/message'), '1'],
  ])('does not open %s', (_, other, context) => {
    const sealed = seal.seal(words, 'message/1');
    expect(() => other.open(sealed, context)).toThrow(SealBroken);
  });
});

describe('padding', () => {
  test.each([
    [4, 64],
    [64, 64],
    [65, 128],
    [1_024, 1_024],
    [1_025, 1_088],
    [65_540, 69_632],
  ])('makes %i bytes %i', (bytes, padded) => {
    expect(paddedSize(bytes)).toBe(padded);
  });

  test('is taken off again and costs at most a sixteenth beyond the shortest', () => {
    assert(
      property(uint8Array({ maxLength: 5_000 }), (plain) => {
        const padded = pad(plain);
        expect(unpad(padded)).toEqual(plain);
        expect(padded.length - plain.length - 4).toBeLessThan(Math.max(64, padded.length / 16 + 1));
      }),
    );
  });

  test('that claims more than there is, is refused', () => {
    const padded = pad(words);
    padded.set([0, 0, 255, 255]);
    expect(() => unpad(padded)).toThrow(SealBroken);
  });
});

test('a wrapped key is unwrapped under its name and its master key alone', () => {
  const raw = Buffer.alloc(32, 9);
  const wrapped = wrapKey(key, 'conversation/a', raw);
  expect(Buffer.from(unwrapKey(key, 'conversation/a', wrapped))).toEqual(raw);
  expect(() => unwrapKey(key, 'conversation/b', wrapped)).toThrow(SealBroken);
  expect(() => unwrapKey(createSecretKey(Buffer.alloc(32, 3)), 'conversation/a', wrapped)).toThrow(
    SealBroken,
  );
});
