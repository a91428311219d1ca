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
 * Whether nothing in the text can be judged by rules: emoji or signs only, mostly another script, or the garbage of
 * an old font encoding. Khmer is readable to people but has no word rules yet, so it counts as unread too.
 */
export function isUnreadable(text: string): boolean {
  if (text.trim() === '') return false;
  const typed = scriptVote(text);
  if (typed.latin > typed.khmer + typed.other) return isLegacyFont(text, typed.latin);
  const folded = text.length <= longestForStyled ? text.normalize('NFKC') : text;
  const { latin, khmer, other } = folded === text ? typed : scriptVote(folded);
  if (latin + khmer + other > 0) return khmer + other > latin;
  return !/\p{Nd}/u.test(folded);
}

/** Whether most letters are Khmer: some of its words are known. */
export function isKhmer(text: string): boolean {
  const { latin, khmer, other } = scriptVote(text.slice(0, longestForStyled));
  return khmer > latin + other;
}

/** Styled letters (𝓬𝓱ế𝓽) are folded before the vote; not worth it on a very long text. */
const longestForStyled = 65_536;
/** Share of letters from old font tables that no Vietnamese or English text reaches. */
const legacyShare = 0.08;

/** VNI and TCVN3 fonts shown as Latin-1: `Sô Noâng nghieâp`, `ch¸u bÞ bè ®¸nh`. */
function isLegacyFont(text: string, latin: number): boolean {
  let odd = 0;
  for (const _ of text.matchAll(
    /[aeiouyAEIOUY][âûøùïõöôêåäãëîñ](?![a-z]*[ạảấầẩẫậắằẳẵặẹẻẽếềểễệ])|[®¸µ¶·¹¨»¾¼½©«Þß×]/gu,
  ))
    odd += 1;
  return (
    odd >= 2 &&
    odd / Math.max(latin, 1) >= legacyShare &&
    !/[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]/iu.test(text)
  );
}
