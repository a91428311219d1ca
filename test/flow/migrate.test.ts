import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitting } from '../../src/flow/fitting.ts';
import { exitsOf, stepOf } from '../../src/flow/graph.ts';
import { lengthened, mostPassed, type Passed, passedOf, recordedOf } from '../../src/flow/migrate/passed.ts';
import { placeTalk, type Stand } from '../../src/flow/migrate/place.ts';
import { replay } from '../../src/flow/migrate/replay.ts';
import type { Plan, StepId } from '../../src/flow/plan.ts';
import { classesOf } from '../../src/flow/prove/classes.ts';
import { alphabetOf } from '../../src/flow/prove/events.ts';
import { renamesInto } from '../../src/flow/renames.ts';
import { retargeted } from '../../src/flow/retarget.ts';
import { type Place, type PlanEvent, walk, walkStart } from '../../src/flow/walk.ts';
import { loadFlows } from '../../src/flows-on-disk.ts';
import { compareLevels } from '../../src/risk/level.ts';
import { compileText, flowText, planOf } from '../support/flows.ts';

const { plans } = loadFlows();
const rows = plans.map((plan) => [plan.flow, plan] as const);

/** The same flow with every one of its own steps renamed, `was:` saying what they were called. */
function renamed(plan: Plan): Plan {
  const own = (id: StepId): boolean => !id.startsWith('safety_') && !id.includes('__');
  const map = (id: StepId): StepId => {
    const [front = id, ...rest] = id.split('__');
    return [own(front) ? `${front}_new` : front, ...rest].join('__');
  };
  return {
    ...plan,
    structure: 'renamed',
    start: map(plan.start),
    steps: Object.fromEntries(
      Object.entries(plan.steps).map(([id, step]) => [map(id), retargeted(step, map)]),
    ),
    was: Object.fromEntries(
      Object.keys(plan.steps)
        .filter(own)
        .map((id) => [map(id), [id]]),
    ),
  };
}

/** A talk: choices among everything that can happen at each step, and now and then words that bring up a question. */
const choices = fc.array(fc.nat(1_000), { minLength: 0, maxLength: 14 });

function walked(plan: Plan, chosen: readonly number[]): Stand {
  const classes = classesOf(plan);
  let place: Place = walkStart(plan).place;
  let path: readonly Passed[] | null = [];
  for (const number of chosen) {
    const event = eventAt(plan, place, number, classes);
    if (event === null) break;
    const next = walk(plan, place, event);
    if (next === null) continue;
    const passed = next.place.visit === place.visit ? null : passedOf(place.at, event);
    if (passed !== null) path = lengthened(path, passed);
    place = next.place;
  }
  return { ...place, path };
}

function eventAt(
  plan: Plan,
  place: Place,
  number: number,
  classes: ReturnType<typeof classesOf>,
): PlanEvent | null {
  if (number > 950) {
    const resting = Object.keys(plan.steps).filter((id) => plan.steps[id]?.kind === 'choose');
    return { type: 'JUMP', step: resting[number % resting.length] ?? plan.start };
  }
  const step = stepOf(plan, place.at);
  const alphabet = step === undefined ? [] : alphabetOf(step, classes);
  return alphabet[number % Math.max(alphabet.length, 1)]?.event ?? null;
}

const runs = { numRuns: 40 };

describe('a talk moved to another revision of its flow', () => {
  test.each(rows)('%s: with every step renamed it lands on the same step, knowing the same', (_, plan) => {
    const after = renamed(plan);
    const rename = renamesInto(after);
    fc.assert(
      fc.property(choices, (chosen) => {
        const stand = walked(plan, chosen);
        const placing = placeTalk(plan, stand, after);
        if (stepOf(plan, stand.at)?.kind === 'end') return;
        expect(placing).toMatchObject({ status: 'placed', isSame: true, dangers: [] });
        if (placing.status !== 'placed') return;
        const { at, visit, tries, risk } = placing.stand;
        expect({ at, visit, tries, risk }).toEqual({
          at: rename(stand.at),
          visit: stand.visit,
          tries: stand.tries,
          risk: stand.risk,
        });
        expect(ownVars(placing.stand.vars)).toEqual(ownVars(stand.vars));
      }),
      runs,
    );
  });

  test.each(rows)('%s: and goes on there as it would have here', (_, plan) => {
    const after = renamed(plan);
    const rename = renamesInto(after);
    fc.assert(
      fc.property(choices, fc.nat(950), (chosen, number) => {
        const stand = walked(plan, chosen);
        const placing = placeTalk(plan, stand, after);
        if (placing.status !== 'placed') return;
        const event = eventAt(plan, stand, number, classesOf(plan));
        if (event === null) return;
        const [here, there] = [walk(plan, stand, event), walk(after, placing.stand, event)];
        expect(there === null).toBe(here === null);
        expect(there?.place.at).toBe(here === null ? undefined : rename(here.place.at));
        expect(there?.place.risk).toBe(here?.place.risk);
      }),
      runs,
    );
  });

  test.each(rows)('%s: without its way it is placed by the name of its step, never lower', (_, plan) => {
    const after = renamed(plan);
    fc.assert(
      fc.property(choices, (chosen) => {
        const stand = walked(plan, chosen);
        const placing = placeTalk(plan, { ...stand, path: null }, after);
        if (placing.status !== 'placed') throw new Error('not placed');
        expect(placing.stand.at).toBe(renamesInto(after)(stand.at));
        expect(placing.stand.risk).toBe(stand.risk);
        expect(placing.stand.vars).toEqual(fitting(stand.vars, after.variables));
      }),
      runs,
    );
  });

  test.each(rows)(
    '%s: whatever is taken away, no level falls and nobody stands where nothing is',
    (_, plan) => {
      const answers = Object.entries(plan.steps).flatMap(([id, step]) =>
        step.kind === 'choose' ? step.options.map(({ option }) => [id, option] as const) : [],
      );
      fc.assert(
        fc.property(choices, fc.nat(answers.length - 1), fc.boolean(), (chosen, index, whole) => {
          const stand = walked(plan, chosen);
          const [id, option] = answers[index] as readonly [string, string];
          const after = whole ? withoutStep(plan, id) : withoutAnswer(plan, id, option);
          const placing = placedIn(plan, stand, after);
          if (placing.status !== 'placed') return;
          const { at, risk, vars } = placing.stand;
          expect(compareLevels(risk, stand.risk)).toBeGreaterThanOrEqual(0);
          expect(stepOf(after, at)).toBeDefined();
          expect(fitting(vars, after.variables)).toEqual(vars);
        }),
        runs,
      );
    },
  );
});

/** A flow that goes round without ever waiting for her cannot be published: what is taken away may leave one. */
function placedIn(plan: Plan, stand: Stand, after: Plan): ReturnType<typeof placeTalk> {
  try {
    return placeTalk(plan, stand, after);
  } catch (fault) {
    fc.pre(!String(fault).includes('leads on without a rest'));
    throw fault;
  }
}

const ownVars = (vars: Place['vars']): Place['vars'] =>
  Object.fromEntries(Object.entries(vars).filter(([name]) => !name.includes('__')));

function withoutAnswer(plan: Plan, id: StepId, gone: string): Plan {
  const step = plan.steps[id];
  if (step?.kind !== 'choose') return plan;
  const options = step.options.filter(({ option }) => option !== gone);
  return { ...plan, structure: 'less', steps: { ...plan.steps, [id]: { ...step, options } } };
}

/** Whoever was led to the step is led to where its first way out leads. */
function withoutStep(plan: Plan, gone: StepId): Plan {
  const step = plan.steps[gone];
  const onto = step === undefined ? undefined : exitsOf(step).find(({ next }) => next !== gone)?.next;
  if (onto === undefined) return plan;
  const map = (id: StepId): StepId => (id === gone ? onto : id);
  const steps = Object.entries(plan.steps).filter(([id]) => id !== gone);
  return {
    ...plan,
    structure: 'less',
    start: map(plan.start),
    steps: Object.fromEntries(steps.map(([id, one]) => [id, retargeted(one, map)])),
  };
}

const asking = (words: string, options: string): string => `
    choose: ${words}
    options:
${options}
    no_match: { tries: 2, then: safety_unclear }
    silence: { after: 30m, then: safety_silence }`;

const small = (steps: string, start = 'who'): Plan =>
  planOf(
    compileText(
      `format: 1\nid: example\ntitle: Ví dụ\nlanguage: vi\ninherits: _safety\nstart: ${start}\nsteps:\n${steps}`,
    ),
  );

const who = (next = 'where', mark = 'negative: true'): string =>
  `  who:\n    checkpoint: true${asking('Ai vậy?', `      me: { label: Tôi, ${mark}, next: ${next} }\n      friend: { label: Bạn, next: ${next} }`)}\n`;
const where = `  where:${asking('Ở đâu?', '      here: { label: Ở đây, next: late }\n      away: { label: Xa, next: late }')}\n`;
const late = `  late:${asking('Muộn chưa?', '      yet: { label: Rồi, next: done }\n      not_yet: { label: Chưa, next: done }')}\n`;
const done = '  done: { end: informed }\n';

const old = small(who() + where + late + done);
const at = (plan: Plan, ...answers: readonly string[]): Stand =>
  answers.reduce<Stand>(
    (stand, option) => {
      const passed: Passed = [stand.at, option];
      const next = walk(plan, stand, { type: 'ANSWER', option });
      if (next === null) throw new Error(`no answer ${option}`);
      return { ...next.place, path: lengthened(stand.path, passed) };
    },
    { ...walkStart(plan).place, path: [] },
  );

describe('where talks come to stand', () => {
  test('a new question in front is put before the talk goes on', () => {
    const age = `  age:${asking('Bao nhiêu tuổi?', '      young: { label: Dưới 18, next: where }\n      grown: { label: Lớn hơn, next: where }')}\n`;
    const after = small(who('age') + age + where + late + done);
    const placing = placeTalk(old, at(old, 'me', 'here'), after);
    expect(placing).toMatchObject({
      status: 'placed',
      isSame: false,
      stand: { at: 'age', path: [['who', 'me']], visit: 4, tries: 0 },
    });
  });

  test('a question that is gone is passed over; the answers after it still count', () => {
    const after = small(who('late') + late + done);
    expect(placeTalk(old, at(old, 'me', 'here'), after)).toMatchObject({
      status: 'placed',
      isSame: true,
      stand: { at: 'late' },
    });
    expect(placeTalk(old, at(old, 'me'), after)).toMatchObject({
      status: 'placed',
      isSame: false,
      stand: { at: 'late' },
    });
  });

  test('questions in another order are each answered by what was said', () => {
    const turned = where.replaceAll('next: late', 'next: who');
    const after = small(turned + who('late') + late + done, 'where');
    expect(placeTalk(old, at(old, 'me', 'here'), after)).toMatchObject({
      status: 'placed',
      isSame: true,
      stand: {
        at: 'late',
        path: [
          ['where', 'here'],
          ['who', 'me'],
        ],
      },
    });
  });

  test('an answer that is gone is asked for again', () => {
    const after = small(
      `${who().replace('      me: { label: Tôi, negative: true, next: where }\n', '')}${where}${late}${done}`,
    );
    expect(placeTalk(old, at(old, 'me', 'here'), after)).toMatchObject({
      status: 'placed',
      isSame: false,
      stand: { at: 'who' },
    });
    expect(placeTalk(old, at(old, 'friend', 'here'), after)).toMatchObject({
      status: 'placed',
      isSame: true,
    });
  });

  test('danger that the newer revision reads in an earlier answer comes out, and raises', () => {
    const person =
      '  person: { handoff: { share: [] }, accepted: safety_accepted, unavailable: safety_nobody, silence: { after: 3m, then: safety_quiet_end } }\n';
    const route = `  route:\n    branch:\n      - { when: 'risk == "high"', next: person }\n    otherwise: done\n`;
    const after = small(
      (who('where', 'risk: high, trigger: H1') + where + late + route + done + person)
        .replaceAll('next: done }', 'next: route }')
        .replace('when: \'risk == "high"\', next: route', 'when: \'risk == "high"\', next: person'),
    );
    expect(placeTalk(old, at(old, 'me', 'here'), after)).toMatchObject({
      status: 'placed',
      isSame: true,
      stand: { risk: 'high' },
      dangers: [{ step: 'who', option: 'me', mark: { level: 'high', trigger: 'H1' } }],
    });
  });

  test('answers that now end the flow, or lead to a person, leave no place', () => {
    expect(placeTalk(old, at(old, 'me', 'here'), small(who('done') + done))).toEqual({ status: 'cannot' });
    expect(placeTalk(old, at(old, 'me', 'here'), withTarget(old, 'where', 'safety_person'))).toEqual({
      status: 'cannot',
    });
  });

  test('without a way, and without the step: later where a checkpoint lies ahead, else not at all', () => {
    const stand = { ...at(old, 'me'), path: null };
    const ahead = withCheckpoint(old, 'late');
    expect(placeTalk(old, stand, withoutStep(old, 'where'))).toEqual({ status: 'cannot' });
    expect(placeTalk(ahead, stand, withoutStep(ahead, 'where'))).toEqual({ status: 'later' });
  });

  test('a way that does not lead to where the talk stands is not believed', () => {
    const stand: Stand = { ...at(old, 'me', 'here'), path: [['who', 'friend']] };
    expect(placeTalk(old, stand, withoutAnswer(old, 'who', 'friend'))).toMatchObject({
      status: 'placed',
      isSame: true,
      stand: { at: 'late', path: null },
    });
  });
});

function withTarget(plan: Plan, from: StepId, to: StepId): Plan {
  const map = (id: StepId): StepId => (id === from ? to : id);
  return {
    ...plan,
    structure: 'other',
    steps: Object.fromEntries(Object.entries(plan.steps).map(([id, step]) => [id, retargeted(step, map)])),
  };
}

function withCheckpoint(plan: Plan, id: StepId): Plan {
  const step = plan.steps[id];
  if (step?.kind !== 'choose') throw new Error(`${id} asks nothing`);
  return { ...plan, steps: { ...plan.steps, [id]: { ...step, checkpoint: true } } };
}

describe('the way a talk keeps', () => {
  test('holds so many things and no more', () => {
    const full = Array.from({ length: mostPassed }, (): Passed => ['who', 'me']);
    expect(lengthened(full.slice(1), ['who', 'me'])).toEqual(full);
    expect(lengthened(full, ['who', 'me'])).toBeNull();
    expect(lengthened(null, ['who', 'me'])).toBeNull();
  });

  test('says nothing of help and of buttons of earlier screens', () => {
    expect(passedOf('who', { type: 'HELP' })).toBeNull();
    expect(passedOf('who', { type: 'STALE', step: 'who', option: 'me', level: 'high' })).toBeNull();
    expect(passedOf('who', { type: 'JUMP', step: 'late' })).toEqual(['late', '@jump']);
  });

  test('what it cannot tell any more is left out: the question is put again', () => {
    const recorded = recordedOf(
      old,
      [
        ['who', '@given'],
        ['who', '@nonsense'],
        ['gone', 'me'],
      ],
      {},
    );
    expect(recorded).toEqual([{ step: 'gone', event: { type: 'ANSWER', option: 'me' } }]);
    expect(replay(old, recorded, renamesInto(old)).place.at).toBe('who');
  });
});

describe('a step that a called flow renames', () => {
  const called = (step: string, was = ''): string =>
    `format: 1\nid: called\ntitle: Ví dụ\nlanguage: vi\ninherits: _safety\nstart: ${step}\nsteps:\n  ${step}:${was}${asking('Đọc tiếp không?', '      more: { label: Đọc, next: over }\n      enough: { label: Thôi, next: over }')}\n  over: { end: informed }\n`;
  const caller = '  who: { call: called, outcomes: { informed: done } }\n' + done;
  const around = (text: string): Plan =>
    planOf(
      compileText(flowText(caller).replace('start: first', 'start: who'), 'example.yaml', [
        { name: 'called.yaml', text },
      ]),
    );

  test('is followed into the flow that calls it', () => {
    const [before, after] = [around(called('read')), around(called('look', '\n    was: read'))];
    const stand: Stand = { ...walkStart(before).place, path: [] };
    expect(stand.at).toBe('who__read');
    expect(placeTalk(before, stand, after)).toMatchObject({
      status: 'placed',
      isSame: true,
      stand: { at: 'who__look' },
    });
    expect(placeTalk(before, stand, around(called('look')))).toMatchObject({
      isSame: false,
      stand: { at: 'who__look' },
    });
  });
});

describe('renames', () => {
  test.each<[string, StepId, StepId | null]>([
    ['a step that is still there', 'late', 'late'],
    ['a renamed step', 'old_who', 'who'],
    ['one of several earlier names', 'older_who', 'who'],
    ['a part of a renamed step', 'old_six__kill', 'six__kill'],
    ['a part of a part', 'old_six__inner__kill', 'six__inner__kill'],
    ['a part that is gone', 'old_six__gone', null],
    ['a step that is gone', 'nothing', null],
  ])('%s', (_, earlier, today) => {
    const step = old.steps['late'];
    if (step === undefined) throw new Error('no step');
    const steps = { ...old.steps, six: step, six__kill: step, six__inner__kill: step };
    expect(renamesInto({ steps, was: { who: ['old_who', 'older_who'], six: ['old_six'] } })(earlier)).toBe(
      today,
    );
  });
});
