import { describe, expect, test } from 'vitest';
import { mayDoubt } from '../../src/risk/classifier/doubt.ts';
import type { Opinion } from '../../src/risk/classifier/opinion.ts';
import { makeDetector } from '../../src/risk/detector.ts';
import type { Signal } from '../../src/risk/signal.ts';
import { loadRules } from '../../src/risk-rules-on-disk.ts';
import { tokenise } from '../../src/text/tokens.ts';

const rules = loadRules();
/** Beside the rules a model that doubts whatever it may. */
const doubting = makeDetector(rules, {
  opinionOn: (judged): Opinion => (mayDoubt(judged) ? { doubts: true } : {}),
  explain: () => {
    throw new Error('nothing is explained here');
  },
});
const alone = makeDetector(rules);
const before: Signal = { code: 'M1', level: 'medium', source: 'tap', categories: ['family_violence'] };

test('what is doubted is asked about and never dropped', () => {
  const text = 'sos sos ai có tài liệu môn sinh không';
  expect(alone.assess(text).level).toBe('imminent');
  const { level, signals, guards } = doubting.assess(text);
  expect(level).toBe('medium');
  expect(signals).toMatchObject([
    { code: 'A1', level: 'medium', source: 'rule', quote: 'sos', ask: 'danger', doubted: true },
  ]);
  expect(guards).toContainEqual({ code: 'guard.doubt', quote: 'sos' });
});

test('a sign that only asks stays as it is', () => {
  const text = 'con vui khi ba khóa cửa nhốt con ngoài sân';
  const { signals, guards } = alone.assess(text);
  expect(signals.every(({ level }) => level === 'medium')).toBe(true);
  expect(doubting.assess(text)).toMatchObject({ signals, guards });
});

describe('nothing may doubt', () => {
  test.each([
    ['a cry that is all there is', 'sos'],
    ['a rule that reads the whole message', 'ối giời ôi làng nước ơi!'],
    ['somebody watched', 'đừng nhắn nữa nha, nó đang ngồi cạnh em á chị'],
    ['words in Khmer', 'ប្តីខ្ញុំកំពុងវាយខ្ញុំ ជួយខ្ញុំផង'],
    ['a text longer than one window', `chồng em đang bóp cổ em. ${'hôm nay trời đẹp '.repeat(15)}`],
  ])('%s', (_, text) => {
    const { level } = alone.assess(text);
    expect(['high', 'imminent']).toContain(level);
    expect(doubting.assess(text).level).toBe(level);
  });

  test('what follows an earlier danger', () => {
    const text = 'sos sos ai có tài liệu môn sinh không';
    expect(doubting.assess(text, { previous: [before] }).level).toBe('imminent');
  });

  test('a message that rings nothing', () => {
    expect(mayDoubt({ text: tokenise('hôm nay trời đẹp quá'), signals: [before], previous: [] })).toBe(false);
  });
});
