import { afterEach, expect, test } from 'vitest';
import { steadyDetector } from '../../src/app/steady-detector.ts';
import { makeUniverse, newPerson, newStaff, type Universe } from '../support/universe.ts';

let universe: Universe;
afterEach(() => universe.close());

test('a message over which the rules stumble is answered, and waits for a person to read it', async () => {
  const faults: string[] = [];
  const broken = steadyDetector(
    {
      assess() {
        throw new Error('a rule is broken');
      },
    },
    (fault) => faults.push(fault),
  );
  universe = await makeUniverse({ detector: broken });
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  const said = (await person.write('anh ta đang tới')).map(({ text }) => text).join('\n');
  expect(said).not.toBe('');
  expect(said).toContain('113');
  expect(lan.newest('desk')?.queue.map(({ level, triggers }) => ({ level, triggers }))).toEqual([
    { level: 'high', triggers: ['H22'] },
  ]);
  expect(faults).toEqual(['detector-failed']);
  expect(universe.faults).toEqual([]);
});
