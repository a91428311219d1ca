import { expect, test } from 'vitest';
import { addressOf, readRoute } from '../../../src/web/console/house/route.ts';

test.each<[string, string | null, readonly string[]]>([
  ['', null, []],
  ['#/', null, []],
  ['#/centre', 'centre', []],
  ['#/numbers/cong-an', 'numbers', ['cong-an']],
  ['#/numbers/a%2Fb//c', 'numbers', ['a/b', 'c']],
  ['#/numbers/%E0%A4', 'numbers', ['%E0%A4']],
  ['#/invite/secret', null, []],
  ['#centre', null, []],
])('the address "%s" shows %s %j', (hash, path, rest) => {
  expect(readRoute(hash)).toEqual({ path, rest });
});

test('an address leads back to where it was made', () => {
  expect(readRoute(addressOf('numbers', 'a/b', 'ữ'))).toEqual({ path: 'numbers', rest: ['a/b', 'ữ'] });
  expect(readRoute(addressOf(null))).toEqual({ path: null, rest: [] });
});
