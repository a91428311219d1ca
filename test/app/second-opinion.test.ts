import { afterEach, expect, test } from 'vitest';
import type { Opinion } from '../../src/risk/second-opinion.ts';
import { type Desk, makeUniverse, newPerson, newStaff, type Universe } from '../support/universe.ts';

/* A language model may raise a conversation: by a line in the queue, in silence, and by nothing else. */

let universe: Universe;
let lan: Desk;
const heard: string[] = [];

async function begin(opinion: (text: string) => Promise<Opinion | null>): Promise<void> {
  heard.length = 0;
  const on = (text: string): Promise<Opinion | null> => {
    heard.push(text);
    return opinion(text);
  };
  universe = await makeUniverse({ secondOpinion: { on } });
  lan = await newStaff(universe, 'Lan');
}
const says = (level: Opinion['level'], quote: string) => (): Promise<Opinion> =>
  Promise.resolve({ level, categories: ['ipv_psychological'], quote });
const covert = 'shop ơi cho đặt hai tô cháo';

afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

test('a raise puts a line into the queue, rings no bell, pages nobody and says nothing to her', async () => {
  await begin(says('imminent', 'hai tô cháo'));
  const person = await newPerson(universe);
  const said = await person.write(covert);
  await universe.settle();
  const desk = lan.newest('desk');
  expect(desk?.queue).toMatchObject([{ level: 'high' }]);
  expect(desk?.alarm.ringing).toBe(false);
  expect(await universe.store.openPages()).toEqual([]);
  expect(await person.look()).toEqual([]);
  expect(said.length).toBe(1);
  await universe.pass(6 * 60_000);
  expect(await universe.store.openPages()).toEqual([]);
  expect(await person.look()).toEqual([]);
  // The program keeps the talk: the flow goes on where it was.
  const next = await person.write('3');
  expect(next.map(({ text }) => text).join('\n')).toContain('Ngay lúc này có chuyện nào');
});

test('what rules find afterwards rings as always', async () => {
  await begin(says('high', 'hai tô cháo'));
  const person = await newPerson(universe);
  await person.write(covert);
  await universe.settle();
  const said = await person.write('nó đang cầm dao đuổi em');
  expect(said.map(({ text }) => text).join('\n')).toContain('113');
  expect((await universe.store.openPages()).length).toBeGreaterThan(0);
  expect(lan.newest('desk')?.queue).toMatchObject([{ level: 'imminent' }]);
});

test('her counsellor gets a line in the talk, and her own reply stands', async () => {
  await begin((text) =>
    Promise.resolve(text.includes('cháo') ? { level: 'high', categories: [], quote: 'cháo' } : null),
  );
  const person = await newPerson(universe);
  await person.write({ kind: 'button', button: 'person' });
  await lan.do('claim-next', {});
  await person.write(covert);
  await universe.settle();
  const talk = await lan.watch(person.conversation);
  expect(talk.level).toBe('high');
  expect(
    talk.messages
      .filter(({ from }) => from === 'note')
      .map(({ text }) => text)
      .join('\n'),
  ).toContain('note.opinion');
  expect(lan.newest('desk')?.mine[0]?.alarm).toBe(false);
});

test('numbers and links are masked, and grave talks are not asked about', async () => {
  await begin(() => Promise.resolve(null));
  const person = await newPerson(universe);
  await person.write('mã đơn 0912345678, xem ở https://a.example/x giúp em');
  expect(heard).toEqual(['mã đơn [number], xem ở [link] giúp em']);
  await person.write('nó đang cầm dao đuổi em');
  await person.write('vẫn còn ở ngoài');
  expect(heard.length).toBe(1);
});

test('one conversation is asked about a dozen times an hour at most', async () => {
  await begin(() => Promise.resolve({ level: 'medium', categories: [], quote: '' }));
  const person = await newPerson(universe);
  for (let count = 0; count < 20; count += 1) await person.write(`xe buýt số ${String(count)} chạy mấy giờ`);
  expect(heard.length).toBe(12);
});

test('no answer, and nothing changes', async () => {
  await begin(() => new Promise(() => {}));
  const person = await newPerson(universe);
  expect((await person.write(covert)).length).toBe(1);
  expect(lan.newest('desk')?.queue).toEqual([]);
});
