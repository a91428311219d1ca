import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteLength, partText } from '../../src/web/chat/parting.ts';

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

test('bytes are counted as UTF-8 counts them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(byteLength(text)).toBe(bytesOf(text));
    }),
  );
});

test('parts fit, lose nothing and split no character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.integer({ min: 8, max: 40 }),
      (text, most) => {
        const parts = partText(text, most);
        expect(parts.join('')).toBe(text);
        for (const part of parts) {
          expect(bytesOf(part)).toBeLessThanOrEqual(most);
          expect(part.isWellFormed()).toBe(true);
        }
      },
    ),
  );
});

test('a text that fits is one part, a long one is parted at a space', () => {
  expect(partText('xin chào', 100)).toEqual(['xin chào']);
  expect(partText('một hai ba', 8)).toEqual(['một ', 'hai ba']);
});
