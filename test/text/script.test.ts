import { expect, test } from 'vitest';
import { isUnreadable } from '../../src/text/script.ts';

test.each([
  ['emoji alone', '😭😭🔪', true],
  ['signs alone', '??? !!!', true],
  ['Khmer', 'ជួយខ្ញុំផង', true],
  ['Han', '救命啊', true],
  ['Russian with one Latin word', 'пожалуйста помогите мне ok', true],
  ['an old VNI font', 'Sô Noâng nghieâp vaø phaùt trieån noâng thoân', true],
  ['an old TCVN3 font', 'ch¸u bÞ bè ®¸nh, ch¸u sî l¾m', true],
  ['nothing', '', false],
  ['a number', '12', false],
  ['Vietnamese', 'em bị đánh', false],
  ['Vietnamese without marks', 'em bi danh', false],
  ['Vietnamese with emoji', 'em sợ 😭😭😭😭', false],
  ['styled letters', '𝓬𝓱ế𝓽', false],
  ['French', 'déjà vu, où êtes-vous à présent, ma chère âme', false],
])('%s', (_, text, unreadable) => {
  expect(isUnreadable(text)).toBe(unreadable);
});
