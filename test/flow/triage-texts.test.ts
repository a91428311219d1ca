import { describe, expect, test } from 'vitest';
import { textPlaces } from '../../src/flow/lint/text-places.ts';
import { triagePlan } from '../support/flows.ts';
import { checkText, type MessageKind } from '../support/message-rules.ts';

const plan = triagePlan();

const rows = textPlaces(plan);

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
    ['a promise about a person', 'bubble', 'Người trực sẽ nhắn bạn ngay.', 'promises that a person comes'],
    ['a human voice', 'bubble', 'Mình là người trực đây.', 'pretends to be human'],
    ['small talk about harm', 'bubble', 'Chuyện nhỏ thôi mà.', 'makes it small'],
    ['a demand for a name', 'bubble', 'Bạn cho mình biết tên nhé.', 'asks who or where she is'],
    ['a verdict', 'bubble', 'Người đó sẽ bị phạt tù.', 'predicts a verdict'],
    ['help to trace', 'bubble', 'Bạn xem trộm máy người đó.', 'helps to trace'],
    ['a message to the other', 'bubble', 'Bạn nhắn cho người đó nhé.', 'sends to the other or the family'],
    ['a link', 'bubble', 'Xem https://example.vn nhé.', 'link in the text'],
    ['a sign of joy', 'bubble', 'Tốt quá 🎉', 'emoji of joy'],
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
