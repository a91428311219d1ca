import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HouseAnswer, HouseReply } from '../../src/wire/house/calls.ts';
import { liveLines } from '../../src/wire/house/going-live.ts';
import { type Desk, makeUniverse, newStaff, type Universe } from '../support/universe.ts';

/* The list before opening stays red until each line has a name and a date, and what the program sees agrees. */

let universe: Universe;
let head: Desk;
beforeEach(async () => {
  universe = await makeUniverse();
  head = await newStaff(universe, 'Head', 'administrator');
});
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

const read = async (): Promise<HouseReply<'live/read'>> => {
  const answer = (await universe.hien.house.call(head.who, 'live/read', {})) as HouseAnswer<
    HouseReply<'live/read'>
  >;
  if (answer.status !== 'done') throw new Error(answer.why);
  return answer.reply;
};
const sign = (line: string, version = 0, signed: object | null = { name: 'Bác sĩ Hà', date: '2026-03-01' }) =>
  universe.hien.house.call(head.who, 'live/sign', { line, version, signed });
const lineOf = async (line: string) => (await read()).lines.find((one) => one.line === line);

test('nothing is signed at first, and staff are told', async () => {
  const { live, lines } = await read();
  expect([live, lines.map(({ line }) => line), lines.some(({ done }) => done)]).toEqual([
    false,
    [...liveLines],
    false,
  ]);
  expect(head.newest('desk')?.warnings).toContain('warning.not-live');
});

test('a line is signed once, taken back, and signed again', async () => {
  expect(await sign('lawyer')).toEqual({ status: 'done', reply: { version: 1 } });
  expect(await lineOf('lawyer')).toMatchObject({ done: true, signed: { name: 'Bác sĩ Hà' } });
  expect(await sign('lawyer')).toEqual({ status: 'refused', why: 'stale' });
  expect(await sign('lawyer', 1, null)).toMatchObject({ status: 'done' });
  expect((await lineOf('lawyer'))?.done).toBe(false);
  expect(await sign('lawyer')).toMatchObject({ status: 'done' });
  expect((await lineOf('lawyer'))?.done).toBe(true);
});

test('a signature does not outvote what the program sees', async () => {
  for (const line of liveLines) await sign(line);
  const { live, lines } = await read();
  expect(live).toBe(false);
  expect(lines.filter(({ done }) => !done).map(({ line, evidence }) => [line, evidence?.good])).toEqual([
    ['numbers', false],
    ['drill', false],
    ['two-a-night', false],
  ]);
});
