import { expect, test } from 'vitest';
import { servicesAt } from '../../src/app/services.ts';
import { shippedContent } from '../support/content.ts';

const { directory } = shippedContent();
const now = Date.parse('2026-11-25T07:00:00Z');
const anything = { kinds: [], area: '22', limit: 3, usesViolence: false };

test('a look-up finds what may be shown, of the kinds asked for, at most so many', () => {
  const services = servicesAt({ directory, report: () => {} }, now);
  expect(services.find({ ...anything, kinds: ['hotline'] })).toEqual(['tong-dai-111']);
  expect(services.find({ ...anything, limit: 2 })).toHaveLength(2);
  expect(services.find({ ...anything, kinds: ['shelter', 'trusted-address'] })).toEqual([]);
});

test('a directory that cannot answer is reported, and the flow goes on without it', () => {
  const faults: string[] = [];
  const broken = {
    ...directory,
    publicServices: () => {
      throw new Error('unreadable');
    },
  };
  const services = servicesAt({ directory: broken, report: (fault) => faults.push(fault) }, now);
  expect(services.find(anything)).toBeNull();
  expect(faults).toEqual(['directory-failed']);
});
