import { longestPassword, shortestPassword } from '../../wire/console.ts';
import { foldName } from './name.ts';

/** Fewer different characters than this is a key held down or a pattern. */
const fewestDifferent = 5;
/** A word that everybody tries first must leave at least this much beside it. */
const leastBesideCommon = 8;

/**
 * Words from which guessed passwords are made: the tops of public lists of leaked passwords, Vietnamese habits, and the
 * names of this program and its place (NIST SP 800-63B: "context-specific words").
 */
const commonParts = [
  'password',
  'passw0rd',
  'p@ssw0rd',
  'p@ssword',
  'administrator',
  'admin',
  'welcome',
  'letmein',
  'iloveyou',
  'changeme',
  'monkey',
  'dragon',
  'football',
  'sunshine',
  'princess',
  'superman',
  'abc123',
  'qwertyuiop',
  'qwerty',
  'asdfghjkl',
  'zxcvbnm',
  '1q2w3e4r5t6y',
  '1q2w3e4r5t',
  '1q2w3e4r',
  '1qaz2wsx3edc',
  '1qaz2wsx',
  'matkhau',
  'mậtkhẩu',
  'anhyeuem',
  'emyeuanh',
  'yeuemnhieu',
  'khongbiet',
  'khongcho',
  'vietnam',
  'hanoi',
  'saigon',
  'congtac',
  'xahoi',
  'trungtam',
  'hien',
  'hiên',
] as const;

const runs = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz'];

/** True when the password is too short, too long, or among the first that somebody would try for this name. */
export function isWeak(password: string, name: string): boolean {
  if (password.length < shortestPassword || password.length > longestPassword) return true;
  const folded = foldName(password).replaceAll(/\s/gu, '');
  if (new Set(folded).size < fewestDifferent) return true;
  const own = foldName(name).replaceAll(/\s/gu, '');
  return withoutKnown(folded, own).length < leastBesideCommon;
}

/** What is left when the name, common words, runs and years are taken out. */
function withoutKnown(folded: string, own: string): string {
  let rest = own === '' ? folded : folded.replaceAll(own, '');
  for (const part of commonParts) rest = rest.replaceAll(part, '');
  rest = rest.replaceAll(/(?:19|20)\d\d/gu, '');
  return withoutRuns(rest);
}

/** Takes out pieces of four or more that only count up or down: `1234`, `dcba`. */
function withoutRuns(text: string): string {
  let rest = text;
  for (const run of [...runs, ...runs.map((run) => Array.from(run).reverse().join(''))]) {
    for (let length = run.length; length >= 4; length -= 1) {
      for (let from = 0; from + length <= run.length; from += 1) {
        rest = rest.replaceAll(run.slice(from, from + length), '');
      }
    }
  }
  return rest;
}
