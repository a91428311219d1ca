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
  ['keys hit at random', 'hdjsk ửa khjj', true],
  ['keys hit at random between words', 'hgjk ma lkdj oi dfs kgiu ve ha sdfl nhaa', true],
  ['a voice note that a program could only name', '[tin nhắn thoại 0:11]', true],
  ['a voice note with what was said', '[tin thoại 0:10: mẹ ơi con ăn cơm rồi nhé]', false],
  ['short forms and curses', 'đcm vcl cmt ntn bth', false],
  ['names in capitals', 'Hình như là ĐHCN TPHCM!', false],
  ['words with ê behind i and y', 'Tôi yêu công viên này.', false],
  ['thumbs, hearts and laughing faces', '👍🏼❤️ 😂 :))', false],
  ['dots and question marks', '...? ,,', false],
  ['a cry in Morse', '... --- ...', true],
  ['a sad face beside a laughing one', '😂😢', true],
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
