import { type TokenisedText, tokenise } from '../../text/tokens.ts';
import { type Category, categories } from '../category.ts';
import type { CompiledRules } from '../compile.ts';
import { graveTriggers } from '../grave-trigger.ts';
import { isAtLeast, type RiskLevel, worseOf } from '../level.ts';
import { limits as riskLimits } from '../limits.ts';
import { conceptsByName } from '../match.ts';
import type { Hit } from '../phrase-tree.ts';
import { defaultQuestion } from '../question.ts';
import type { Signal } from '../signal.ts';
import { type TriggerId, triggerOf } from '../trigger.ts';
import { withoutMarks } from './copies.ts';
import { isGrave, mayDoubt } from './doubt.ts';
import { conceptNames, ready } from './features.ts';
import { classifierLimits as limits } from './limits.ts';
import { type Asked, type Model, makeScorer, type Score } from './model.ts';

/** A message as the rules left it: its words, the concepts found, the signals of rules and of earlier messages. */
export interface Judged {
  readonly text: TokenisedText;
  readonly hits: readonly Hit[];
  readonly signals: readonly Signal[];
  readonly previous: readonly Signal[];
  /** What the rules found denied in so many words: it is asked about, not rung (safety-content §1.2). */
  readonly denied: readonly Signal[];
}

type Read = Pick<Judged, 'text' | 'hits' | 'signals'>;

/**
 * What the model adds to the rules: a signal of its own where it raises the level (to medium it only asks), or the doubt that turns what they ring
 * into a question; never both.
 */
export interface Opinion {
  readonly signal?: Signal;
  readonly doubts?: true;
}

/** The learned classifier beside the rules. */
export interface Classifier {
  opinionOn(judged: Judged): Opinion;
  /** The plain score of a message, for `hien risk explain`. */
  explain(text: TokenisedText, hits: readonly Hit[], signals: readonly Signal[]): Explanation;
}

/** What the model says of a message before anything is decided: probabilities from 0 to 1. */
export interface Explanation {
  readonly high: number;
  readonly imminent: number;
  readonly thresholds: Readonly<Record<'high' | 'imminent' | 'asks' | 'doubt', number>>;
  readonly categories: readonly { readonly category: Category; readonly probability: number }[];
}

/** Binds a model to the rules whose concepts it reads. */
export function makeClassifier(model: Model, rules: CompiledRules): Classifier {
  const names = conceptNames(rules.concepts);
  const score = makeScorer(model);
  const told = conceptCategories(rules);
  const present = new Set(Object.values(conceptsByName(rules, presentConcepts)));
  const isPresent = (hits: readonly Hit[]): boolean => hits.some(({ concept }) => present.has(concept));
  const { high, imminent, asksFrom, doubt } = model.header;
  const thresholds = { high: high.threshold, imminent: imminent.threshold, asks: asksFrom, doubt };
  const scored = ({ text, hits, signals }: Read, what: Asked): Score | undefined => {
    const typed = score(ready(text, hits, names, signals), what);
    const composed = text.original.normalize('NFC');
    const plain = composed.replace(stretch, '$1');
    if (plain === composed) return typed;
    const spoken = tokenise(plain);
    return graver(typed, score(ready(spoken, rules.tree.search(spoken), names, signals), what));
  };
  /** What a score makes of a message that is grave at all; `gravest` where something agrees that it is imminent. */
  const gravityOf = (judged: Judged, said: Score | undefined, fromHigh = thresholds.high) => {
    if (said === undefined || said.high < fromHigh) return undefined;
    const likely = ranked(model, said);
    const about = gravestFirst(likely, judged.signals);
    const isUndated =
      about[0] === 'confinement' &&
      judged.text.tokens.length <= limits.bareStatement &&
      !isPresent(judged.hits);
    const gravest =
      !isUndated &&
      said.imminent >= thresholds.imminent &&
      agrees(judged, [...about, ...possible(likely)], told);
    return { said, about, gravest };
  };
  /**
   * Nobody is woken by marks alone: without them the message must be as imminent. Whether it is grave at all they may help
   * to decide.
   */
  const holdsWithoutMarks = (judged: Judged): boolean => {
    const bare = withoutMarks(judged.text.original);
    if (bare === judged.text.original) return true;
    const text = tokenise(bare);
    const stripped = { ...judged, text, hits: rules.tree.search(text) };
    return gravityOf(stripped, scored(stripped, 'everything'), limits.highWithoutMarks)?.gravest ?? false;
  };
  return {
    opinionOn(judged) {
      const standing = judged.signals.reduce<RiskLevel>(
        (level, signal) => worseOf(level, signal.level),
        'none',
      );
      const isDoubtful = mayDoubt(judged);
      if (standing === 'imminent' && !isDoubtful) return {};
      const said = scored(judged, askedOf(judged, standing));
      if (isDoubtful && said !== undefined && said.high < doubt) return { doubts: true };
      if (standing === 'imminent') return {};
      const read = gravityOf(judged, said, asksFrom);
      if (read === undefined || (!read.gravest && isAtLeast(standing, 'high'))) return {};
      if (isDenied(judged.denied, read.about)) return {};
      if (read.said.high < thresholds.high)
        return isAsked(standing, read.about)
          ? { signal: toSignal(judged.text, read.said, read.about, 'medium') }
          : {};
      const level = read.gravest && holdsWithoutMarks(judged) ? 'imminent' : 'high';
      return level === standing ? {} : { signal: toSignal(judged.text, read.said, read.about, level) };
    },
    explain(text, hits, signals) {
      const said = scored({ text, hits, signals }, 'everything');
      return {
        high: said?.high ?? 0,
        imminent: said?.imminent ?? 0,
        thresholds,
        categories: said === undefined ? [] : ranked(model, said).slice(0, explained),
      };
    },
  };
}

/**
 * Words for now and today: confinement with unclear tense is high, not imminent (safety-content §1.3, tie-breaks). Who tells
 * more than that somebody is locked in (who has the key, what is heard, what there is to drink) tells it as it is now.
 */
const presentConcepts = ['now', 'ongoing', 'now-ongoing', 'within-day', 'soon', 'recent'] as const;

/** A cry is written longer than it is spoken (`cứu emmmm`): letters repeated for it are read once too. */
const stretch = /(\p{L})\1{2,}/giu;

/** The reading that finds more; where it is found is said by the words as typed. */
function graver(typed: Score | undefined, spoken: Score | undefined): Score | undefined {
  if (typed === undefined || spoken === undefined) return typed ?? spoken;
  return spoken.high > typed.high ? { ...spoken, from: typed.from, to: typed.to } : typed;
}

/** What rules call imminent can only be doubted; where they ring a no of the nets is a doubt too. */
function askedOf({ signals }: Judged, standing: RiskLevel): Asked {
  if (standing === 'imminent') return 'doubt';
  return signals.some(isGrave) ? 'everything' : 'danger';
}

/** Categories shown by `hien risk explain`. */
const explained = 5;

interface Likely {
  readonly category: Category;
  readonly probability: number;
}

/** Categories of the model, the most probable first. */
const ranked = ({ header }: Model, said: Score): readonly Likely[] => {
  const probabilities = said.categories();
  return header.categories
    .map(({ category }, at) => ({ category, probability: probabilities[at] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
};

/**
 * The most probable category that says what the danger is – one that a rule named too comes first, if it is not unlikely –
 * then the others that are more likely than not.
 */
function gravestFirst(found: readonly Likely[], signals: readonly Signal[]): readonly Category[] {
  const grave = found.filter(({ category }) => graveTriggers[category] !== undefined);
  const ruled = grave.find(
    ({ category, probability }) =>
      probability >= limits.categoryRuled && signals.some((signal) => signal.categories.includes(category)),
  );
  const gravest = (ruled ?? grave[0])?.category ?? 'danger_now';
  const others = found
    .filter(({ category, probability }) => probability >= limits.categoryNamed && category !== gravest)
    .map(({ category }) => category);
  return [gravest, ...others];
}

/** Categories that the message may well be about: a concept of any of them agrees. */
const possible = (found: readonly Likely[]): readonly Category[] =>
  found.filter(({ probability }) => probability >= limits.categoryPossible).map(({ category }) => category);

/** A concept of the same category anywhere in the message, however faint, or any sign of danger before or beside it. */
function agrees(judged: Judged, about: readonly Category[], told: readonly (readonly Category[])[]): boolean {
  const isDanger = (signal: Signal): boolean => isAtLeast(signal.level, 'medium');
  if (judged.previous.some(isDanger)) return true;
  if (
    judged.signals.some((signal) => isDanger(signal) && signal.categories.some((one) => about.includes(one)))
  )
    return true;
  return judged.hits.some((hit) => told[hit.concept]?.some((one) => about.includes(one)));
}

/** What may be grave is asked about, unless that would be read by who must not (a hidden request). */
const isAsked = (standing: RiskLevel, about: readonly Category[]): boolean =>
  !isAtLeast(standing, 'medium') && about[0] !== 'covert_request';

const isDenied = (denied: readonly Signal[], about: readonly Category[]): boolean =>
  denied.some((signal) => signal.categories.some((one) => about.includes(one)));

/**
 * What each concept speaks of: what its file says, else the categories of the triggers whose rules need it; none where too
 * many do, and none of words listed inside a rule (`~…`): they mean what they mean only there.
 */
export function conceptCategories({
  rules,
  concepts,
  about,
}: CompiledRules): readonly (readonly Category[])[] {
  const triggers = concepts.map(() => new Set<TriggerId>());
  for (const rule of rules)
    for (const { concepts: alternatives } of rule.elements)
      for (const concept of alternatives) triggers[concept]?.add(rule.trigger);
  const isLoose = (ids: ReadonlySet<TriggerId>, concept: number): boolean =>
    ids.size > limits.conceptTriggers || concepts[concept]?.startsWith('~') === true;
  return triggers.map(
    (ids, concept) =>
      about.get(concept) ?? (isLoose(ids, concept) ? [] : [...ids].flatMap((id) => triggerOf(id).categories)),
  );
}

function toSignal(
  text: TokenisedText,
  { from, to }: Score,
  about: readonly Category[],
  level: 'medium' | 'high' | 'imminent',
): Signal {
  const code = graveTriggers[about[0] ?? 'danger_now']?.[level === 'medium' ? 'high' : level] ?? 'H19';
  const start = text.tokens[from]?.start ?? 0;
  const end = text.tokens[to - 1]?.end ?? start;
  const named = new Set<Category>([...about, ...triggerOf(code).categories]);
  return {
    code,
    level,
    source: 'classifier',
    categories: categories.filter((category) => named.has(category)),
    quote: text.original.slice(start, Math.min(end, start + riskLimits.quoteLength)),
    ask: defaultQuestion(code),
  };
}
