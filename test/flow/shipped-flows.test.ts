import { describe, expect, test } from 'vitest';
import { rests } from '../../src/flow/graph.ts';
import type { Plan, PlanStep } from '../../src/flow/plan.ts';
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
const namesDanger = (step: PlanStep): boolean =>
  step.kind === 'choose' && step.options.some(({ risk }) => risk.length > 0);

function rowsOf({ steps, texts }: Plan): readonly Row[] {
  return Object.values(steps).flatMap((step): readonly Row[] => {
    if (!('text' in step)) return [];
    const kind: MessageKind = namesDanger(step) ? 'question' : 'bubble';
    const words = [...step.text, ...(step.childText ?? [])].map((key) => ({
      key,
      kind,
      text: texts[key] ?? '',
    }));
    const labels = step.kind === 'choose' ? step.options.map(({ label }) => label) : [];
    const own = labels.filter((key) => !key.startsWith('system:'));
    return [...words, ...own.map((key): Row => ({ key, kind: 'label', text: texts[key] ?? '' }))];
  });
}

const saysBan = /(?:^|\P{L})bạn(?! đó)(?!\p{L})/iu;

test('the shipped flows are whole', () => {
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
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

  test('whoever is called bạn is called em where they are a child', () => {
    const spoken = Object.entries(plan.steps).flatMap(([id, step]) =>
      'text' in step ? [{ id, ...step }] : [],
    );
    const lone = spoken.filter(
      ({ text, childText }) =>
        childText === undefined && text.some((key) => saysBan.test(plan.texts[key] ?? '')),
    );
    const wrong = spoken.filter(({ childText = [] }) =>
      childText.some((key) => saysBan.test(plan.texts[key] ?? '')),
    );
    expect([...lone, ...wrong].map(({ id }) => id)).toEqual([]);
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
    expect(plan.variables).toEqual({});
    const kinds = new Set(Object.values(plan.steps).map(({ kind }) => kind));
    expect([...kinds].filter((kind) => kind.startsWith('ask'))).toEqual([]);
    const saved = Object.values(plan.steps).filter((step) => step.kind === 'choose' && step.save !== null);
    expect(saved).toEqual([]);
  });

  test('the warning about what stays in the phone comes first', () => {
    expect(plan.start).toBe('warning');
    expect(plan.texts['safety-plan:warning.choose']).toMatch(
      /^Đọc trong Zalo, Telegram thì .*nằm lại trong máy/u,
    );
  });
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
