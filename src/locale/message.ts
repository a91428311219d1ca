import { IntlMessageFormat } from 'intl-messageformat';
import { baseLanguage, languagesWithPlurals } from './chain.ts';

/** A parsed text with what it expects. */
export interface Message {
  /** Argument names with their kind (`police:plain`, `n:plural`), sorted: a translation must have the same. */
  readonly signature: string;
  readonly names: readonly string[];
  /** Kinds that are forbidden in every text: numbers, dates and marks are never formatted by locale rules. */
  readonly forbidden: readonly string[];
  /** Plural branches that this language does not have. */
  readonly strayBranches: readonly string[];
  format(params: Readonly<Record<string, string>>): string;
}

type Elements = ReturnType<IntlMessageFormat['getAst']>;
type Found = {
  readonly name: string;
  readonly kind: 'plain' | 'select' | 'plural' | 'forbidden';
  readonly branches: string[];
};

/** Element kinds of the ICU parser, which hands them out as plain numbers. */
const elementKinds = [
  'literal',
  'plain',
  'forbidden',
  'forbidden',
  'forbidden',
  'select',
  'plural',
  'literal',
  'forbidden',
] as const;

/**
 * Parses an ICU text; null when it is not well-formed. The locale list is always `[language, 'vi']`: with an
 * unknown tag alone the host's language would choose the plural form (reproduced, language §7.2).
 */
export function parseMessage(text: string, language: string): Message | null {
  const parsed = tryParse(text, language);
  if (parsed === null) return null;
  const found = argumentsOf(parsed.getAst());
  return {
    signature: [...new Set(found.map(({ name, kind }) => `${name}:${kind}`))].sort().join(' '),
    names: [...new Set(found.map(({ name }) => name))],
    forbidden: found.filter(({ kind }) => kind === 'forbidden').map(({ name }) => name),
    strayBranches: languagesWithPlurals.has(language) ? [] : found.flatMap(strayBranches),
    format: (params) => asciiDigits(String(parsed.format(params))),
  };
}

function tryParse(text: string, language: string): IntlMessageFormat | null {
  try {
    return new IntlMessageFormat(text, [language, baseLanguage], undefined, { ignoreTag: true });
  } catch {
    return null;
  }
}

function argumentsOf(elements: Elements): Found[] {
  return elements.flatMap((element): Found[] => {
    const kind = elementKinds[element.type] ?? 'forbidden';
    if (kind === 'literal' || !('value' in element)) return [];
    const name = element.value;
    if (!('options' in element)) return [{ name, kind, branches: [] }];
    const inner = Object.values(element.options).flatMap((option) => argumentsOf(option.value));
    return [{ name, kind, branches: Object.keys(element.options) }, ...inner];
  });
}

const strayBranches = ({ kind, branches }: Found): string[] =>
  kind === 'plural' ? branches.filter((branch) => branch !== 'other' && !branch.startsWith('=')) : [];

const otherDigit = /(?![0-9])\p{Nd}/u;

/** Digits stay ASCII in every language, so that numbers can be dialled, copied and read aloud (language §7.2). */
export function asciiDigits(text: string): string {
  if (!otherDigit.test(text)) return text;
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)));
}

/** Digits of a script stand in runs of ten, sometimes several runs on end; the place in the run gives the value. */
function digitValue(point: number): number {
  let start = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start -= 1;
  return (point - start) % 10;
}
