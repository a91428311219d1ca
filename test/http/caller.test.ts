import { expect, test } from 'vitest';
import { callerNames, household } from '../../src/http/caller.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s counts as %s', (address, counted) => {
  expect(household(address)).toBe(counted);
});

test('a caller keeps a name for an hour, then gets another; the name does not give the address away', () => {
  let now = 0;
  const name = callerNames(() => now);
  const first = name('192.0.2.7');
  expect(first).not.toContain('192');
  expect(name('192.0.2.8')).not.toBe(first);
  now = 3_599_999;
  expect(name('192.0.2.7')).toBe(first);
  now = 3_600_000;
  const second = name('192.0.2.7');
  expect(second).not.toBe(first);
  now += 3_599_999;
  expect(name('192.0.2.7')).toBe(second);
  expect(callerNames(() => 0)('192.0.2.7')).not.toBe(first);
});
