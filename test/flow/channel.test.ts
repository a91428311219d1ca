import { describe, expect, test } from 'vitest';
import { type Given, type Plan, varsGiven } from '../../src/flow/plan.ts';
import { explore } from '../../src/flow/prove/explore.ts';
import { proveFlow } from '../../src/flow/prove/prove.ts';
import { walker } from '../../src/flow/walk.ts';
import { makeFlowLibrary } from '../../src/machine/flow-library.ts';
import { jumpTo, startFlow, stepFlow } from '../../src/machine/flow-run.ts';
import { machineStepper } from '../../src/machine/flow-stepper.ts';
import { playTranscript, replayTranscript } from '../../src/simulator/flow-transcript.ts';
import { compileText, flowText } from '../support/flows.ts';

const question = (id: string, options: string) =>
  `  ${id}:\n    choose: Chọn gì?\n    options:\n${options}    no_match: { tries: 2, then: safety_person }\n    silence: { after: 30m, then: safety_silence }\n`;
const branch = (id: string, channel: string, next: string, otherwise: string) =>
  `  ${id}:\n    branch:\n      - { when: 'channel == "${channel}"', next: ${next} }\n    otherwise: ${otherwise}\n    unknown: ${otherwise}\n`;
const end = '  done: { end: informed }\n';

function drafted(steps: string, head = ''): Plan {
  const result = compileText(flowText(steps + end, head));
  const plan = result.status === 'compiled' ? result.plan : result.draft;
  if (plan === undefined) throw new Error(result.issues.map(({ message }) => message).join('\n'));
  return plan;
}

const there = '      here: { label: Ở đây, next: where }\n';
const looks = drafted(
  question('first', there) +
    branch('where', 'zalo', 'on_zalo', 'elsewhere') +
    question('on_zalo', '      one: { label: Có, next: done }\n') +
    question('elsewhere', '      one: { label: Có, next: done }\n'),
);
const library = makeFlowLibrary([looks]);

function standing(result: ReturnType<typeof startFlow>) {
  if (result.status === 'refused') throw new Error(result.detail);
  return result.snapshot;
}

describe('a flow is told where the person writes', () => {
  test.each<[Given, string]>([
    [{ channel: 'zalo' }, 'on_zalo'],
    [{ channel: 'web' }, 'elsewhere'],
    [{}, 'elsewhere'],
  ])('%o leads to %s', (given, step) => {
    const begun = standing(startFlow(library, 'example', given));
    const stored = JSON.parse(JSON.stringify(begun)) as typeof begun;
    expect(standing(stepFlow(library, stored, { type: 'digit', digit: 3 })).at).toBe(step);
    expect(standing(jumpTo(library, null, 'example', 'where', given)).at).toBe(step);
  });

  test('a flow that does not look at it does not store it', () => {
    const blind = drafted(question('first', '      one: { label: Có, next: done }\n'));
    expect(blind.variables).toEqual({});
    expect(varsGiven(blind, { channel: 'zalo' })).toEqual({});
  });

  test('a talk that was stored with a channel nobody knows is refused', () => {
    const begun = standing(startFlow(library, 'example', { channel: 'zalo' }));
    const odd = { ...begun, snapshot: { ...(begun.snapshot as object), vars: { channel: 'sms' } } };
    expect(stepFlow(library, odd, { type: 'digit', digit: 3 })).toMatchObject({ why: 'broken-snapshot' });
  });
});

describe('what a file may do with it', () => {
  const rulesOf = (steps: string, head = ''): readonly string[] =>
    compileText(flowText(steps + end, head)).issues.map(({ rule, step }) => `${rule} ${step ?? '-'}`);

  test.each<[string, string, string, string]>([
    ['declare it', '', 'vars:\n  channel: { type: choice, of: [web] }\n', 'id-shape -'],
    [
      'save an answer in it',
      '  first:\n    choose: Chọn gì?\n    save: channel\n    options:\n      web: { label: Có, next: done }\n    no_match: { tries: 2, then: safety_person }\n    silence: { after: 30m, then: safety_silence }\n',
      '',
      'var-type first',
    ],
    ['compare it with a channel that is none', branch('first', 'sms', 'done', 'done'), '', 'var-type first'],
    [
      'branch on it without saying what if nobody knows',
      `  first:\n    branch:\n      - { when: 'channel == "web"', next: done }\n    otherwise: done\n`,
      '',
      'maybe-unset first',
    ],
  ])('it cannot %s', (_, steps, head, issue) => {
    expect(rulesOf(steps === '' ? branch('first', 'web', 'done', 'done') : steps, head)).toContain(issue);
  });
});

describe('the proof follows every channel', () => {
  const danger =
    '      now: { label: Ngay lúc này, risk: imminent, trigger: A2, next: where }\n      later: { label: Không, next: done }\n';
  const unsafe = drafted(question('first', danger) + branch('where', 'zalo', 'done', 'safety_person'));

  test.each([
    ['by walking', walker],
    ['by XState', machineStepper(makeFlowLibrary([unsafe]))],
  ])('danger that is lost on Zalo alone is found, %s', (_, stepper) => {
    const found = proveFlow(unsafe, stepper).breaches.filter(({ key }) => key === 'P1');
    expect(found.map(({ script }) => script)).toEqual([['@ channel zalo', '> 3']]);
  });

  test('and its conversation can be replayed', () => {
    const shelf = { library: makeFlowLibrary([unsafe]), flow: 'example', textOf: (key: string) => key };
    const transcript = playTranscript(shelf, ['@ channel zalo', '> 3']).join('\n');
    expect(transcript).toContain('! risk imminent A2\n! ended informed');
    expect(replayTranscript(shelf, transcript)).toMatchObject({ status: 'same' });
    expect(playTranscript(shelf, ['@ channel web', '> 3']).join('\n')).toContain('! handoff');
  });

  test('also where the very first turn looks at it', () => {
    const first = drafted(
      branch('first', 'telegram', 'asked', 'done') +
        question('asked', danger) +
        branch('where', 'web', 'done', 'done'),
    );
    const [found] = proveFlow(first).breaches.filter(({ key }) => key === 'P1');
    expect(found?.script).toEqual(['@ channel telegram', '> 3']);
  });

  test('what does not look at it is visited once', () => {
    const steps = explore(looks, walker).situations.map(({ place }) => place.at);
    expect(steps.filter((step) => step === 'first')).toHaveLength(2); // and once more after a misunderstanding
    expect(steps.filter((step) => step === 'on_zalo')).toHaveLength(2);
    expect(steps.filter((step) => step === 'elsewhere')).toHaveLength(2);
  });
});
