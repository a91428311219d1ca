import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CompileResult } from '../../src/flow/compile.ts';
import { type RecordedTalk, talkChanges } from '../../src/flow/diff/behaviour.ts';
import { diffFlows } from '../../src/flow/diff/diff.ts';
import type { Plan } from '../../src/flow/plan.ts';
import { diffSentenceOf } from '../../src/flow/sentences.ts';
import { textsOf } from '../support/catalogue.ts';
import { compileText, instrumentFiles } from '../support/flows.ts';

const read = (name: string): string => readFileSync(new URL(`talks/${name}`, import.meta.url), 'utf8');
const kinds = read('kinds.yaml');
const called = { name: 'called.yaml', text: read('called.yaml') };
const six = instrumentFiles.find(({ name }) => name.endsWith('who-six.yaml'));

/** Also a flow that may not go live can be compared. */
function planIn(result: CompileResult): Plan {
  const plan = result.status === 'compiled' ? result.plan : result.draft;
  if (plan === undefined) throw new Error(result.issues.map(({ message }) => message).join('\n'));
  return plan;
}

function edited(text: string, [from, to]: readonly [string, string]): string {
  if (!text.includes(from)) throw new Error(`“${from}” is not there`);
  return text.replace(from, to);
}

const base = planIn(compileText(kinds, 'kinds.yaml', [called]));
const flowWith = (...edits: readonly (readonly [string, string])[]): Plan =>
  planIn(compileText(edits.reduce(edited, kinds), 'kinds.yaml', [called]));
const instrumentWith = (...edits: readonly (readonly [string, string])[]): Plan => {
  const file = { name: 'instruments/who-six.yaml', text: edits.reduce(edited, six?.text ?? '') };
  return planIn(compileText(kinds, 'kinds.yaml', [called, file]));
};

function changesOf(before: Plan, after: Plan): readonly string[] {
  return diffFlows(before, after).changes.map(
    ({ kind, key, params, step }) => `${kind}: ${diffSentenceOf('en', key, { ...params, step: step ?? '' })}`,
  );
}

const ask = `          far: { label: Ở xa, negative: true, next: mark }`;

const rows: readonly (readonly [string, () => Plan, readonly string[]])[] = [
  [
    'an answer that leads elsewhere',
    () => flowWith([ask, ask.replace('next: mark', 'next: hours')]),
    ['structure: In “ask”, “far” (Ở xa) now goes to “hours” instead of “mark”.'],
  ],
  [
    'a new answer that proves danger',
    () =>
      flowWith(
        [ask, ask.replace('far', 'now').replace('negative: true', 'risk: imminent, trigger: A2')],
        ['of: [near, far, hide, young]', 'of: [near, now, hide, young]'],
      ),
    [
      'structure: The variable “answer” is now choice (near, now, hide, young) instead of choice (near, far, hide, young).',
      'structure: “ask” has a new answer “now” (Ở xa), which goes to “mark”.',
      'structure: In “ask”, “now” is raised to imminent (A2) from none.',
      'structure: “ask” no longer has the answer “far” (Ở xa).',
    ],
  ],
  [
    'an answer that is gone',
    () => flowWith([`${ask}\n`, '']),
    ['structure: “ask” no longer has the answer “far” (Ở xa).'],
  ],
  [
    'answers in another order',
    () => flowWith([`${ask}\n`, ''], ['          near: { label', `${ask}\n          near: { label`]),
    [
      'structure: In “ask” the answers stand in another order, so their digits change: far, near, hide, young, unsure, skip.',
    ],
  ],
  [
    'an answer raised',
    () => flowWith([ask, ask.replace('negative: true', 'risk: high, trigger: H1')]),
    [
      'structure: In “ask”, “far” is raised to high (H1) from none.',
      'structure: In “ask”, “far” now counts as a sign of trouble.',
    ],
  ],
  [
    'an answer lowered',
    () => flowWith(['risk: high, trigger: H19, next', 'negative: true, next']),
    [
      'structure: In “ask”, “near” is lowered to none from high.',
      'structure: In “ask”, “near” no longer counts as a sign of trouble.',
    ],
  ],
  [
    'another trigger of the same level',
    () => flowWith(['trigger: H19', 'trigger: H1']),
    ['structure: In “ask”, “near” now proves H1 instead of H19.'],
  ],
  [
    'who speaks, and hiding',
    () => flowWith(['speaker: child', 'speaker: third'], ['quiet: true, ', '']),
    [
      'structure: In “ask”, “hide” no longer switches to quiet mode.',
      'structure: In “ask”, “young” says who is writing: third (before: child).',
    ],
  ],
  [
    'hiding where nobody hid',
    () => flowWith([ask, ask.replace('negative: true', 'negative: true, quiet: true')]),
    ['structure: In “ask”, “far” now switches to quiet mode.'],
  ],
  [
    'a renamed step',
    () =>
      flowWith(
        ['  goodbye: { say', '  farewell: { was: goodbye, say'],
        ['replied: goodbye', 'replied: farewell'],
        ['informed: goodbye', 'informed: farewell'],
      ),
    ['structure: The step “goodbye” is now called “farewell”.'],
  ],
  [
    'a step that came and one that went',
    () =>
      flowWith(
        ['  goodbye: { say', '  farewell: { say'],
        ['replied: goodbye', 'replied: farewell'],
        ['informed: goodbye', 'informed: farewell'],
      ),
    [
      'structure: The step “goodbye” (say) is gone.',
      'structure: The step “farewell” (say) is new.',
      'structure: In “pause”, when a message comes it now goes to “farewell” instead of “goodbye”.',
    ],
  ],
  [
    'a step of another kind',
    () => flowWith(['mark: { set: { seen: true }, next: route }', 'mark: { say: Vâng., next: route }']),
    ['structure: “mark” is now of another kind: say instead of set.'],
  ],
  [
    'words alone',
    () => flowWith(['Người đó ở gần hay ở xa?', 'Người ấy ở đâu?'], ['label: Ở gần', 'label: Rất gần']),
    [
      'copy: The words of “ask” change from “Người đó ở gần hay ở xa?” to “Người ấy ở đâu?”',
      'copy: In “ask”, the label of “near” changes from “Ở gần” to “Rất gần”.',
    ],
  ],
  [
    'words for somebody under 18',
    () => flowWith(['child: Chào em.', 'child: Chào em nhé.'], ['        child: Em viết vài chữ nhé?\n', '']),
    [
      'copy: The words of “hello” for somebody under 18 change from “Chào em.” to “Chào em nhé.”',
      'structure: “words” no longer has its own words for somebody under 18: “Em viết vài chữ nhé?”',
    ],
  ],
  [
    'new words for somebody under 18',
    () =>
      flowWith(['say: Bạn nhắn lại lúc nào cũng được.', 'say: Bạn nhắn lại nhé., child: Em nhắn lại nhé.']),
    [
      'copy: The words of “goodbye” change from “Bạn nhắn lại lúc nào cũng được.” to “Bạn nhắn lại nhé.”',
      'structure: “goodbye” has its own words for somebody under 18: “Em nhắn lại nhé.”',
    ],
  ],
  [
    'limits of a question',
    () =>
      flowWith(
        ['no_match: { tries: 2, then: person }', 'no_match: { tries: 3, then: safety_person }'],
        ['silence: { after: 30m, then: safety_silence }', 'silence: { after: 1h, then: quiet_end }'],
      ),
    [
      'structure: In “ask”, an answer that is not understood now goes to “safety_person” instead of “person”.',
      'structure: In “ask”, silence now goes to “quiet_end” instead of “safety_silence”.',
      'structure: In “ask” the question is put 3 times at most instead of 2.',
      'structure: “ask” waits 1h for an answer instead of 30m.',
    ],
  ],
  [
    'a checkpoint',
    () => flowWith(['        save: answer\n', '        save: answer\n        checkpoint: true\n']),
    ['structure: “ask” is now a checkpoint: talks may move to a newer revision here.'],
  ],
  [
    'what a question keeps',
    () =>
      flowWith(
        ['        save: answer\n', ''],
        ['hours: { type: number, min: 3, max: 6 }', 'hours: { type: number, min: 4, max: 6 }'],
      ),
    [
      'structure: The variable “hours” is now number 4–6 instead of number 3–6.',
      'structure: “ask” keeps the answer in “–” instead of “answer”.',
      'structure: “hours” takes numbers 4–6 instead of 3–6.',
    ],
  ],
  [
    'variables',
    () =>
      flowWith(
        ['  band: {', '  other: { type: text, private: true }\n  band: {'],
        ['  where: { type: place, share: true }\n', '  place: { type: place, share: true }\n'],
        ['save: where', 'save: place'],
        ['near: where', 'near: place'],
        ['words, where, band]', 'words, place, band]'],
      ),
    [
      'structure: The variable “where” is gone.',
      'structure: The variable “place” (place, share) is new.',
      'structure: The variable “other” (text, private) is new.',
      'structure: “where” keeps the answer in “place” instead of “where”.',
      'structure: “find” looks for hotline, one-stop-centre, near place, limit 2 instead of hotline, one-stop-centre, near where, limit 2.',
      'structure: In “person” the counsellor is shown: answer, seen, words, place, band (before: answer, seen, words, where, band).',
    ],
  ],
  [
    'rules of a branch',
    () =>
      flowWith(
        [`{ when: 'hours >= 5', next: words }`, `{ when: 'hours >= 4', next: person }`],
        [
          `{ when: 'risk in ["high", "imminent"]', next: person }`,
          `{ when: 'risk in ["high", "imminent"]', next: lines }`,
        ],
        ['risk: medium, trigger: M1, next: person', 'next: person'],
      ),
    [
      `structure: In “route”, the rule “risk in ["high", "imminent"]” now goes to “lines” instead of “person”.`,
      'structure: In “route”, the rule “answer == "unsure" && seen” is lowered to none from medium.',
      'structure: “six_needed” has a new rule “hours >= 4”, which goes to “person”.',
      'structure: “six_needed” no longer has the rule “hours >= 5”.',
    ],
  ],
  [
    'rules with other marks and in another order',
    () =>
      flowWith(
        [
          `- { when: 'risk in ["high", "imminent"]', next: person }\n          - { when: 'answer == "unsure" && seen', risk: medium, trigger: M1, next: person }`,
          `- { when: 'answer == "unsure" && seen', risk: high, trigger: H1, next: person }\n          - { when: 'risk in ["high", "imminent"]', next: person }`,
        ],
        ['otherwise: six\n        unknown: words', 'otherwise: words\n        unknown: six'],
      ),
    [
      'structure: In “route”, the rule “answer == "unsure" && seen” is raised to high (H1) from medium.',
      'structure: In “route” the rules are looked at in another order: answer == "unsure" && seen · risk in ["high", "imminent"].',
      'structure: In “six_needed”, when no rule holds it now goes to “words” instead of “six”.',
      'structure: In “six_needed”, when an answer is not known it now goes to “six” instead of “words”.',
    ],
  ],
  [
    'another trigger of a rule',
    () => flowWith(['trigger: M1, next: person', 'trigger: M2, next: person']),
    ['structure: In “route”, the rule “answer == "unsure" && seen” now proves M2 instead of M1.'],
  ],
  [
    'what a step notes, and where it goes on',
    () =>
      flowWith(['set: { seen: true }, next: route', 'set: { seen: false, score: { add: 1 } }, next: hours']),
    [
      'structure: After “mark” comes “hours” instead of “route”.',
      'structure: “mark” notes seen = false, score + 1 instead of seen = true.',
    ],
  ],
  [
    'a look-up',
    () =>
      flowWith(
        ['kind: [hotline, one-stop-centre], near: where, limit: 2', 'kind: [hotline], limit: 3'],
        [
          '    found: offer\n    none: lines\n    failed: lines',
          '    found: lines\n    none: offer\n    failed: offer',
        ],
      ),
    [
      'structure: In “find”, when something is found it now goes to “lines” instead of “offer”.',
      'structure: In “find”, when nothing is found it now goes to “offer” instead of “lines”.',
      'structure: In “find”, when the look-up fails it now goes to “offer” instead of “lines”.',
      'structure: “find” looks for hotline, limit 3 instead of hotline, one-stop-centre, near where, limit 2.',
    ],
  ],
  [
    'cards, a pause, an end',
    () =>
      flowWith(
        ['cards: [hotline/cong-an, hotline/tong-dai-111]', 'cards: hotline/cong-an'],
        ['wait: 10m, elapsed: quiet_end', 'wait: 20m, elapsed: done'],
        ['done: { end: answered }', 'done: { end: informed }'],
      ),
    [
      'structure: “lines” shows the cards cong-an instead of cong-an, tong-dai-111.',
      'structure: In “pause”, when the time is over it now goes to “done” instead of “quiet_end”.',
      'structure: “pause” pauses for 20m instead of 10m.',
      'structure: “done” ends as informed instead of answered.',
    ],
  ],
  [
    'a hand-off',
    () =>
      flowWith(
        ['share: [answer, seen, words, where, band]', 'share: [answer]'],
        [
          '    accepted: safety_accepted\n    unavailable: safety_nobody',
          '    accepted: done\n    unavailable: lines',
        ],
      ),
    [
      'structure: In “person”, when a counsellor takes it it now goes to “done” instead of “safety_accepted”.',
      'structure: In “person”, when nobody is there it now goes to “lines” instead of “safety_nobody”.',
      'structure: In “person” the counsellor is shown: answer (before: answer, seen, words, where, band).',
    ],
  ],
  [
    'the frame',
    () =>
      flowWith(
        ['title: Mọi loại bước', 'title: Tên khác'],
        ['title: Phần đầu', 'title: Mở đầu'],
        ['start: hello', 'start: ask'],
        ['must_reach: [handoff], within: 0', 'must_reach: [handoff, hotline]'],
      ),
    [
      'structure: The flow starts at “ask” instead of “hello”.',
      'frame: A promise that is proven is new: ask.near → handoff / hotline.',
      'frame: A promise that was proven is gone: ask.near → handoff ≤ 0.',
      'frame: The title changes from “Mọi loại bước” to “Tên khác”.',
      'frame: The sections are now: Mở đầu, Phần gõ chữ (before: Phần đầu, Phần gõ chữ).',
    ],
  ],
  [
    'points, bands and marks of an instrument',
    () =>
      instrumentWith(
        [
          'same: { label: Không, weight: 0, negative: true }',
          'same: { label: Không, weight: 1, negative: true }',
        ],
        ['band: fewer, from: 0, to: 2', 'band: fewer, from: 0, to: 1'],
        ['band: many, from: 3, to: 6, risk: high, trigger: H5', 'band: many, from: 2, to: 6'],
      ),
    [
      'structure: The instrument who-six: the band “fewer” is now 0–1 instead of 0–2.',
      'structure: The instrument who-six: the band “many” is now 2–6 instead of 3–6.',
      'structure: In “six__worse”, “same” now counts 1 instead of 0.',
      'structure: In “six__band”, the rule “many” is lowered to none from high.',
    ],
  ],
  [
    'bands that come and go, and a score kept elsewhere',
    () => {
      const file = {
        name: 'instruments/who-six.yaml',
        text: edited(six?.text ?? '', ['band: fewer', 'band: some']),
      };
      const text = [
        ['of: [fewer, many]', 'of: [some, many]'],
        ['  score: { type', '  total: { type'],
        ['save: { score: score', 'save: { score: total'],
        ['score > 2', 'total > 2'],
      ] as const;
      return planIn(compileText(text.reduce(edited, kinds), 'kinds.yaml', [called, file]));
    },
    [
      'structure: The variable “score” is gone.',
      'structure: The variable “band” is now choice (some, many) instead of choice (fewer, many).',
      'structure: The variable “total” (number 0–6) is new.',
      'structure: The step “six__band__fewer” (set) is gone.',
      'structure: The step “six__band__some” (set) is new.',
      'structure: “six” notes total = 0 instead of score = 0.',
      ...['worse', 'weapon', 'choked', 'pregnant', 'jealous', 'could_kill'].map(
        (item) => `structure: “six__${item}” adds to the score “total” instead of “score”.`,
      ),
      'structure: “six__band” has a new score band “some”, which goes to “six__band__some”.',
      'structure: “six__band” no longer has the score band “fewer”.',
      'structure: “six_done” has a new rule “risk in ["high", "imminent"] || band == "many" || total > 2”, which goes to “person”.',
      'structure: “six_done” no longer has the rule “risk in ["high", "imminent"] || band == "many" || score > 2”.',
    ],
  ],
  [
    'an instrument whose step has another name',
    () =>
      flowWith(
        ['  six:\n    instrument', '  danger_six:\n    was: six\n    instrument'],
        ['otherwise: six', 'otherwise: danger_six'],
      ),
    ['structure: The step “six” is now called “danger_six”.'],
  ],
  [
    'what a called flow changes is told with that flow',
    () =>
      planIn(
        compileText(kinds, 'kinds.yaml', [
          { ...called, text: edited(called.text, ['next: mark', 'next: done']) },
        ]),
      ),
    [],
  ],
];

describe('every difference has its sentence', () => {
  test('a flow is the same as itself', () => {
    expect(diffFlows(base, base)).toEqual({ flow: 'kinds', changes: [], dangers: { added: 0, removed: 0 } });
  });

  test.each(rows)('%s', (_, after, sentences) => {
    expect(changesOf(base, after())).toEqual(sentences);
  });
  test('labels for somebody under 18, a second bubble, words that come and go', () => {
    const small = (steps: string): Plan => planIn(compileText(frame(steps)));
    const before = small(question('{ label: Gặp người trực, next: done }', 'Một.'));
    const after = small(
      question('{ label: Gặp người trực, child: Gặp cô chú trực, next: done }', '[Một., Hai.]'),
    );
    expect(changesOf(before, after)).toEqual([
      'structure: The words of “first” change from “Một.” to “Một. // Hai.”',
      'structure: In “first”, the label of “one” for somebody under 18 changes from “–” to “Gặp cô chú trực”.',
    ]);
  });

  test('a checkpoint taken away, and bands that lead elsewhere without a name', () => {
    const noBand = [
      ['save: { score: score, band: band }', 'save: { score: score }'],
      [' || band == "many"', ''],
    ] as const;
    const before = flowWith(...noBand, [
      '        save: answer\n',
      '        save: answer\n        checkpoint: true\n',
    ]);
    const after = flowWith(...noBand, ['    next: six_done', '    next: calm']);
    expect(changesOf(before, after)).toEqual([
      'structure: “ask” is no longer a checkpoint.',
      'structure: In “six__band”, when no rule holds it now goes to “calm” instead of “six_done”.',
      'structure: In “six__band”, when an answer is not known it now goes to “calm” instead of “six_done”.',
      'structure: In “six__band”, the score band “fewer” now goes to “calm” instead of “six_done”.',
      'structure: In “six__band”, the score band “many” now goes to “calm” instead of “six_done”.',
    ]);
  });

  test('what starts elsewhere and fails elsewhere', () => {
    const root = { ...base, root: { ...base.root, help: 'lines' } };
    expect(changesOf(base, root)).toEqual([
      'structure: Help and failure are now lines, safety_failure (before: safety_help, safety_failure).',
    ]);
  });

  test('danger answers are counted', () => {
    const after = flowWith(
      [ask, ask.replace('negative: true', 'risk: high, trigger: H1')],
      ['near: { label: Ở gần, risk: high, trigger: H19, next', 'near: { label: Ở gần, next'],
    );
    expect(diffFlows(base, after).dangers).toEqual({ added: 1, removed: 1 });
    expect(diffFlows(base, flowWith(['trigger: H19', 'trigger: H1'])).dangers).toEqual({
      added: 0,
      removed: 0,
    });
  });

  test('every sentence of the catalogue is told by one of these, in both languages', () => {
    const produced = new Set(
      rows.flatMap(([, after]) => diffFlows(base, after()).changes.map(({ key }) => key)),
    );
    const elsewhere =
      /^(?:talk|flow)[.-]|^(?:same|summary|talks-summary|impact|child-label|root|checkpoint\.off|band-redirected)/u;
    const keys = Object.keys(textsOf('vi', 'flow-diff'));
    expect(keys).toEqual(Object.keys(textsOf('en', 'flow-diff')));
    expect(keys.filter((key) => !produced.has(key) && !elsewhere.test(key))).toEqual([]);
    expect([...produced].filter((key) => !keys.includes(key))).toEqual([]);
  });
});

const frame = (steps: string): string =>
  `format: 1\nid: example\ntitle: Ví dụ\nlanguage: vi\ninherits: _safety\nstart: first\nsteps:\n${steps}`;
const question = (option: string, words: string): string => `  first:
    choose: ${words}
    options:
      one: ${option}
    no_match: { tries: 2, then: done }
    silence: { after: 30m, then: safety_silence }
  done: { end: informed }
`;

describe('recorded conversations on both revisions', () => {
  const near: RecordedTalk = { talk: 'near', path: [['ask', 'near']], vars: {} };
  const far: RecordedTalk = {
    talk: 'far',
    path: [
      ['ask', 'far'],
      ['hours', '@given'],
      ['words', 'skip'],
    ],
    vars: { hours: 5 },
  };
  const told = (after: Plan, talk: RecordedTalk): readonly string[] =>
    talkChanges(base, after, talk).map(({ key, params }) => diffSentenceOf('en', key, params));

  test('the same revision, and one with other names or words, come to the same', () => {
    const renamed = flowWith(
      ['      words:\n', '      few_words:\n        was: words\n'],
      ['next: words }', 'next: few_words }'],
      ['no_match: { tries: 2, then: words }', 'no_match: { tries: 2, then: few_words }'],
      ['unknown: words', 'unknown: few_words'],
      ['Mấy tiếng nữa bạn nhắn lại được?', 'Khi nào bạn nhắn lại được?'],
    );
    for (const talk of [near, far]) {
      expect(told(base, talk)).toEqual([]);
      expect(told(renamed, talk)).toEqual([]);
    }
  });

  test('a danger answer that no longer counts', () => {
    const after = flowWith(['risk: high, trigger: H19, next', 'negative: true, next']);
    expect(told(after, near)).toEqual([
      'near: the level is none instead of high.',
      'near: it no longer reaches a person.',
      'near: it comes to hours instead of person.',
      'near: the first difference is in turn 1: “hours” instead of “–”.',
    ]);
    expect(told(after, far)).toEqual([]);
  });

  test('an answer that now leads to a person, saying something on the way', () => {
    const after = flowWith(
      [ask, ask.replace('negative: true, next: mark', 'risk: high, trigger: H1, next: goodbye')],
      ['next: done }\n  done', 'next: person }\n  done'],
    );
    expect(told(after, far)).toEqual([
      'far: the level is high instead of none.',
      'far: it now reaches a person.',
      'far: it comes to person instead of where.',
      'far: in danger it says goodbye instead of –.',
      'far: the first difference is in turn 1: “goodbye” instead of “hours”.',
    ]);
  });
});
