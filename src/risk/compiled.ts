import { z } from 'zod';
import type { Syllable } from '../text/syllable.ts';
import { type Category, categories } from './category.ts';
import type { CompiledRules } from './compile.ts';
import { type Phrase, PhraseTree } from './phrase-tree.ts';
import type { Element, Guard, Rule } from './rule.ts';

/** A rule as written: each element's concepts; which element is looked for first, by number. */
type WrittenRule = Omit<Rule, 'elements' | 'required' | 'absent'> & {
  readonly elements: readonly (readonly number[])[];
  readonly required: readonly number[];
  readonly absent: readonly (readonly number[])[];
};

/** The compiled rules as plain data. Syllables stand once; phrases are lists of their numbers. */
interface Written {
  readonly version: 1;
  readonly concepts: readonly string[];
  readonly rules: readonly WrittenRule[];
  readonly guards: readonly Guard[];
  readonly about: readonly (readonly [number, readonly Category[]])[];
  readonly syllables: readonly (readonly [plain: string, shape: string, tone: number])[];
  readonly phrases: readonly (readonly [
    syllables: readonly number[],
    concepts: readonly number[],
    bare: number,
    foreign: number,
  ])[];
}

const howBare = ['yes', 'faint', 'never'] as const;

/** The text of `rules.bin`: what `compileRules` made, so that the start need not read the files again. */
export function writeCompiled({ tree, concepts, rules, guards, about }: CompiledRules): string {
  const syllables: Written['syllables'][number][] = [];
  const numbers = new Map<string, number>();
  const numberOf = ({ plain, shape, tone }: Syllable): number => {
    const key = `${plain} ${shape} ${tone}`;
    const known = numbers.get(key) ?? syllables.push([plain, shape, tone]) - 1;
    numbers.set(key, known);
    return known;
  };
  const phrases = tree.phrases().map((phrase): Written['phrases'][number] => {
    const words = phrase.syllables.map(numberOf);
    return [words, phrase.concepts, howBare.indexOf(phrase.bare), phrase.foreign ? 1 : 0];
  });
  const written: Written = {
    version: 1,
    concepts,
    rules: rules.map((rule) => ({
      ...rule,
      elements: rule.elements.map((element) => element.concepts),
      required: rule.required.map((element) => rule.elements.indexOf(element)),
      absent: rule.absent.map((element) => element.concepts),
    })),
    guards,
    about: [...about],
    syllables,
    phrases,
  };
  return `${JSON.stringify(written)}\n`;
}

/** Only the frame is looked at: a test holds the content to the rule files, letter by letter. */
const frame = z.looseObject({
  version: z.literal(1),
  concepts: z.array(z.string()).min(1),
  rules: z.array(z.unknown()).min(1),
  about: z.array(z.tuple([z.number(), z.array(z.enum(categories))])),
  phrases: z.array(z.unknown()).min(1),
});

/** Reads the text of `rules.bin`. Throws when it is none of this version. */
export function readCompiled(text: string): CompiledRules {
  const written = readWritten(text);
  const syllables = written.syllables.map(([plain, shape, tone]): Syllable => ({ plain, shape, tone }));
  const tree = new PhraseTree();
  for (const phrase of written.phrases) tree.add(readPhrase(phrase, syllables));
  return {
    tree,
    concepts: written.concepts,
    rules: written.rules.map(readRule),
    guards: written.guards,
    about: new Map(written.about),
  };
}

function readWritten(text: string): Written {
  try {
    const value: unknown = JSON.parse(text);
    frame.parse(value);
    return value as Written;
  } catch (cause) {
    throw new Error('rules.bin holds no compiled rules of this version', { cause });
  }
}

function readPhrase(
  [words, concepts, bare, foreign]: Written['phrases'][number],
  syllables: readonly Syllable[],
): Phrase {
  return {
    syllables: words.map((number) => syllables[number] ?? nothing),
    concepts,
    bare: howBare[bare] ?? 'never',
    foreign: foreign === 1,
  };
}

const nothing: Syllable = { plain: '', shape: '', tone: 0 };

function readRule(rule: WrittenRule): Rule {
  const elements = rule.elements.map((concepts): Element => ({ concepts }));
  return {
    ...rule,
    elements,
    required: rule.required.flatMap((number) => elements[number] ?? []),
    absent: rule.absent.map((concepts): Element => ({ concepts })),
  };
}
