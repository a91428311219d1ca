import { describe, expect, test } from 'vitest';
import { rests } from '../../src/flow/graph.ts';
import { textPlaces } from '../../src/flow/lint/text-places.ts';
import { channelVariable, type Given, type Plan, type PlanStep } from '../../src/flow/plan.ts';
import { walk, walkStart } from '../../src/flow/walk.ts';
import { loadFlows } from '../../src/flows-on-disk.ts';
import { isAtLeast } from '../../src/risk/level.ts';
import { everyPath } from '../support/flow-paths.ts';
import { checkText, type MessageKind } from '../support/message-rules.ts';

const { plans, issues } = loadFlows();
const modules = plans.filter(({ flow }) => flow !== 'triage').map((plan) => [plan.flow, plan] as const);
const planOf = (flow: string): Plan => modules.find(([id]) => id === flow)?.[1] ?? missing(flow);

function missing(flow: string): never {
  throw new Error(`no flow ${flow}`);
}

interface Row {
  readonly key: string;
  readonly kind: MessageKind;
  readonly text: string;
}

/** A question with danger in its answers may name danger; everything else may be read over a shoulder (§4.1). */
const namesDanger = (step: PlanStep | undefined): boolean =>
  step?.kind === 'choose' && step.options.some(({ risk }) => risk.length > 0);

const rowsOf = (plan: Plan): readonly Row[] =>
  textPlaces(plan).map(({ key, text, kind, step }) => ({
    key,
    text,
    kind: kind === 'question' && !namesDanger(plan.steps[step]) ? 'bubble' : kind,
  }));

test('the shipped flows are whole', () => {
  // Whoever is called bạn is called em where they are a child, and meets cô chú: `child-words` is among these.
  expect(issues.filter(({ severity }) => severity !== 'note')).toEqual([]);
  expect(modules.map(([flow]) => flow)).toEqual([
    'after-assault',
    'child-marriage',
    'find-services',
    'image-removal',
    'marriage-abroad',
    'may-harm',
    'phone-safety',
    'public-harassment',
    'returned-from-trafficking',
    'rights',
    'safety-plan',
    'school',
  ]);
});

describe.each(modules)('%s', (_, plan) => {
  const rows = rowsOf(plan);
  const paths = everyPath(plan);

  test('every text keeps the rules of wording', () => {
    expect(new Set(rows.map(({ key }) => key))).toEqual(new Set(Object.keys(plan.texts)));
    const faults = rows.flatMap(({ key, kind, text }) =>
      [...checkText(text, kind), ...(text === text.normalize('NFC') && text !== '' ? [] : ['not plain'])].map(
        (fault) => `${key}: ${fault}`,
      ),
    );
    expect(faults).toEqual([]);
  });

  test('no label beside a quiet text gives the topic away', () => {
    const told = Object.values(plan.steps).flatMap((step) =>
      step.kind !== 'choose' || namesDanger(step)
        ? []
        : step.options
            .map(({ label }) => plan.texts[label] ?? '')
            .filter((label) => checkText(label, 'bubble').length > 0),
    );
    expect(told).toEqual([]);
  });

  test('every path ends, and every step that waits lies on one', () => {
    expect(paths.ends.length).toBeGreaterThan(0);
    expect(paths.stuck).toEqual([]);
    const own = Object.entries(plan.steps).filter(([id, step]) => !id.startsWith('safety_') && rests(step));
    expect(own.map(([id]) => id).filter((id) => !paths.visited.has(id))).toEqual([]);
  });

  test('after danger no path ends before a person was asked for', () => {
    const grave = paths.ends.filter(({ place }) => isAtLeast(place.risk, 'high'));
    expect(grave.filter(({ askedForPerson }) => !askedForPerson)).toEqual([]);
  });

  test('whoever ends without a person was told the way to one', () => {
    const alone = paths.ends.filter(
      ({ place, askedForPerson }) => !askedForPerson && place.at !== 'safety_quiet_end',
    );
    expect(alone.length).toBeGreaterThan(0);
    const lastWords = new Set(alone.map(({ lastSaid }) => plan.texts[lastSaid ?? ''] ?? ''));
    expect([...lastWords].filter((words) => !words.includes('nhắn 0'))).toEqual([]);
  });
});

describe('the safety plan only shows (§4.1)', () => {
  const plan = planOf('safety-plan');

  test('it keeps no answer and asks for no words', () => {
    expect(Object.keys(plan.variables)).toEqual([channelVariable]);
    const kinds = new Set(Object.values(plan.steps).map(({ kind }) => kind));
    expect([...kinds].filter((kind) => kind.startsWith('ask'))).toEqual([]);
    const saved = Object.values(plan.steps).filter((step) => step.kind === 'choose' && step.save !== null);
    expect(saved).toEqual([]);
  });

  test.each<[string, Given, string]>([
    ['Zalo', { channel: 'zalo' }, 'warning'],
    ['Telegram', { channel: 'telegram' }, 'warning'],
    ['another messenger', { channel: 'activity' }, 'warning'],
    ['nobody knows what', {}, 'warning'],
    ['the page, where nothing stays', { channel: 'web' }, 'parts'],
  ])('on %s the first words are those of %o: %s', (_, given, step) => {
    expect(walkStart(plan, given).place.at).toBe(step);
    expect(plan.texts['safety-plan:warning.choose']).toMatch(/^Những tin này sẽ nằm lại trong máy\./u);
  });
});

test.each<[Given, string]>([
  [{ channel: 'web' }, 'web'],
  [{ channel: 'zalo' }, 'zalo'],
  [{ channel: 'telegram' }, 'telegram'],
  [{ channel: 'activity' }, 'where'],
  [{}, 'where'],
])('phone safety on %o goes on with %s', (given, step) => {
  const plan = planOf('phone-safety');
  const { place } = walkStart(plan, given);
  expect(walk(plan, place, { type: 'ANSWER', option: 'read' })?.place.at).toBe(step);
});

test('phone safety begins with the line that a changed setting can be noticed (§4.4)', () => {
  const { start, texts } = planOf('phone-safety');
  const line = 'Thay đổi cài đặt có thể làm người kia nghi ngờ. Nếu được, dùng điện thoại khác.';
  expect(texts[`phone-safety:${start}.choose`]?.split('\n')[0]).toBe(line);
  expect(texts[`phone-safety:${start}.choose.child`]?.split('\n')[0]).toBe(line);
});

describe('rights say how sure they are (§6)', () => {
  const { steps, texts } = planOf('rights');
  const law = 'Nguồn: văn bản luật.';
  const press = 'Nguồn: báo chí, nên hỏi lại.';

  test.each<[string, readonly string[]]>([
    ['covered', [law, press]],
    ['report', [law, press]],
    ['keep_away', [law, press]],
    ['fines', [press]],
    ['children', [law, press]],
    ['marriage', [press]],
    ['taken', [press]],
    ['lawyer', [press]],
    ['details', [press]],
  ])('%s', (id, sources) => {
    const step = steps[id];
    const bubbles = step?.kind === 'choose' ? step.text : [];
    expect(bubbles.map((key) => texts[key]?.split('\n').at(-1))).toEqual(sources);
  });

  test('every other part is a menu or a way out', () => {
    const facts = Object.keys(texts).filter(
      (key) => /^rights:.*\.choose/u.test(key) && texts[key]?.includes('Nguồn:'),
    );
    expect(new Set(facts.map((key) => key.split(':')[1]?.split('.')[0])).size).toBe(9);
  });
});

test('what is hidden or only guessed stands nowhere: no place of a shelter, no link', () => {
  const all = modules.flatMap(([, plan]) => Object.values(plan.texts));
  expect(all.length).toBeGreaterThan(300);
  expect(
    all.filter((text) => /nhà tạm lánh|địa chỉ tin cậy|https?:|www\.|\.(?:vn|com|org)\b/iu.test(text)),
  ).toEqual([]);
});
