import { parse } from 'yaml';
import { z } from 'zod';
import {
  accented,
  hasMarks,
  isPossibleSyllable,
  mustHaveLostTone,
  readSyllable,
  type Syllable,
} from '../text/syllable.ts';
import { piecesOf } from '../text/tokens.ts';
import { type Category, categories } from './category.ts';
import { riskLevels } from './level.ts';
import { limits } from './limits.ts';
import { type Phrase, PhraseTree } from './phrase-tree.ts';
import type { Element, Guard, Rule } from './rule.ts';
import { isTriggerId, type TriggerId, triggerOf } from './trigger.ts';

/** Rules ready to match: built once from the files, then only read. */
export interface CompiledRules {
  readonly tree: PhraseTree;
  /** Concept names by number. */
  readonly concepts: readonly string[];
  readonly rules: readonly Rule[];
  readonly guards: readonly Guard[];
  /** What a concept speaks of, by its number, where a file says so: a weak sign of a category (`about`). */
  readonly about: ReadonlyMap<number, readonly Category[]>;
}

/** One rule file as text; reading it from disk is the caller's business. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

const question = z.enum(['today', 'weapon', 'choked', 'die', 'danger', 'children']);
const time = z.enum(['now', 'recent', 'past', 'future', 'habit', 'unclear']);
const trigger = z.string().refine(isTriggerId, 'no such trigger');
const ruleEntry = z.strictObject({
  id: z.string(),
  all: z.array(z.string()).min(1).optional(),
  seq: z.array(z.string()).min(1).optional(),
  within: z.int().positive().optional(),
  time: z.array(time).optional(),
  otherwise: trigger.optional(),
  denied: z.enum(['ask', 'keep', 'drop']).optional(),
  ask: question.optional(),
  speaker: z.enum(['self', 'child', 'third', 'mayharm']).optional(),
  categories: z.array(z.enum(categories)).optional(),
  fire: z.boolean().optional(),
  solid: z.int().nonnegative().optional(),
  shortOnly: z.int().positive().optional(),
  guards: z.array(z.string()).optional(),
  after: z.array(z.string()).optional(),
  level: z.enum(riskLevels).optional(),
});
/** Words of a lexicon, with commas between. */
const words = z.string().transform((text) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
);
const guardEntry = z.strictObject({
  words,
  reach: z.int().positive(),
  firm: z.boolean().optional(),
});
const file = z.strictObject({
  trigger: trigger.optional(),
  concepts: z.record(z.string(), words).optional(),
  guards: z.record(z.string(), guardEntry).optional(),
  rules: z.array(ruleEntry).optional(),
  about: z.record(z.string(), z.array(z.enum(categories))).optional(),
});
type RuleEntry = z.infer<typeof ruleEntry>;

/**
 * Turns rule files into automata. Throws with the file's name when a file is wrong: a broken rule set must stop the
 * start, never run with holes.
 */
export function compileRules(files: readonly RuleFile[]): CompiledRules {
  const parsed = files.map(({ name, text }) => ({ name, content: readFile(name, text) }));
  const builder = new Builder();
  for (const { content } of parsed) {
    for (const [name, words] of Object.entries(content.concepts ?? {})) builder.declare(name, words);
    for (const [name, guard] of Object.entries(content.guards ?? {}))
      builder.declare(`guard.${name}`, guard.words);
  }
  const guards = parsed.flatMap(({ content }) =>
    Object.entries(content.guards ?? {}).map(([name, guard]) => ({
      name: `guard.${name}`,
      concept: builder.numberOf(`guard.${name}`, name),
      reach: guard.reach,
      firm: guard.firm ?? false,
    })),
  );
  const guardNames = guards.map((guard) => guard.name);
  const rules = parsed.flatMap(({ name, content }) =>
    (content.rules ?? []).map((entry) => toRule(builder, name, content.trigger, entry, guardNames)),
  );
  if (rules.length === 0) throw new Error('rule files hold no rule');
  const about = new Map(
    parsed.flatMap(({ name, content }) =>
      Object.entries(content.about ?? {}).map(
        ([concept, told]) => [builder.numberOf(concept, name), told] as const,
      ),
    ),
  );
  return { tree: builder.tree(), concepts: builder.names, rules, guards, about };
}

function readFile(name: string, text: string): z.infer<typeof file> {
  const result = file.safeParse(parse(text, { prettyErrors: false }));
  if (!result.success) throw new Error(`rule file ${name}: ${z.prettifyError(result.error)}`);
  return result.data;
}

function toRule(
  builder: Builder,
  name: string,
  trigger: TriggerId | undefined,
  entry: RuleEntry,
  guards: readonly string[],
): Rule {
  if (trigger === undefined) throw new Error(`rule file ${name}: rules without a trigger`);
  const written = entry.all ?? entry.seq ?? [];
  const elements = written
    .filter((text) => !text.startsWith('-'))
    .map((text) => toElement(builder, name, text));
  if (elements.length === 0 || (entry.all === undefined) === (entry.seq === undefined)) {
    throw new Error(`rule file ${name}: rule ${entry.id} needs either "all" or "seq"`);
  }
  const level = triggerOf(trigger).level;
  const grave = level === 'imminent' || level === 'high';
  return {
    id: `${trigger}.${entry.id}`,
    trigger,
    elements,
    required: elements.toSorted((a, b) => builder.sizeOf(a) - builder.sizeOf(b)),
    absent: written
      .filter((text) => text.startsWith('-'))
      .map((text) => toElement(builder, name, text.slice(1))),
    ordered: entry.seq !== undefined,
    reach: entry.within ?? (entry.seq === undefined ? limits.reach : limits.gap),
    denied: entry.denied ?? (grave ? 'ask' : 'drop'),
    categories: entry.categories ?? [],
    fire: entry.fire ?? false,
    solid: entry.solid ?? 1,
    guards: entry.guards?.map((guard) => `guard.${guard}`) ?? guards,
    ...(entry.time && { time: entry.time }),
    ...(entry.otherwise && { otherwise: entry.otherwise }),
    ...(entry.ask && { ask: entry.ask }),
    ...(entry.speaker && { speaker: entry.speaker }),
    ...(entry.shortOnly && { shortOnly: entry.shortOnly }),
    ...(entry.after && { after: entry.after }),
    ...(entry.level && { level: entry.level }),
  };
}

/** `a|b` names concepts, words after a `~` are listed on the spot; a leading `-` means that none may stand near. */
function toElement(builder: Builder, file: string, text: string): Element {
  const [names = '', words] = text.split('~');
  const concepts = names
    .split('|')
    .filter((name) => name !== '')
    .map((name) => builder.numberOf(name, file));
  return { concepts: words === undefined ? concepts : [...concepts, builder.inline(words)] };
}

/** Collects concepts and their words, then spreads included concepts. */
class Builder {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #words = new Map<string, readonly string[]>();

  declare(name: string, words: readonly string[]): void {
    if (this.#numbers.has(name)) throw new Error(`concept ${name} is declared twice`);
    this.#numbers.set(name, this.names.length);
    this.names.push(name);
    this.#words.set(name, words);
  }

  inline(words: string): number {
    const name = `~${words}`;
    if (!this.#numbers.has(name)) this.declare(name, words.split('|'));
    return this.numberOf(name, name);
  }

  numberOf(name: string, where: string): number {
    const number = this.#numbers.get(name);
    if (number === undefined) throw new Error(`rule file ${where}: no concept ${name}`);
    return number;
  }

  /** Words an element lists, includes counted once: a rough measure of how common it is. */
  sizeOf(element: Element): number {
    return element.concepts.reduce(
      (sum, concept) => sum + (this.#words.get(this.names[concept] ?? '')?.length ?? 0),
      0,
    );
  }

  tree(): PhraseTree {
    const byWords = new Map<string, Set<number>>();
    for (const name of this.names) {
      const number = this.numberOf(name, name);
      for (const words of this.#spread(name, [])) {
        const concepts = byWords.get(words);
        if (concepts === undefined) byWords.set(words, new Set([number]));
        else concepts.add(number);
      }
    }
    const phrases = new Map<string, { phrase: Omit<Phrase, 'concepts'>; concepts: Set<number> }>();
    for (const [words, concepts] of byWords) {
      const phrase = toPhrase(words);
      const key = `${phrase.bare} ${phrase.syllables.map(accented).join(' ')}`;
      const known = phrases.get(key);
      if (known === undefined) phrases.set(key, { phrase, concepts });
      else for (const concept of concepts) known.concepts.add(concept);
    }
    const tree = new PhraseTree();
    for (const { phrase, concepts } of phrases.values()) tree.add({ ...phrase, concepts: [...concepts] });
    return tree;
  }

  #spread(name: string, path: readonly string[]): string[] {
    if (path.includes(name)) throw new Error(`concepts include each other: ${[...path, name].join(' → ')}`);
    const words = this.#words.get(name);
    if (words === undefined) throw new Error(`no concept ${name} (included by ${path.at(-1) ?? 'nobody'})`);
    return words.flatMap((word) =>
      word.startsWith('+') ? this.#spread(word.slice(1), [...path, name]) : [word],
    );
  }
}

/**
 * `nó !` counts only faintly when read without marks, `từ từ !!` never. A single syllable without a sign is read so
 * only when it ends in a stop (`giet`): the others stand for too many words (language §2.2: 6.4 on average).
 */
function toPhrase(words: string): Omit<Phrase, 'concepts'> {
  if (words.includes('-')) throw new Error(`phrase "${words}" holds a hyphen, which no message keeps`);
  const parts = words.trim().split(/[\s'’.]+/);
  const sign = parts.at(-1) ?? '';
  const flagged = /^!!?$/.test(sign);
  const syllables: Syllable[] = (flagged ? parts.slice(0, -1) : parts)
    .flatMap((part) => piecesOf(part).map(({ piece }) => piece))
    .map(readSyllable);
  if (syllables.length === 0 || syllables.length > limits.phraseLength)
    throw new Error(`phrase "${words}" has no good length`);
  return {
    syllables,
    bare: flagged ? (bareBySign[sign.length] ?? 'never') : bareByLength(syllables),
    foreign: isForeign(syllables),
  };
}

const bareBySign: Readonly<Record<number, Phrase['bare']>> = { 1: 'faint', 2: 'never' };

function bareByLength(syllables: readonly Syllable[]): Phrase['bare'] {
  const only = syllables.length === 1 ? syllables[0] : undefined;
  return only === undefined || mustHaveLostTone({ ...only, tone: 0 }) ? 'yes' : 'faint';
}

/** A word that no Vietnamese syllable looks like makes the whole phrase foreign. */
const isForeign = (syllables: readonly Syllable[]): boolean =>
  syllables.some((syllable) => !hasMarks(syllable) && !isPossibleSyllable(syllable.plain));
