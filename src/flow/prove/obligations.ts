import { isAtLeast, type RiskLevel } from '../../risk/level.ts';
import { asks, stepOf } from '../graph.ts';
import { showsHotline } from '../hotline.ts';
import type { Plan, PlanClaim, StepId } from '../plan.ts';
import type { Mark } from '../walk.ts';
import type { Breach, Property } from './breach.ts';
import { type Exploration, type Situation, scriptTo, type Way } from './explore.ts';
import { openingOf } from './givens.ts';

/** Something that must come before any end once it is owed, within so many further questions. */
interface Obligation {
  readonly property: Property;
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
  readonly owes: (plan: Plan, mark: Mark) => boolean;
  readonly pays: (plan: Plan, mark: Mark) => boolean;
  readonly within: number | null;
  /** `longest`: on no way are there more. `nearest`: from everywhere a way with fewer is open. */
  readonly measure: 'longest' | 'nearest';
  readonly withinKey: string;
  /** The sentence for questions that can go on for ever. */
  readonly loopKey: string;
  readonly withinProperty: Property;
  /** Only the number of questions is looked at: that it is paid at all, another obligation shows. */
  readonly isMeasureOnly?: boolean;
}

/**
 * Questions that may still be put after danger (P2). Only imminent stops the questions (safety-content §3.0); at high
 * the entry is queued at once, and from every further question a person stays within a few answers.
 */
const questionsAfter = { high: 6, imminent: 2 } as const;

/** P1, P2 and the flow's own claims: care comes after danger, and soon. */
export function obligationBreaches(plan: Plan, exploration: Exploration): readonly Breach[] {
  const general = [afterLevel('high'), afterLevel('imminent')];
  const claimed = (plan.claims ?? []).map(obligationOf);
  return [...general, ...claimed].flatMap((one) => [
    ...(one.isMeasureOnly === true ? [] : unpaid(plan, exploration, one)),
    ...tooLate(plan, exploration, one),
  ]);
}

const afterLevel = (level: 'high' | 'imminent'): Obligation => ({
  property: 'P1',
  key: 'P1',
  params: {},
  owes: (plan, mark) => marksLevel(plan, mark, level),
  pays: (plan, mark) => restsAt(plan, mark, 'handoff'),
  within: questionsAfter[level],
  measure: level === 'imminent' ? 'longest' : 'nearest',
  withinKey: 'P2',
  loopKey: 'P2.loop',
  withinProperty: 'P2',
  isMeasureOnly: level === 'imminent',
});

function obligationOf({ after, mustReach, within }: PlanClaim): Obligation {
  return {
    property: 'claim',
    key: 'claim',
    params: { wanted: mustReach.join(' / ') },
    owes: (plan, mark) =>
      'risk' in after
        ? marksLevel(plan, mark, after.risk)
        : mark.mark === 'chosen' &&
          mark.step === after.step &&
          (after.option === null || mark.option === after.option),
    pays: (plan, mark) =>
      (mustReach.includes('handoff') && restsAt(plan, mark, 'handoff')) ||
      (mustReach.includes('hotline') && saysNumber(plan, mark)),
    within,
    measure: 'longest',
    withinKey: 'claim.within',
    loopKey: 'claim.within',
    withinProperty: 'claim',
  };
}

/** The danger that an answer or rule just proved; `null` for every other mark. */
function marksLevel(plan: Plan, mark: Mark, floor: RiskLevel): boolean {
  if (mark.mark !== 'chosen' && mark.mark !== 'ruled') return false;
  const step = stepOf(plan, mark.step);
  if (step === undefined) return false;
  const risk =
    mark.mark === 'chosen'
      ? asks(step) && step.options.find(({ option }) => option === mark.option)?.risk
      : step.kind === 'branch' && step.rules[mark.rule]?.risk;
  return risk !== false && risk !== undefined && risk.some(({ level }) => isAtLeast(level, floor));
}

const restsAt = (plan: Plan, mark: Mark, kind: 'handoff' | 'end'): boolean =>
  mark.mark === 'rest' && stepOf(plan, mark.step)?.kind === kind;

function saysNumber(plan: Plan, mark: Mark): boolean {
  const step = mark.mark === 'say' ? stepOf(plan, mark.step) : undefined;
  return step !== undefined && showsHotline(plan, step);
}

/** What is owed after a turn; `broken` when an end comes first. */
function after(plan: Plan, { marks }: Way, before: boolean, one: Obligation): boolean | 'broken' {
  let owed = before;
  for (const mark of marks) {
    if (one.owes(plan, mark)) owed = true;
    if (owed && one.pays(plan, mark)) owed = false;
    if (owed && restsAt(plan, mark, 'end')) return 'broken';
  }
  return owed;
}

interface Visit {
  readonly at: Situation;
  readonly owed: boolean;
  readonly before: { readonly visit: Visit; readonly way: Way } | null;
}

/** The shortest conversation in which an end comes while something is owed; one for each step that owes. */
function unpaid(plan: Plan, { starts }: Exploration, one: Obligation): readonly Breach[] {
  const seen = new Set<string>();
  const found = new Map<StepId, Breach>();
  const open: Visit[] = starts.map((start) => ({
    at: start.to,
    owed: after(plan, start, false, one) === true,
    before: null,
  }));
  for (let index = 0; index < open.length; index += 1) {
    const visit = open[index] as Visit;
    const key = `${String(visit.at.index)} ${String(visit.owed)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const way of visit.at.ways) {
      const owed = after(plan, way, visit.owed, one);
      if (owed !== 'broken') open.push({ at: way.to, owed, before: { visit, way } });
      else report(plan, visit, way, one, found);
    }
  }
  return [...found.values()];
}

function report(plan: Plan, visit: Visit, way: Way, one: Obligation, found: Map<StepId, Breach>): void {
  const ways = [way];
  for (let at = visit.before; at !== null; at = at.visit.before) ways.unshift(at.way);
  const given = ways.findLast((each) => each.given !== null)?.given ?? null;
  const owing = ways.findLast(({ marks }) => marks.some((mark) => one.owes(plan, mark)));
  const step = owing?.from?.place.at ?? visit.at.place.at;
  if (found.has(step)) return;
  const lines = ways.flatMap(({ happening }) => (happening === null ? [] : [happening.line]));
  const script = [...openingOf(given), ...lines];
  found.set(step, { property: one.property, step, key: one.key, params: one.params, script });
}

/** How many questions may be put while something is owed, when every answer is understood. The first breach is told. */
function tooLate(plan: Plan, { situations }: Exploration, one: Obligation): readonly Breach[] {
  if (one.within === null) return [];
  const longest = new Longest(plan, one);
  const nearest = one.measure === 'nearest' ? nearestIn(plan, situations, one) : [];
  for (const from of situations) {
    for (const way of from.ways) {
      if (way.happening?.kind !== 'answer' || after(plan, way, false, one) !== true) continue;
      const count = one.measure === 'nearest' ? (nearest[way.to.index] ?? 0) : longest.from(way.to);
      if (count <= one.within) continue;
      const isLoop = count === Infinity;
      const params = { count: String(count), most: String(one.within) };
      const key = isLoop ? one.loopKey : one.withinKey;
      const script = scriptTo(from, { happening: way.happening, given: way.given });
      return [{ property: one.withinProperty, step: from.place.at, key, params, script }];
    }
  }
  return [];
}

/** The least number of questions from each situation on until the obligation is paid. */
function nearestIn(plan: Plan, situations: readonly Situation[], one: Obligation): readonly number[] {
  const counts = situations.map(() => Infinity);
  const turns = situations.toReversed().flatMap((at) => {
    const step = stepOf(plan, at.place.at);
    const own = step !== undefined && asks(step) ? 1 : 0;
    return answersOf(at).map((ways) => ({
      from: at.index,
      own,
      owing: ways.filter((way) => after(plan, way, true, one) === true).map(({ to }) => to.index),
    }));
  });
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, own, owing } of turns) {
      const count = own + Math.max(0, ...owing.map((to) => counts[to] ?? Infinity));
      if (count >= (counts[from] ?? Infinity)) continue;
      counts[from] = count;
      changed = true;
    }
  }
  return counts;
}

/** The ways of each answer: several where the talk goes on by what was given, and then the farthest one counts. */
function answersOf({ ways }: Situation): readonly (readonly Way[])[] {
  const byLine = new Map<string, Way[]>();
  for (const way of ways) {
    if (way.happening?.kind !== 'answer') continue;
    byLine.set(way.happening.line, [...(byLine.get(way.happening.line) ?? []), way]);
  }
  return [...byLine.values()];
}

/** The greatest number of questions from a situation on until the obligation is paid; Infinity in a circle. */
class Longest {
  readonly #plan: Plan;
  readonly #one: Obligation;
  readonly #known = new Map<number, number>();
  readonly #open = new Set<number>();

  constructor(plan: Plan, one: Obligation) {
    this.#plan = plan;
    this.#one = one;
  }

  from(at: Situation): number {
    const known = this.#known.get(at.index);
    if (known !== undefined) return known;
    if (this.#open.has(at.index)) return Infinity;
    this.#open.add(at.index);
    const step = stepOf(this.#plan, at.place.at);
    const ways = at.ways.filter(({ happening }) => happening?.kind === 'answer');
    const further = ways.map((way) =>
      after(this.#plan, way, true, this.#one) === true ? this.from(way.to) : 0,
    );
    this.#open.delete(at.index);
    const count = Math.max(0, ...further) + (step !== undefined && asks(step) ? 1 : 0);
    this.#known.set(at.index, count);
    return count;
  }
}
