import { isKhmer, isUnreadable } from '../text/script.ts';
import { type TokenisedText, tokenise } from '../text/tokens.ts';
import { type Category, categories } from './category.ts';
import { isGrave } from './classifier/doubt.ts';
import type { Classifier } from './classifier/opinion.ts';
import type { CompiledRules } from './compile.ts';
import { denialOf, isGuarded, type Surroundings, speakerOf, timeOf, withoutIdioms } from './context.ts';
import { isAtLeast, type RiskLevel, worseOf } from './level.ts';
import { limits } from './limits.ts';
import { conceptsByName, HitIndex, type Match, matchesOf, RuleIndex } from './match.ts';
import { defaultQuestion } from './question.ts';
import type { Rule } from './rule.ts';
import type { MessageAssessment, Signal, Speaker } from './signal.ts';
import { type TriggerId, triggerOf } from './trigger.ts';

/** What came before this message: some dangers show only together (safety-content §1.1, H18). */
export interface MessageContext {
  readonly previous: readonly Signal[];
  /** Her last words (`heardWith`), judged together with this message as if sent in one. */
  readonly heard?: string;
}

/** Judges one message by words. Pure and synchronous; any text, however broken, gets a verdict. */
export interface Detector {
  assess(text: string, context?: MessageContext): MessageAssessment;
}

/**
 * Makes a detector of compiled rules, and of the learned classifier where there is one: it raises, and what rules ring
 * although it thinks danger unlikely is asked about. Throws when the files lack a concept the engine needs.
 */
export function makeDetector(rules: CompiledRules, classifier?: Classifier): Detector {
  const known = conceptsByName(rules, engineConcepts);
  const ruleIndex = new RuleIndex(rules.rules);
  const assessOne = (text: string, previous: readonly Signal[]): MessageAssessment => {
    const tokenised = tokenise(text);
    const hits = rules.tree.search(tokenised);
    const found = withoutIdioms(tokenised, hits, known);
    const surroundings: Surroundings = {
      text: tokenised,
      index: new HitIndex(found.hits),
      known,
      guards: rules.guards,
    };
    const judged = judge(ruleIndex.matching(surroundings.index), surroundings, previous);
    const ruled = withWatched(judged.signals, previous);
    const { denied } = judged;
    const opinion = classifier?.opinionOn({ text: tokenised, hits, signals: ruled, previous, denied });
    const isDoubted = opinion?.doubts === true;
    const signals = [...(isDoubted ? ruled.map(asked) : ruled), ...(opinion?.signal ? [opinion.signal] : [])];
    const doubted = isDoubted ? ruled.filter(isGrave).map(guardOf) : [];
    return {
      ...verdictOf(signals),
      guards: [...doubted, ...judged.guards, ...found.guards].slice(0, limits.guardsReported),
      unreadable: false,
      retraction: isRetraction(surroundings, highest(signals)),
    };
  };
  /**
   * Khmer danger words are known, unreviewed: they raise, as do words that rules know between keys hit at random. Where none
   * are found a person has to read it.
   */
  const readAnyway = (text: string, previous: readonly Signal[]): MessageAssessment => {
    const found = assessOne(text, previous);
    const isHeard = (signal: Signal): boolean =>
      isGrave(signal) && (signal.source === 'rule' || isKhmer(text));
    return found.signals.some(isHeard) ? found : unreadable;
  };
  return {
    assess(text, { previous, heard = '' } = { previous: [] }) {
      const alone = isUnreadable(text) ? readAnyway(text, previous) : assessOne(text, previous);
      if (heard === '' || alone.retraction || alone.level === 'imminent') return alone;
      if (alone.unreadable && !isKhmer(text)) return alone;
      // Judged as one message: what was heard before is in it already and agrees with nothing but itself.
      return raisedBy(alone, previous, assessOne(`${heard} ${text.slice(0, limits.heardLength)}`, []));
    },
  };
}

/** What rules ring and the model doubts is asked about, never dropped: "negation and distance never cancel" (§1.2). */
const asked = (signal: Signal): Signal =>
  isGrave(signal) ? { ...signal, level: 'medium', ask: defaultQuestion(signal.code), doubted: true } : signal;

const guardOf = ({ quote = '' }: Signal) => ({ code: 'guard.doubt', quote });

/**
 * The verdict on the words alone, with what only the whole shows, where that is graver than all that stands. Words that
 * nobody could read count as high (H22): only an imminent whole answers in their place.
 */
function raisedBy(
  alone: MessageAssessment,
  previous: readonly Signal[],
  whole: MessageAssessment,
): MessageAssessment {
  const standing = worseOf(alone.unreadable ? 'high' : alone.level, highest(previous));
  const added = whole.signals.filter(({ level }) => !isAtLeast(standing, level));
  if (added.length === 0) return alone;
  return { ...alone, ...verdictOf([...alone.signals, ...added]), unreadable: false };
}

const verdictOf = (signals: readonly Signal[]) => ({
  level: highest(signals),
  categories: categoriesOf(signals),
  signals,
});

/** Concepts the engine reads by itself, in `rules/lexicon/`. */
const engineConcepts = [
  'idiom',
  'now',
  'ongoing',
  'recent',
  'past',
  'future',
  'habit',
  'negator',
  'anyone',
  'denial',
  'self',
  'kin',
  'retraction',
  'speaker-child',
  'speaker-third',
  'speaker-mayharm',
  'question',
] as const;
export type EngineConcept = (typeof engineConcepts)[number];

const unreadable: MessageAssessment = {
  level: 'none',
  categories: ['none'],
  signals: [],
  guards: [],
  unreadable: true,
  retraction: false,
};

/** Runs the rules that can match; the gravest signal for each trigger is kept, with its quote. */
function judge(rules: readonly Rule[], around: Surroundings, previous: readonly Signal[]) {
  const signals = new Map<TriggerId, Signal>();
  const guards: { code: string; quote: string }[] = [];
  const denied: Signal[] = [];
  const affirmed = new Set<Category>();
  const speaker = speakerOf(around);
  for (const rule of rules) {
    if (!isOpen(rule, around, previous) || addsNothing(rule, signals)) continue;
    let kept = 0;
    for (const match of matchesOf(rule, around.index)) {
      const guard = isGuarded(match, around);
      if (guard !== undefined) {
        if (guards.length < limits.guardsReported)
          guards.push({ code: guard, quote: quoteOf(around.text, match) });
        continue;
      }
      const denial = rule.denied === 'keep' ? 'none' : denialOf(match, around);
      const signal = toSignal(match, around, speaker, denial);
      if (signal === undefined) continue;
      keepGravest(signals, signal);
      if (denial === 'explicit') denied.push(signal);
      if (denial === 'none') for (const category of signal.categories) affirmed.add(category);
      kept += 1;
      if (kept >= limits.matchesPerRule || addsNothing(rule, signals)) break;
    }
  }
  // What is denied here and said there is said.
  const onlyDenied = denied.filter(({ categories: about }) => !about.some((one) => affirmed.has(one)));
  return { signals: [...signals.values()], guards, denied: onlyDenied };
}

/** Short cries count only alone; some rules only after an earlier danger. */
const isOpen = (rule: Rule, around: Surroundings, previous: readonly Signal[]): boolean =>
  (rule.shortOnly === undefined || around.text.tokens.length <= rule.shortOnly) && hasBefore(rule, previous);

/** Whether the trigger is already shown as gravely as this rule could, with nothing of its own to add. */
function addsNothing(rule: Rule, signals: ReadonlyMap<TriggerId, Signal>): boolean {
  const known = signals.get(rule.trigger);
  if (known === undefined || rule.fire || rule.categories.length > 0 || rule.speaker !== undefined)
    return false;
  return isAtLeast(known.level, rule.level ?? triggerOf(rule.trigger).level);
}

function hasBefore(rule: Rule, previous: readonly Signal[]): boolean {
  if (rule.after === undefined) return true;
  return previous.some(
    (signal) =>
      rule.after?.includes(signal.code) || (rule.after?.includes('any') && isAtLeast(signal.level, 'medium')),
  );
}

/** The graver signal of one trigger stays; what the other adds (flames, categories, who speaks) is not lost. */
function keepGravest(signals: Map<TriggerId, Signal>, signal: Signal): void {
  const known = signals.get(signal.code);
  if (known === undefined) {
    signals.set(signal.code, signal);
    return;
  }
  const [graver, other] = isAtLeast(known.level, signal.level) ? [known, signal] : [signal, known];
  const speaker = graver.speaker ?? other.speaker;
  signals.set(signal.code, {
    ...graver,
    categories: unique([...graver.categories, ...other.categories]),
    ...((graver.fire ?? other.fire) && { fire: true }),
    ...(speaker !== undefined && { speaker }),
  });
}

/** What a match says: its trigger by time, its level by denial (never cancelled, only asked back), its words. */
function toSignal(
  match: Match,
  around: Surroundings,
  speaker: Speaker | undefined,
  denial: 'none' | 'plain' | 'explicit',
): Signal | undefined {
  const { rule } = match;
  const code =
    rule.time === undefined || rule.time.includes(timeOf(match, around)) ? rule.trigger : rule.otherwise;
  if (code === undefined) return undefined;
  if (denial !== 'none' && rule.denied === 'drop') return undefined;
  const trigger = triggerOf(code);
  const own = code === rule.trigger ? (rule.level ?? trigger.level) : trigger.level;
  const level = denial === 'explicit' && isAtLeast(own, 'high') ? 'medium' : own;
  const isUnsure = denial !== 'none' || !isAtLeast(own, trigger.level);
  const ask = isUnsure ? defaultQuestion(code) : rule.ask;
  const who = rule.speaker ?? speaker;
  return {
    code,
    level,
    source: 'rule',
    categories: unique([
      ...trigger.categories,
      ...rule.categories,
      ...(who === 'third' ? (['third_party'] as const) : []),
    ]),
    quote: quoteOf(around.text, match),
    ...(who !== undefined && { speaker: who }),
    ...(rule.fire && { fire: true }),
    ...(ask !== undefined && { ask }),
  };
}

/** Watched or hidden, together with any other danger sign, is imminent (H18). */
function withWatched(signals: readonly Signal[], previous: readonly Signal[]): readonly Signal[] {
  const watched = signals.find((signal) => signal.code === 'H18');
  const watchedBefore = previous.some((signal) => signal.code === 'H18');
  const isDanger = (signal: Signal) => signal.code !== 'H18' && isAtLeast(signal.level, 'medium');
  if (watched !== undefined) {
    if (!signals.some(isDanger) && !previous.some(isDanger)) return signals;
    return signals.map((signal) => (signal === watched ? { ...signal, level: 'imminent' } : signal));
  }
  const danger = signals.find((signal) => isDanger(signal) && isAtLeast(signal.level, 'high'));
  if (!watchedBefore || danger === undefined) return signals;
  return [...signals, { ...danger, code: 'H18', level: 'imminent', categories: ['covert_request'] }];
}

/** Only a short message that says nothing grave itself takes an earlier one back. */
const isRetraction = ({ index, known, text }: Surroundings, level: RiskLevel): boolean =>
  text.tokens.length <= limits.retractionWords &&
  !isAtLeast(level, 'high') &&
  index.of(known.retraction).length > 0;

function quoteOf(text: TokenisedText, match: Match): string {
  const start = Math.min(...match.hits.map((hit) => text.tokens[hit.from]?.start ?? 0));
  const end = Math.max(...match.hits.map((hit) => text.tokens[hit.to]?.end ?? 0));
  return text.original.slice(start, Math.min(end, start + limits.quoteLength));
}

const highest = (signals: readonly Signal[]): RiskLevel =>
  signals.reduce<RiskLevel>((level, signal) => worseOf(level, signal.level), 'none');

function categoriesOf(signals: readonly Signal[]): readonly Category[] {
  const found = new Set(signals.flatMap((signal) => signal.categories));
  return found.size === 0 ? ['none'] : categories.filter((category) => found.has(category));
}

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];
