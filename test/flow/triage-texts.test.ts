import { describe, expect, test } from 'vitest';
import type { Plan, PlanStep } from '../../src/flow/plan.ts';
import { triagePlan } from '../support/flows.ts';
import { checkText, type MessageKind } from '../support/message-rules.ts';

const plan = triagePlan();

interface Row {
  readonly key: string;
  readonly kind: MessageKind;
  readonly text: string;
}

function rowsOf({ steps, texts }: Plan): readonly Row[] {
  const row =
    (kind: MessageKind) =>
    (key: string): Row => ({ key, kind, text: texts[key] ?? '' });
  return Object.values(steps).flatMap((step: PlanStep): readonly Row[] => {
    if (step.kind === 'say') return [...step.text, ...(step.childText ?? [])].map(row('bubble'));
    if (!('text' in step)) return [];
    if (step.kind !== 'choose') return [...step.text, ...(step.childText ?? [])].map(row('question'));
    const own = step.options.map(({ label }) => label).filter((label) => !label.startsWith('system:'));
    return [...[...step.text, ...(step.childText ?? [])].map(row('question')), ...own.map(row('label'))];
  });
}

const rows = rowsOf(plan);

describe('the texts of triage keep the rules of wording', () => {
  test('every text of the plan is walked', () => {
    expect(rows.length).toBeGreaterThan(200);
    expect(new Set(rows.map(({ key }) => key))).toEqual(new Set(Object.keys(plan.texts)));
  });

  test.each(rows)('$key ($kind) “$text”', ({ text, kind }) => {
    expect(text).not.toBe('');
    expect(text).toBe(text.normalize('NFC'));
    expect(checkText(text, kind)).toEqual([]);
  });

  test('a child is never called bạn where the words for a child are given', () => {
    const child = Object.entries(plan.texts).filter(([key]) => key.endsWith('.child'));
    expect(child.length).toBeGreaterThan(30);
    const wrong = child.filter(([, text]) => /(?:^|\P{L})bạn(?! đó)(?!\p{L})/iu.test(text));
    expect(wrong).toEqual([]);
  });

  test('every text that says bạn has words for a child', () => {
    const lone = rows.filter(
      ({ key, kind, text }) =>
        kind !== 'label' && /(?:^|\P{L})bạn(?!\p{L})/iu.test(text) && !key.endsWith('.child'),
    );
    const steps = new Set(lone.map(({ key }) => (key.split(':')[1] ?? '').split('.')[0] ?? ''));
    const without = [...steps].filter((id) => {
      const step = plan.steps[id];
      return (step?.kind === 'choose' || step?.kind === 'say') && step.childText === undefined;
    });
    // Screen 1 comes before anybody has said how old they are.
    expect(without).toEqual(['now_ok']);
  });
});

describe('the checker finds what it is meant to find', () => {
  test.each<[string, MessageKind, string, string]>([
    ['an exclamation mark', 'bubble', 'Bạn giỏi lắm!', 'exclamation mark'],
    ['a question for reasons', 'question', 'Vì sao bạn ở lại?', 'asks why'],
    ['a promise', 'bubble', 'Mình cam kết giúp bạn.', 'promises'],
    ['a number', 'bubble', 'Gọi 113 nhé.', 'telephone number in the text'],
    ['a long bubble', 'bubble', 'a\nb\nc\nd', '4 lines, at most 3'],
    ['mình on a button', 'label', 'Làm mình đau', '“mình” on a button'],
    ['a telling preview', 'bubble', 'Bạo lực là sai.', 'telling word in the preview: “Bạo lực”'],
    ['enduring', 'bubble', 'Bạn ráng chịu đựng nhé.', 'asks to endure or make up'],
  ])('%s', (_, kind, text, fault) => {
    expect(checkText(text, kind)).toEqual([fault]);
  });

  test('a sentence of 21 syllables', () => {
    expect(checkText(Array(21).fill('ba').join(' '), 'question')).toHaveLength(1);
    expect(checkText(Array(20).fill('ba').join(' '), 'question')).toEqual([]);
  });

  test('placeholders are not numbers, and a card has four lines', () => {
    expect(checkText('Gọi {police}\nb\nc\nd', 'card')).toEqual([]);
  });
});
