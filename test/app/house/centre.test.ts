import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HouseBody, houseCalls } from '../../../src/wire/house/calls.ts';
import { makeUniverse, newPerson, type Universe } from '../../support/universe.ts';

const minute = 60_000;
const ha = { id: 'ha', name: 'Hà', role: 'administrator' } as const;

let universe: Universe;
beforeEach(async () => {
  universe = await makeUniverse();
});
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

async function read() {
  const answer = await universe.hien.house.call(ha, 'centre/read', {});
  if (answer.status !== 'done') throw new Error(answer.why);
  return houseCalls['centre/read'].reply.parse(answer.reply);
}
type Centre = HouseBody<'centre/write'>['centre'];
const write = async (version: number, change: Partial<Centre>) => {
  const body = { version, centre: { ...(await read()).centre, ...change } };
  return universe.hien.house.call(ha, 'centre/write', houseCalls['centre/write'].body.parse(body));
};
const named = () => universe.directory.placeholders(universe.clock.now());

test('begins with the file, and the texts follow what is written', async () => {
  expect(await read()).toMatchObject({
    version: 0,
    changed: null,
    centre: { name: null, keeping: { high: 30 } },
  });
  expect(named()['centre']).toBeUndefined();
  const hours = [{ days: ['mon' as const, 'tue' as const], from: '07:30', to: '17:00' }];
  const written = await write(0, { name: 'Trung tâm Bến Gỗ', hours, web: 'https://sotay.example.vn' });
  expect(written).toEqual({ status: 'done', reply: { version: 1 } });
  // Monday 2 March 2026, 9:00 in Viet Nam.
  expect(named()).toMatchObject({
    centre: 'Trung tâm Bến Gỗ',
    hour: '7:30',
    page: 'https://sotay.example.vn',
  });
  await universe.restart();
  expect(named()['centre']).toBe('Trung tâm Bến Gỗ');
});

test('is refused with what is wrong, and when somebody else was first', async () => {
  const keeping = { low: 3, medium: 7, high: 6 };
  expect(await write(0, { area: '99' })).toEqual({
    status: 'refused',
    why: 'invalid',
    detail: [
      {
        field: 'area',
        problem: 'area',
      },
    ],
  });
  expect((await read()).version).toBe(0);
  expect(houseCalls['centre/write'].body.safeParse({ version: 0, centre: { keeping } }).success).toBe(false);
  await write(0, { name: 'một' });
  expect(await write(0, { name: 'hai' })).toEqual({ status: 'refused', why: 'stale' });
  expect((await read()).centre.name).toBe('một');
});

test('talks are kept as long as it says', async () => {
  await write(0, { keeping: { low: 1, medium: 7, high: 30 } });
  const person = await newPerson(universe);
  await person.write('xin chào');
  for (const ms of [23 * 60 * minute, 11 * minute, 60 * minute, 11 * minute, 11 * minute]) {
    universe.clock.move(ms);
    for (let round = 0; round < 5; round += 1) await universe.settle();
  }
  expect((await universe.store.conversation(person.conversation)) === null).toBe(true);
});

test('the centre’s own line stands first among those that answer, as soon as it was tested', async () => {
  const id = 'anh-duong-quang-ninh';
  const { lines } = await read();
  const line = lines.find((one) => one.number.replaceAll(' ', '') === '18001769')?.id ?? id;
  await write(0, { area: '22', line });
  expect(named()['numbers']).not.toContain('18001769');
  await universe.hien.house.call(ha, 'numbers/called', { id: line, answered: 'chị Hoa', night: true });
  expect(named()['numbers']?.replaceAll(' ', '')).toMatch(/^18001769/u);
  expect((await read()).lines.find((one) => one.id === line)?.shown).toBe(true);
});
