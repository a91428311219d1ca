import { afterEach, expect, test } from 'vitest';
import type { ContactBook } from '../../../src/app/contact-book.ts';
import type { GoingLive } from '../../../src/app/going-live.ts';
import { makeHouseDoor } from '../../../src/app/house/house-door.ts';
import type { RosterDesk } from '../../../src/app/house/roster.ts';
import type { Parts } from '../../../src/app/parts.ts';
import { staffRoles } from '../../../src/app/ports.ts';
import { type HouseCallName, houseCalls } from '../../../src/wire/house/calls.ts';
import { makeUniverse, type Universe } from '../../support/universe.ts';

let universe: Universe | null = null;
afterEach(async () => {
  await universe?.close();
  universe = null;
});

const names = Object.keys(houseCalls) as HouseCallName[];

test('every call is closed to the roles that its table does not name', async () => {
  universe = await makeUniverse();
  let closed = 0;
  for (const name of names) {
    const roles: readonly string[] = houseCalls[name].roles;
    expect([name, roles.length > 0]).toEqual([name, true]);
    for (const role of staffRoles.filter((one) => !roles.includes(one))) {
      const reply = await universe.hien.house.call({ id: 'lan', name: 'Lan', role }, name, {});
      expect([name, role, reply]).toEqual([name, role, { status: 'refused', why: 'not-allowed' }]);
      closed += 1;
    }
  }
  expect(closed).toBeGreaterThan(0);
});

test('a fault is reported and answered, not thrown', async () => {
  const faults: string[] = [];
  const parts = { report: (fault: string) => faults.push(fault) } as unknown as Parts;
  const roster = { book: { records: {} } } as unknown as RosterDesk;
  const directory = {} as Parts['directory'];
  const broken = makeHouseDoor({ ...parts, directory }, {} as ContactBook, roster, {} as GoingLive);
  const reply = await broken.call({ id: 'lan', name: 'Lan', role: 'administrator' }, 'centre/read', {});
  expect(reply).toEqual({ status: 'refused', why: 'unwritable' });
  expect(faults).toEqual(['house-failed']);
});
