import type { CompiledRules } from './compile.ts';
import { limits } from './limits.ts';
import type { Hit } from './phrase-tree.ts';
import type { Element, Rule } from './rule.ts';

/** A rule's concepts found together: the hits in order of its elements, and what they span. */
export interface Match {
  readonly rule: Rule;
  readonly hits: readonly Hit[];
  readonly place: number;
  readonly endPlace: number;
}

/** The hits of one message by concept, with lists for each element merged once and kept. */
export class HitIndex {
  readonly #byConcept = new Map<number, Hit[]>();
  readonly #merged = new Map<Element, readonly Hit[]>();

  constructor(hits: readonly Hit[]) {
    for (const hit of hits) {
      const list = this.#byConcept.get(hit.concept);
      if (list === undefined) this.#byConcept.set(hit.concept, [hit]);
      else list.push(hit);
    }
  }

  /** Every concept that was found, each once. */
  concepts(): Iterable<number> {
    return this.#byConcept.keys();
  }

  of(concept: number): readonly Hit[] {
    return this.#byConcept.get(concept) ?? none;
  }

  has(element: Element): boolean {
    for (const concept of element.concepts) if (this.#byConcept.has(concept)) return true;
    return false;
  }

  ofElement(element: Element): readonly Hit[] {
    const first = element.concepts[0];
    if (element.concepts.length === 1 && first !== undefined) return this.of(first);
    const known = this.#merged.get(element);
    if (known !== undefined) return known;
    const lists = element.concepts.map((concept) => this.of(concept)).filter((list) => list.length > 0);
    const merged = lists.length <= 1 ? (lists[0] ?? none) : lists.flat().sort(byPlace);
    this.#merged.set(element, merged);
    return merged;
  }

  /** Hits of a concept that begin between two places, ends included. */
  between(concept: number, from: number, to: number): readonly Hit[] {
    const list = this.of(concept);
    const first = firstAtOrAfter(list, from);
    let end = first;
    while (end < list.length && (list[end]?.place ?? to + 1) <= to) end += 1;
    return end === first ? none : list.slice(first, end);
  }

  /** Whether the concept stands between two places, ends included; `solid` leaves out words read by guessing marks. */
  stands(concept: number, from: number, to: number, how: 'any' | 'solid' = 'any'): boolean {
    const list = this.of(concept);
    for (let at = firstAtOrAfter(list, from); at < list.length; at++) {
      const hit = list[at];
      if (hit === undefined || hit.place > to) return false;
      if (how === 'any' || !hit.faint) return true;
    }
    return false;
  }

  /** The first hit of a list between two places. */
  find(list: readonly Hit[], from: number, to: number): Hit | undefined {
    const hit = list[firstAtOrAfter(list, from)];
    return hit !== undefined && hit.place <= to ? hit : undefined;
  }
}

const none: readonly Hit[] = [];
const byPlace = (a: Hit, b: Hit): number => a.place - b.place || a.endPlace - b.endPlace;

/** Rules by the concepts of their rarest element: only those of which one was found need a look. */
export class RuleIndex {
  readonly #rules: readonly Rule[];
  readonly #byConcept = new Map<number, number[]>();

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
    rules.forEach(({ required }, number) => {
      for (const concept of required[0]?.concepts ?? []) {
        const list = this.#byConcept.get(concept);
        if (list === undefined) this.#byConcept.set(concept, [number]);
        else list.push(number);
      }
    });
  }

  /** The rules of which every needed element occurs at all, in their order: few are left whose places must be looked at. */
  matching(index: HitIndex): readonly Rule[] {
    const numbers = new Set<number>();
    for (const concept of index.concepts())
      for (const number of this.#byConcept.get(concept) ?? noRule)
        if (this.#canMatch(number, index)) numbers.add(number);
    return [...numbers].sort((a, b) => a - b).flatMap((number) => this.#rules[number] ?? []);
  }

  #canMatch(number: number, index: HitIndex): boolean {
    const required = this.#rules[number]?.required ?? [];
    for (let at = 1; at < required.length; at++) {
      const element = required[at];
      if (element !== undefined && !index.has(element)) return false;
    }
    return true;
  }
}

const noRule: readonly number[] = [];

/** Yields the matches of a rule, nearest together first from each anchor; linear in the number of hits. */
export function* matchesOf(rule: Rule, index: HitIndex): Generator<Match> {
  const lists = rule.elements.map((element) => index.ofElement(element));
  const anchor = rule.ordered ? 0 : rarest(lists);
  let lastEnd = -1;
  for (const hit of lists[anchor] ?? none) {
    if (hit.place <= lastEnd && lists.length > 1) continue;
    const hits = hitsAround(rule, lists, anchor, hit);
    if (hits === undefined) continue;
    const place = Math.min(...hits.map((one) => one.place));
    const endPlace = Math.max(...hits.map((one) => one.endPlace));
    if (isBlocked(rule, index, place, endPlace)) continue;
    lastEnd = hit.endPlace;
    yield { rule, hits, place, endPlace };
  }
}

/** The hits that make a match with the anchor: surely read ones first, else the nearest. */
function hitsAround(
  rule: Rule,
  lists: readonly (readonly Hit[])[],
  anchor: number,
  hit: Hit,
): Hit[] | undefined {
  if (rule.ordered) {
    const hits = inOrder(lists, 1, [hit], rule.reach);
    return hits !== undefined && isSolid(hits, rule.solid) ? hits : undefined;
  }
  for (const better of [surer, nearer]) {
    const hits = together(lists, anchor, hit, rule.reach, better);
    if (hits !== undefined && isSolid(hits, rule.solid)) return hits;
  }
  return undefined;
}

/**
 * Enough elements were read without guessing marks. A rule that asks for all of them is strict; from three elements on
 * the others may rest on two guesses, since several weak signs together are one (language §2.2).
 */
function isSolid(hits: readonly Hit[], least: number): boolean {
  const needed = least >= hits.length ? hits.length : Math.min(least, Math.max(1, hits.length - 2));
  return hits.filter((hit) => !hit.faint).length >= needed;
}

function rarest(lists: readonly (readonly Hit[])[]): number {
  let best = 0;
  for (let at = 1; at < lists.length; at++)
    if ((lists[at]?.length ?? 0) < (lists[best]?.length ?? 0)) best = at;
  return best;
}

function isBlocked(rule: Rule, index: HitIndex, place: number, endPlace: number): boolean {
  return rule.absent.some(
    (element) =>
      index.find(index.ofElement(element), place - limits.gap, endPlace + limits.gap) !== undefined,
  );
}

type Better = (one: Hit, best: Hit, hit: Hit) => boolean;
const nearer: Better = (one, best, hit) => distance(one, hit) < distance(best, hit);
const surer: Better = (one, best, hit) => (one.faint === best.faint ? nearer(one, best, hit) : best.faint);

/** Order-free: for the anchor the best hit of every other element, no word used twice. */
function together(
  lists: readonly (readonly Hit[])[],
  anchor: number,
  hit: Hit,
  reach: number,
  better: Better,
): Hit[] | undefined {
  const chosen: Hit[] = [hit];
  for (let at = 0; at < lists.length; at++) {
    if (at === anchor) continue;
    const found = bestNear(lists[at] ?? none, chosen, reach, better);
    if (found === undefined) return undefined;
    chosen.push(found);
  }
  const first = Math.min(...chosen.map((one) => one.place));
  const last = Math.max(...chosen.map((one) => one.endPlace));
  return last - first <= reach + chosen.length ? chosen : undefined;
}

/** The best hit within reach of the first chosen one that overlaps none of them. */
function bestNear(
  list: readonly Hit[],
  chosen: readonly Hit[],
  reach: number,
  better: Better,
): Hit | undefined {
  const hit = chosen[0];
  if (hit === undefined) return undefined;
  let best: Hit | undefined;
  for (let at = firstAtOrAfter(list, hit.place - reach - limits.phraseLength); at < list.length; at++) {
    const one = list[at];
    if (one === undefined || one.place > hit.endPlace + reach) break;
    if (distance(one, hit) > reach || chosen.some((other) => overlaps(one, other))) continue;
    if (best === undefined || better(one, best, hit)) best = one;
  }
  return best;
}

const distance = (a: Hit, b: Hit): number =>
  a.place > b.place ? a.place - b.endPlace : b.place - a.endPlace;
const overlaps = (a: Hit, b: Hit): boolean => a.from <= b.to && b.from <= a.to;

/** In order: each next element starts after the one before, at most `gap` places later. */
function inOrder(
  lists: readonly (readonly Hit[])[],
  at: number,
  so: readonly Hit[],
  gap: number,
): Hit[] | undefined {
  const list = lists[at];
  const before = so.at(-1);
  if (list === undefined || before === undefined) return [...so];
  let tried = 0;
  for (
    let next = firstAtOrAfter(list, before.endPlace + 1);
    next < list.length && tried < limits.nextTried;
    next++, tried++
  ) {
    const hit = list[next];
    if (hit === undefined || hit.place - before.endPlace > gap) return undefined;
    const rest = inOrder(lists, at + 1, [...so, hit], gap);
    if (rest !== undefined) return rest;
  }
  return undefined;
}

function firstAtOrAfter(list: readonly Hit[], place: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.place ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Concept numbers that the engine itself knows by name; missing ones stop the start. */
export function conceptsByName<Name extends string>(
  rules: CompiledRules,
  names: readonly Name[],
): Record<Name, number> {
  const entries = names.map((name) => {
    const number = rules.concepts.indexOf(name);
    if (number < 0) throw new Error(`rule files lack the concept ${name}`);
    return [name, number] as const;
  });
  return Object.fromEntries(entries) as Record<Name, number>;
}
