import { afterEach, expect, test } from 'vitest';
import type { Detector } from '../../src/risk/detector.ts';
import { makeUniverse, newPerson, newStaff, type Universe } from '../support/universe.ts';

let universe: Universe;
afterEach(() => universe.close());

const faulty: Detector = {
  assess() {
    throw new Error('a fault of ours');
  },
};

test('a message whose turn keeps failing is not lost: it stands in the talk and a person is called', async () => {
  universe = await makeUniverse({ detector: faulty });
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  await person.write('câu này làm hỏng lượt');
  await universe.pass(10_000);
  const answers = await person.look();
  expect(answers.map(({ text }) => text).join('\n')).toContain('113');
  lan.beat();
  expect(await lan.do('claim-next', {})).toMatchObject({ status: 'done', conversation: person.conversation });
  const talk = await lan.watch(person.conversation);
  expect(talk.messages.filter(({ text }) => text === 'câu này làm hỏng lượt')).toHaveLength(1);
  expect(await universe.store.inbox(person.conversation)).toEqual([]);
});
