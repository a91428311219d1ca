import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serviceRecords } from '../../../src/app/living-directory.ts';
import { servicesAt } from '../../../src/app/services.ts';
import { withCall } from '../../../src/directory/kept-service.ts';
import type { Service } from '../../../src/directory/service.ts';
import type { HouseAnswer, HouseBody, HouseCallName, HouseReply } from '../../../src/wire/house/calls.ts';
import { houseCalls } from '../../../src/wire/house/calls.ts';
import { makeUniverse, newStaff, type Universe } from '../../support/universe.ts';

const day = 24 * 60 * 60_000;
const ha = { id: 'ha', name: 'Hà', role: 'administrator' } as const;
const lan = { id: 'lan', name: 'Lan', role: 'counsellor' } as const;

let universe: Universe;
beforeEach(async () => {
  universe = await makeUniverse();
});
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

/** Makes a call as the console's adapter does: the body passes its schema first, the reply passes its own. */
async function call<Name extends HouseCallName>(
  name: Name,
  body: HouseBody<Name>,
  by: Parameters<Universe['hien']['house']['call']>[0] = ha,
): Promise<HouseAnswer<HouseReply<Name>>> {
  const answer = await universe.hien.house.call(by, name, houseCalls[name].body.parse(body));
  if (answer.status === 'done') houseCalls[name].reply.parse(answer.reply);
  return answer as HouseAnswer<HouseReply<Name>>;
}

async function replyTo<Name extends HouseCallName>(
  name: Name,
  body: HouseBody<Name>,
): Promise<HouseReply<Name>> {
  const answer = await call(name, body);
  if (answer.status === 'refused') throw new Error(`refused: ${answer.why} ${JSON.stringify(answer.detail)}`);
  return answer.reply;
}

async function row(id: string) {
  const found = (await replyTo('numbers/list', {})).rows.find(({ service }) => service.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

/** What a flow's look-up finds now in Quảng Ninh. */
const found = (kinds: readonly string[] = []): readonly string[] | null =>
  servicesAt({ directory: universe.directory, report: () => {} }, universe.clock.now()).find({
    kinds: [...kinds],
    area: '22',
    limit: 20,
    usesViolence: false,
  });

const newLine = (fields: Partial<Service> = {}): Service => ({
  id: 'x',
  name: 'Đường dây Bến Gỗ',
  label: 'bến gỗ',
  kind: 'hotline',
  placeholder: null,
  number: '1800 9999',
  hours: '24/7',
  answers_at_night: null,
  cost: 'free',
  needs_credit: null,
  dial_from_elsewhere: null,
  languages: ['vi'],
  interpreters: [],
  who_answers: null,
  takes_children: null,
  takes_men: null,
  for_violence: true,
  area: ['22'],
  public: 'phone',
  referral_channel: null,
  valid_from: null,
  valid_to: null,
  aliases: [],
  owner: null,
  leaves_call_log: true,
  last_tested: null,
  tested_by: null,
  source: 'trung tâm',
  confidence: 'C',
  ...fields,
});
const add = (fields: Partial<Service> = {}) =>
  call('numbers/write', { id: null, version: 0, service: newLine(fields) });

describe('an entry', () => {
  test('is hidden until somebody answered a test call, then people find it, and not 91 days later', async () => {
    await newStaff(universe, 'Lan');
    expect(await add()).toEqual({ status: 'done', reply: { id: 'duong-day-ben-go', version: 1 } });
    expect(found()).not.toContain('duong-day-ben-go');
    expect(await row('duong-day-ben-go')).toMatchObject({
      test: 'never',
      shown: false,
      due: true,
      version: 1,
    });
    const unheard = { id: 'duong-day-ben-go', answered: null, night: false };
    expect(await call('numbers/called', unheard, lan)).toEqual({ status: 'done', reply: {} });
    expect(found()).not.toContain('duong-day-ben-go');
    await call('numbers/called', { ...unheard, answered: 'chị Hoa', night: true }, lan);
    expect(found()).toContain('duong-day-ben-go');
    expect(await row('duong-day-ben-go')).toMatchObject({
      test: 'fresh',
      shown: true,
      due: false,
      version: 3,
      service: { answers_at_night: true },
      calls: [
        {
          by: 'Lan',
          answered: 'chị Hoa',
          night: true,
        },
        {
          by: 'Lan',
          answered: null,
        },
      ],
    });
    universe.clock.move(31 * day);
    expect(await row('duong-day-ben-go')).toMatchObject({ test: 'stale', shown: true, due: true });
    universe.clock.move(60 * day);
    expect(await row('duong-day-ben-go')).toMatchObject({ test: 'hidden', shown: false, due: true });
    expect(found()).not.toContain('duong-day-ben-go');
  });

  test('of the file is changed over the file; the stale edit of another is refused', async () => {
    const before = await row('tong-dai-111');
    expect(before.version).toBe(0);
    const service = { ...before.service, who_answers: 'tư vấn viên' };
    expect((await call('numbers/write', { id: 'tong-dai-111', version: 0, service })).status).toBe('done');
    const other = { ...before.service, owner: 'Bộ khác' };
    const late = await call('numbers/write', { id: 'tong-dai-111', version: 0, service: other });
    expect(late).toEqual({ status: 'refused', why: 'stale' });
    expect(await row('tong-dai-111')).toMatchObject({ version: 1, service: { who_answers: 'tư vấn viên' } });
    expect(universe.directory.placeholders(universe.clock.now())['child_line']).toBe('111');
  });

  test('of an emergency number can be neither hidden nor deleted', async () => {
    const { service } = await row('cong-an');
    const hidden = { id: 'cong-an', version: 0, service: { ...service, public: 'none' as const } };
    expect(await call('numbers/write', hidden)).toEqual({
      status: 'refused',
      why: 'invalid',
      detail: [
        {
          field: 'public',
          problem: 'emergency',
        },
      ],
    });
    expect(await call('numbers/remove', { id: 'cong-an', version: 0 })).toMatchObject({ why: 'invalid' });
    expect(universe.directory.placeholders(universe.clock.now())['police']).toBe('113');
  });

  test('of a shelter stays hidden from people, however well it was tested', async () => {
    expect(await add({ kind: 'shelter' })).toMatchObject({
      why: 'invalid',
      detail: [
        {
          field: 'public',
          problem: 'hidden-kind',
        },
      ],
    });
    await add({ kind: 'shelter', public: 'none' });
    await call('numbers/called', { id: 'duong-day-ben-go', answered: 'anh Sơn', night: false });
    expect(found()).not.toContain('duong-day-ben-go');
    expect((await row('duong-day-ben-go')).shown).toBe(false);
  });

  test('that was taken out is gone from lists and look-ups, and its id is not given again', async () => {
    await add();
    await call('numbers/called', { id: 'duong-day-ben-go', answered: 'chị Hoa', night: false });
    expect(await call('numbers/remove', { id: 'duong-day-ben-go', version: 2 })).toMatchObject({
      status: 'done',
    });
    expect(found()).not.toContain('duong-day-ben-go');
    expect(await call('numbers/remove', { id: 'duong-day-ben-go', version: 3 })).toMatchObject({
      why: 'gone',
    });
    expect(await add()).toMatchObject({ reply: { id: 'duong-day-ben-go-2' } });
  });

  test('with another number must be tested anew', async () => {
    await add();
    await call('numbers/called', { id: 'duong-day-ben-go', answered: 'chị Hoa', night: false });
    const { service, version } = await row('duong-day-ben-go');
    await call('numbers/write', { id: service.id, version, service: { ...service, number: '1800 8888' } });
    expect(await row('duong-day-ben-go')).toMatchObject({ test: 'never', shown: false });
  });

  test('changed by two at once keeps one change, and two test calls both', async () => {
    await add();
    const id = 'duong-day-ben-go';
    const { service } = await row(id);
    const write = (owner: string) =>
      call('numbers/write', { id, version: 1, service: { ...service, owner } });
    const both = await Promise.all([write('một'), write('hai')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['done', 'refused']);
    await Promise.all([
      call('numbers/called', { id, answered: 'chị Hoa', night: false }),
      call('numbers/called', { id, answered: 'anh Sơn', night: true }),
    ]);
    expect((await row(id)).calls).toHaveLength(2);
  });
});

test('what another process changed is known within a minute, and after a start', async () => {
  await add();
  const records = serviceRecords(universe);
  const kept = await records.get('duong-day-ben-go');
  if (kept === null) throw new Error('not written');
  const answered = withCall(kept.value, {
    at: universe.clock.now(),
    by: 'lan',
    answered: 'chị Hoa',
    night: false,
  });
  await records.put([{ id: kept.id, version: kept.version, value: answered }], {
    at: universe.clock.now(),
    by: 'lan',
    audit: [],
  });
  expect(found()).not.toContain('duong-day-ben-go');
  await universe.pass(60_000);
  expect(found()).toContain('duong-day-ben-go');
  await universe.restart();
  expect(found()).toContain('duong-day-ben-go');
});

test('staff are told how many numbers to call; counsellors may call and read, but not edit', async () => {
  const desk = await newStaff(universe, 'Lan');
  await universe.settle();
  const { rows } = await replyTo('numbers/list', {});
  const due = rows.filter((one) => one.due);
  expect(due.length).toBeGreaterThan(3);
  expect(due.filter(({ emergency }) => emergency)).toEqual([]);
  const warning = JSON.stringify({ key: 'warning.untested-numbers', params: { n: due.length } });
  expect(desk.newest('desk')?.warnings).toContain(warning);
  const [first] = due;
  await call('numbers/called', { id: first?.service.id ?? '', answered: 'ai đó', night: false }, lan);
  await universe.settle();
  const fewer = JSON.stringify({ key: 'warning.untested-numbers', params: { n: due.length - 1 } });
  expect(desk.newest('desk')?.warnings).toContain(fewer);
  expect(await call('numbers/export', {}, lan)).toEqual({ status: 'refused', why: 'not-allowed' });
});

describe('a table', () => {
  const table = async () => (await replyTo('numbers/export', {})).csv;

  test('that was exported changes nothing when it comes back', async () => {
    const csv = await table();
    expect(await replyTo('numbers/import', { csv, take: 'none', stamp: null })).toMatchObject({
      added: [],
      changed: [],
      bad: [],
      taken: false,
    });
  });

  test('is looked at first; with a bad line nothing is taken unless the good ones are asked for', async () => {
    const [header = '', ...lines] = (await table()).split('\r\n');
    const line = lines.find((one) => one.startsWith('ngoi-nha-binh-yen,')) ?? '';
    const good = line.replace('ngoi-nha-binh-yen,', ',').replace(',1900969680,', ',18001112,');
    const bad = line.replace(',hotline,', ',hotel,');
    const csv = [header, good, bad].join('\r\n');
    const look = await replyTo('numbers/import', { csv, take: 'none', stamp: null });
    expect(look).toMatchObject({
      added: [expect.stringContaining('Bình yên')],
      changed: [],
      taken: false,
    });
    expect(look.bad).toEqual([{ line: 3, problems: [{ field: 'kind', problem: 'shape' }] }]);
    const { stamp } = look;
    expect(await call('numbers/import', { csv, take: 'all', stamp })).toMatchObject({ why: 'invalid' });
    const size = (await replyTo('numbers/list', {})).rows.length;
    expect(await call('numbers/import', { csv, take: 'good', stamp: null })).toMatchObject({ why: 'stale' });
    expect(await replyTo('numbers/import', { csv, take: 'good', stamp })).toMatchObject({ taken: true });
    expect((await replyTo('numbers/list', {})).rows.length).toBe(size + 1);
    expect(await call('numbers/import', { csv, take: 'good', stamp })).toMatchObject({ why: 'stale' });
  });

  test('cannot hide an emergency number', async () => {
    const [header = '', ...lines] = (await table()).split('\r\n');
    const police = (lines.find((one) => one.startsWith('cong-an,')) ?? '').replace(',phone,', ',none,');
    const look = await replyTo('numbers/import', {
      csv: `${header}\r\n${police}`,
      take: 'none' as const,
      stamp: null,
    });
    expect(look.bad).toEqual([{ line: 2, problems: [{ field: 'public', problem: 'emergency' }] }]);
  });
});
