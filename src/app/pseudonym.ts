import type { Chance } from './ports.ts';

/** Neutral plants and things, easy to say on a telephone; no names of people, no places. */
const words = [
  'sen',
  'mai',
  'trúc',
  'tùng',
  'bưởi',
  'cam',
  'chanh',
  'dừa',
  'khế',
  'mận',
  'mơ',
  'na',
  'nhãn',
  'ổi',
  'quýt',
  'sim',
  'táo',
  'vải',
  'xoài',
  'bông',
  'cỏ',
  'cúc',
  'đào',
  'gừng',
  'hành',
  'húng',
  'lạc',
  'lúa',
  'mía',
  'mướp',
  'ngô',
  'ngải',
  'nghệ',
  'quế',
  'rêu',
  'riềng',
  'sả',
  'súng',
  'tỏi',
  'tre',
  'trà',
  'bàng',
  'bèo',
  'bầu',
  'bí',
  'cà',
  'cải',
  'dâu',
  'đậu',
  'điều',
  'gấc',
  'hồi',
  'kê',
  'khoai',
  'lá',
  'măng',
  'mây',
  'nấm',
  'nụ',
  'rau',
  'sấu',
  'thị',
  'vừng',
  'lộc',
] as const;

/** A pseudonym such as `sen-4821`, with so many digits: random, says nothing about the person. */
const pseudonymOf = (chance: Chance, digits: number): string => {
  const first = 10 ** (digits - 1);
  return `${words[chance.below(words.length)] ?? words[0]}-${String(first + chance.below(9 * first))}`;
};

/** Pseudonyms to try one after the other, for those that somebody else has: three of four digits, then of more. */
export function* pseudonyms(chance: Chance): Generator<string> {
  for (const digits of [4, 4, 4, 5, 5, 6, 6, 7, 8, 9]) yield pseudonymOf(chance, digits);
}

/** One of twelve colours for a pseudonym, against answering the wrong person. */
export const colourOf = (pseudonym: string): number =>
  Array.from(pseudonym).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 12;
