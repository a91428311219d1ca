import { describe, expect, test } from 'vitest';
import type { Plan, PlanStep } from '../../src/flow/plan.ts';
import { type Breach, type Property, properties } from '../../src/flow/prove/breach.ts';
import { type Exploration, explore } from '../../src/flow/prove/explore.ts';
import { pathBreaches } from '../../src/flow/prove/paths.ts';
import { proveFlow } from '../../src/flow/prove/prove.ts';
import { sentenceOf } from '../../src/flow/sentences.ts';
import { walker } from '../../src/flow/walk.ts';
import { loadFlows } from '../../src/flows-on-disk.ts';
import { makeFlowLibrary } from '../../src/machine/flow-library.ts';
import { machineStepper } from '../../src/machine/flow-stepper.ts';
import { playTranscript, replayTranscript } from '../../src/simulator/flow-transcript.ts';
import { compileText, flowText } from '../support/flows.ts';

const shipped = loadFlows();

const exits = (then = 'safety_person') =>
  `    no_match: { tries: 2, then: ${then} }\n    silence: { after: 30m, then: safety_silence }\n`;
const question = (id: string, options: string, rest = exits()) =>
  `  ${id}:\n    choose: Bạn chọn gì?\n    options:\n${options}${rest}`;
const danger = (next: string) =>
  `      now: { label: Ngay lúc này, risk: imminent, trigger: A2, next: ${next} }\n      later: { label: Không, next: done }\n`;
const one = (next: string) => `      one: { label: Có, next: ${next} }\n`;
const end = '  done: { end: informed }\n';

/** The Plan of a flow, sound or not: a draft is enough to prove. */
function drafted(text: string): Plan {
  const result = compileText(text);
  const plan = result.status === 'compiled' ? result.plan : result.draft;
  if (plan === undefined) throw new Error(result.issues.map(({ message }) => message).join('\n'));
  return plan;
}

const plan = (steps: string, head = ''): Plan => drafted(flowText(steps + end, head));

/** Changes one step of a Plan behind the compiler's back. */
const changed = (from: Plan, id: string, step: Partial<PlanStep>): Plan => ({
  ...from,
  steps: { ...from.steps, [id]: { ...from.steps[id], ...step } as PlanStep },
});

const sound = plan(question('first', danger('safety_person')));
const six =
  '  first: { instrument: who-six, save: { score: score, band: band }, next: after, stopped: safety_person, silence: { after: 30m, then: safety_silence } }\n' +
  '  after:\n    branch:\n      - { when: \'risk in ["high", "imminent"]\', next: safety_person }\n    otherwise: done\n';
const sixVars =
  'vars:\n  score: { type: number, min: 0, max: 6 }\n  band: { type: choice, of: [fewer, many] }\n';

const broken: readonly (readonly [Property, string, Plan, string, readonly string[]])[] = [
  ['P1', 'danger ends in kind words', plan(question('first', danger('done'))), 'P1', ['> 3']],
  [
    'P2',
    'three more questions after danger',
    plan(
      question('first', danger('second')) +
        question('second', one('third')) +
        question('third', one('fourth')) +
        question('fourth', one('safety_person')),
    ),
    'P2',
    ['> 3'],
  ],
  [
    'P2',
    'the same question again and again after danger',
    plan(
      question('first', danger('second')) +
        question('second', `${one('second')}      two: { label: Gặp người trực, next: safety_person }\n`),
    ),
    'P2.loop',
    ['> 3'],
  ],
  [
    'P3',
    'nobody is there, and nothing is said',
    plan(
      `${question('first', one('help'))}  help:\n    handoff: { share: [] }\n    accepted: safety_accepted\n    unavailable: done\n    silence: { after: 3m, then: safety_quiet_end }\n`,
    ),
    'P3',
    ['> 3', '@ unavailable'],
  ],
  [
    'P4',
    'an answer that is a cry for help',
    plan(question('first', '      one: { label: Cứu, next: done }\n')),
    'P4',
    [],
  ],
  ['P5', 'help that says nothing', { ...sound, root: { ...sound.root, help: 'done' } }, 'P5', []],
  [
    'P6',
    'two questions that only lead to one another',
    plan(
      question('first', one('second'), exits('second').replace('safety_silence', 'second')) +
        question('second', one('first'), exits('first').replace('safety_silence', 'first')),
    ),
    'P6',
    [],
  ],
  [
    'P6',
    'silence that goes round',
    plan(
      question('first', one('second'), exits().replace('safety_silence', 'second')) +
        question('second', one('done'), exits().replace('safety_silence', 'first')),
    ),
    'P6.loop',
    [],
  ],
  ['P7', 'an answer that leads nowhere', plan(question('first', one('nowhere'))), 'P7', ['> 3']],
  [
    'P9',
    'a weight that is not the one of the table',
    (() => {
      const of = plan(six, sixVars);
      const item = of.steps['first__worse'];
      if (item?.kind !== 'choose') throw new Error('no item');
      return changed(of, 'first__worse', {
        options: item.options.map((option) => ({ ...option, weight: 2 })),
      });
    })(),
    'P9',
    ['@ jump first', '> 3', '> 3', '> 3', '> 3', '> 3', '> 4'],
  ],
  [
    'P10',
    'private words in a message',
    plan(
      "  first: { ask_text: Bạn kể đi., save: words, next: second, no_match: { tries: 2, then: done }, silence: { after: 30m, then: safety_silence } }\n  second: { say: 'Bạn nói: {words}.', next: done }\n",
      'vars:\n  words: { type: text, private: true }\n',
    ),
    'P10.shown',
    ['@ jump second'],
  ],
  ['P11', 'a step without its words', { ...sound, texts: {} }, 'P11', []],
  [
    'P13',
    'two answers that are typed alike',
    plan(question('first', `${one('done')}      two: { label: 'có', next: safety_person }\n`)),
    'P13',
    [],
  ],
  [
    'claim',
    'a claim that does not hold',
    plan(
      question('first', `${one('done')}      two: { label: Không, next: safety_person }\n`),
      'claims:\n  - { after: { step: first, option: one }, must_reach: [handoff, hotline] }\n',
    ),
    'claim',
    ['> 3'],
  ],
  [
    'claim',
    'a claim about how soon',
    plan(
      question('first', one('second')) + question('second', one('safety_person')),
      'claims:\n  - { after: { step: first }, must_reach: [handoff], within: 0 }\n',
    ),
    'claim.within',
    ['> 3'],
  ],
];

describe('what does not hold is found, with the shortest conversation', () => {
  test.each(broken)('%s: %s', (property, _, of, key, script) => {
    const found = proveFlow(of).breaches.filter((breach) => breach.key === key);
    expect(found[0]).toMatchObject({ property, key, script });
    expect(sentenceOf('vi', key, found[0]?.params ?? {})).not.toMatch(/\{\w+\}/u);
  });

  test('a level that falls, and a value that cannot be stored', () => {
    const exploration = explore(sound, walker);
    const lowered = rewritten(exploration, ({ at, ...rest }) => ({
      at,
      ...rest,
      risk: at === 'first' ? 'high' : 'low',
    }));
    expect(keysOf(pathBreaches(sound, lowered, walker))).toContain('P8');
    const odd = rewritten(exploration, (place) => ({ ...place, vars: { odd: Number.NaN } }));
    expect(keysOf(pathBreaches(sound, odd, walker))).toContain('P12');
  });

  test('every property has its breach here', () => {
    const shown = new Set<Property>([...broken.map(([property]) => property), 'P8', 'P12']);
    expect(properties.filter((property) => !shown.has(property))).toEqual([]);
  });
});

const keysOf = (breaches: readonly Breach[]): readonly string[] => breaches.map(({ key }) => key);

/** The same situations with other contents. */
function rewritten(
  exploration: Exploration,
  change: (place: Exploration['situations'][number]['place']) => Exploration['situations'][number]['place'],
): Exploration {
  const copies = exploration.situations.map((at) => ({ ...at, place: change(at.place) }));
  const copyOf = (index: number) => copies[index] as (typeof copies)[number];
  const situations = copies.map((at) => ({
    ...at,
    ways: at.ways.map((way) => ({ ...way, to: copyOf(way.to.index) })),
  }));
  return { ...exploration, situations };
}

test('a breach can be pasted as a transcript', () => {
  const of = plan(question('first', danger('done')));
  const [breach] = proveFlow(of).breaches;
  const shelf = {
    library: makeFlowLibrary([of]),
    flow: of.flow,
    textOf: (key: string) => of.texts[key] ?? key,
  };
  const transcript = playTranscript(shelf, breach?.script ?? []).join('\n');
  expect(transcript).toContain('> 3');
  expect(replayTranscript(shelf, transcript)).toMatchObject({ status: 'same' });
});

describe('every shipped flow is proven', () => {
  test('there are flows, and none has an error', () => {
    expect(shipped.plans.length).toBeGreaterThan(10);
    expect(shipped.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each(shipped.plans.map((of) => [of.flow, of] as const))('%s', (_, of) => {
    const proof = proveFlow(of);
    expect(proof.breaches).toEqual([]);
    expect(proof.situations).toBeGreaterThan(5);
  });

  test.each(shipped.plans.map((of) => [of.flow, of] as const))(
    '%s, a second time through XState',
    (_, of) => {
      const second = proveFlow(of, machineStepper(shipped.library));
      expect(second.breaches).toEqual([]);
      expect(second.situations).toBe(proveFlow(of).situations);
    },
  );
});

describe('the projection loses nothing', () => {
  test('an instrument of six questions takes few situations', () => {
    expect(proveFlow(plan(six, sixVars)).situations).toBeLessThan(100);
  });

  test('walk and machine take the same turn from every situation', () => {
    const stepper = machineStepper(shipped.library);
    for (const of of shipped.plans.filter(({ flow }) => flow !== 'triage')) {
      for (const { place, ways } of explore(of, walker).situations) {
        for (const { happening } of ways) {
          if (happening === null) continue;
          const [a, b] = [walker.step(of, place, happening.event), stepper.step(of, place, happening.event)];
          expect(b?.place).toEqual(a?.place);
          expect(b?.marks).toEqual(a?.marks);
        }
      }
    }
  });
});
