import { abbreviations } from './abbreviations.ts';

/** Letters counted per script: the vote that decides a message's readability (language §6.2 step 1). */
interface ScriptVote {
  readonly latin: number;
  readonly khmer: number;
  readonly other: number;
}

/** Counts letters per script; digits, signs and emoji do not vote. */
function scriptVote(text: string): ScriptVote {
  let latin = 0;
  let khmer = 0;
  let other = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (isLatin(unit)) latin += 1;
    else if (unit >= 0x1780 && unit <= 0x17df) khmer += 1;
    else if (unit >= 0x370 && !isSign(unit)) other += 1;
  }
  return { latin, khmer, other };
}

const isLatin = (unit: number): boolean =>
  (unit >= 0x41 && unit <= 0x5a) ||
  (unit >= 0x61 && unit <= 0x7a) ||
  (unit >= 0xc0 && unit <= 0x24f && unit !== 0xd7 && unit !== 0xf7) ||
  (unit >= 0x1e00 && unit <= 0x1eff) ||
  (unit >= 0xff21 && unit <= 0xff5a);

/** Punctuation, symbols, surrogates (emoji and styled letters), private use: no vote. */
const isSign = (unit: number): boolean =>
  (unit >= 0x2000 && unit <= 0x2bff) ||
  (unit >= 0x3000 && unit <= 0x303f) ||
  (unit >= 0xd800 && unit <= 0xf8ff) ||
  unit >= 0xfe00;

/**
 * Whether nothing in the text can be judged by rules: emoji or signs only, mostly another script, the garbage of
 * an old font encoding, keys hit at random, or a mark that a program put in place of a voice note. Khmer is readable to
 * people, but nobody has reviewed our words for it, so it counts as unread too.
 */
export function isUnreadable(text: string): boolean {
  if (text.trim() === '') return false;
  const typed = scriptVote(text);
  if (typed.latin > typed.khmer + typed.other)
    return (
      isLegacyFont(text, typed.latin) ||
      isMashed(text) ||
      mediaMark.test(text.slice(0, mediaLooked).normalize('NFC'))
    );
  const folded = text.length <= longestForStyled ? text.normalize('NFKC') : text;
  const { latin, khmer, other } = folded === text ? typed : scriptVote(folded);
  if (latin + khmer + other > 0) return khmer + other > latin;
  return !/\p{Nd}/u.test(folded) && !cheerful.test(folded);
}

/** Whether most letters are Khmer: some of its words are known. */
export function isKhmer(text: string): boolean {
  const { latin, khmer, other } = scriptVote(text.slice(0, longestForStyled));
  return khmer > latin + other;
}

/** Styled letters (𝓬𝓱ế𝓽) are folded before the vote; not worth it on a very long text. */
const longestForStyled = 65_536;
/**
 * Dots, commas, question marks, thumbs, hearts and laughing faces alone: nothing was said, or an answer that everybody
 * understands. Any other sign alone has to be asked about.
 */
const cheerful =
  /^(?:[\s.,…?"“”]|\u200d|\ufe0f|[\u{1f3fb}-\u{1f3ff}]|[👍👏👌✌🤝💪❤♥♡💕💖🥰😍😘🤗😂🤣😆😁😄😃😀😊🙂☺😎😉😋😜🤪🙃🌹🌷💐🌸🎉🎂]|[:=][)D]+|\^_*\^)+$/u;
/** Share of letters from old font tables that no Vietnamese or English text reaches. */
const legacyShare = 0.08;

/** VNI and TCVN3 fonts shown as Latin-1: `Sô Noâng nghieâp`, `ch¸u bÞ bè ®¸nh`. */
function isLegacyFont(text: string, latin: number): boolean {
  let odd = 0;
  for (const _ of text.matchAll(
    /(?![iyu]ê|u[ôâ])[aeiouyAEIOUY][âûøùïõöôêåäãëîñ](?![a-z]*[ạảấầẩẫậắằẳẵặẹẻẽếềểễệ])|[®¸µ¶·¹¨»¾¼½©«Þß×]/gu,
  ))
    odd += 1;
  return (
    odd >= 2 &&
    odd / Math.max(latin, 1) >= legacyShare &&
    !/[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]/iu.test(text)
  );
}

/** A voice note as a program writes it that cannot carry one: `[tin nhắn thoại 0:11]`; not one with its words behind a colon. */
const mediaMark =
  /^\s*\[(?:tin nhắn thoại|tin thoại|ghi âm|âm thanh|voice|audio)(?:(?!: )[^\]]){0,60}\][\s.]*$/iu;
/** Letters looked at: such a mark is short. */
const mediaLooked = 200;

/** Share of letters in words without a vowel, and how many such words, that only keys hit at random reach. */
const mashed = { share: 0.4, words: 2, letters: 3 } as const;
/** Letters looked at: what begins with words is read as words. */
const mashedLooked = 400;

/** Keys hit at random by a pocket, a child or somebody fought with: `hdjsk ửa khjj`. Usual short forms are words. */
function isMashed(text: string): boolean {
  const words = new Set<string>();
  let letters = 0;
  let odd = 0;
  for (const [word] of text
    .slice(0, mashedLooked)
    .normalize('NFC')
    .matchAll(/[\p{L}\p{M}]+/gu)) {
    letters += word.length;
    if (word.length < mashed.letters || hasVowel.test(word.normalize('NFKD')) || isShortForm(word, text))
      continue;
    odd += word.length;
    words.add(word);
  }
  return words.size >= mashed.words && odd > letters * mashed.share;
}

const hasVowel = /[aeiouy]/iu;
/** Abbreviations, the usual curses, and names in capitals inside a text that is not. */
const isShortForm = (word: string, text: string): boolean =>
  Object.hasOwn(abbreviations, word.toLowerCase()) ||
  curses.test(word) ||
  (word === word.toUpperCase() && text !== text.toUpperCase());
const curses = /^(?:[đd][kc]m+|v[ck]l+z?|clgt|cmnr?|cmt|pls|plz|tks|thx|sdt|hnay|hqua|bthg?)$/iu;
