import type { TokenisedText } from '../text/tokens.ts';
import type { EngineConcept } from './detector.ts';
import { limits } from './limits.ts';
import type { HitIndex, Match } from './match.ts';
import type { Hit } from './phrase-tree.ts';
import type { Guard, RuleTime } from './rule.ts';
import type { Speaker } from './signal.ts';

/** A message with all its hits: what rules look at beyond their own words. */
export interface Surroundings {
  readonly text: TokenisedText;
  readonly index: HitIndex;
  readonly known: Readonly<Record<EngineConcept, number>>;
  readonly guards: readonly Guard[];
}

/**
 * Takes out hits that lie inside a longer fixed phrase: the death in `cười chết mất`, the blow in `đánh răng`.
 * Only those hits go; the same word elsewhere still counts.
 */
export function withoutIdioms(
  text: TokenisedText,
  hits: readonly Hit[],
  known: Readonly<Record<EngineConcept, number>>,
) {
  const idioms = hits.filter((hit) => hit.concept === known.idiom);
  if (idioms.length === 0) return { hits, guards: [] };
  const over = longestOver(idioms);
  const kept = hits.filter((hit) => hit.concept === known.idiom || !isInside(hit, over.get(hit.from)));
  const guards = idioms.slice(0, limits.guardsReported).map((idiom) => ({
    code: 'guard.idiom',
    quote: text.original.slice(text.tokens[idiom.from]?.start ?? 0, text.tokens[idiom.to]?.end ?? 0),
  }));
  return { hits: kept, guards };
}

/** The longest idiom over each word. */
function longestOver(idioms: readonly Hit[]): ReadonlyMap<number, Hit> {
  const over = new Map<number, Hit>();
  for (const idiom of idioms) {
    for (let at = idiom.from; at <= idiom.to; at++) {
      const known = over.get(at);
      if (known === undefined || idiom.to - idiom.from > known.to - known.from) over.set(at, idiom);
    }
  }
  return over;
}

const isInside = (hit: Hit, idiom: Hit | undefined): boolean =>
  idiom !== undefined && hit.to <= idiom.to && idiom.to - idiom.from > hit.to - hit.from;

/** The guard that makes a match harmless, if one stands near enough. */
export function isGuarded(match: Match, around: Surroundings): string | undefined {
  for (const guard of around.guards) {
    if (!match.rule.guards.includes(guard.name)) continue;
    const from = match.place - guard.reach;
    if (!around.index.stands(guard.concept, from, match.endPlace + guard.reach, 'solid')) continue;
    if (guard.firm || !isPersonal(match, around)) return guard.name;
  }
  return undefined;
}

/** Somebody's own kin and somebody's own self stand in the match: weak guards (film, game, news) do not explain it away. */
function isPersonal(match: Match, { index, known }: Surroundings): boolean {
  return (
    index.stands(known.kin, match.place - limits.gap, match.endPlace) &&
    index.stands(known.self, match.place, match.endPlace + limits.gap)
  );
}

/**
 * When it happens, by the time words near it. A dated past wins over a bare `đang`, a stated today over both; a word
 * that was only guessed (`he` for `hễ`) never moves a danger away from now.
 */
export function timeOf(match: Match, { index, known }: Surroundings): RuleTime {
  const near = (concept: number): boolean =>
    index.stands(concept, match.place - limits.timeReach, match.endPlace + limits.timeReach);
  const surely = (concept: number): boolean =>
    index.stands(concept, match.place - limits.timeReach, match.endPlace + limits.timeReach, 'solid');
  if (near(known.now)) return 'now';
  if (surely(known.past)) return 'past';
  if (surely(known.recent)) return 'recent';
  if (near(known.ongoing)) return 'now';
  if (surely(known.future)) return 'future';
  if (surely(known.habit)) return 'habit';
  return 'unclear';
}

/**
 * How far words right before an act of the match deny it. Only what ends directly before the act counts: in `không ai
 * giúp em, nó bóp cổ em` nothing is denied.
 */
export function denialOf(match: Match, { index, known }: Surroundings): 'none' | 'plain' | 'explicit' {
  const acts = match.hits.filter((hit) => !isPerson(hit, index, known));
  if (acts.some((hit) => endsBefore(index, known.denial, hit.place, limits.denialWords))) return 'explicit';
  const negated = acts.some((hit) =>
    index.stands(known.negator, hit.place - limits.negationReach, hit.place - 1),
  );
  return negated ? 'plain' : 'none';
}

/** Whether the hit names somebody (`em`, `chồng`) and no deed. */
const isPerson = (hit: Hit, index: HitIndex, known: Surroundings['known']): boolean =>
  index.between(known.anyone, hit.place, hit.place).some((other) => other.endPlace === hit.endPlace);

const endsBefore = (index: HitIndex, concept: number, place: number, words: number): boolean =>
  index.between(concept, place - words, place - 1).some((hit) => hit.endPlace === place - 1);

/** Who writes, when the words show it (safety-content §1.1: the speaker decides the card). */
export function speakerOf({ index, known }: Surroundings): Speaker | undefined {
  if (index.of(known['speaker-mayharm']).length > 0) return 'mayharm';
  if (index.of(known['speaker-third']).length > 0) return 'third';
  if (index.of(known['speaker-child']).length > 0) return 'child';
  return undefined;
}
