import type { Wish } from '../conversation/talk.ts';
import type { Wanted } from '../queue/wishes.ts';
import { readSyllable } from '../text/syllable.ts';

/** Her wish as offers read it; a language other than Vietnamese is wished for by writing in it. */
export const wantedBy = (wish: Wish | null, language: string): Wanted => ({
  gender: wish?.gender ?? null,
  apart: wish?.apart ?? false,
  commune: wish === null || wish.commune === null ? null : foldName(wish.commune),
  language: language.startsWith('vi') ? null : language,
});

/** A place's name in plain small letters with single spaces, so that "Hoà Bình" and "hoa binh" are one. */
export const foldName = (name: string): string =>
  name
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => readSyllable(word).plain)
    .join(' ');
