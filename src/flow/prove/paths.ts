import { compareLevels } from '../../risk/level.ts';
import { asks, stepOf } from '../graph.ts';
import { showsHotline } from '../hotline.ts';
import type { Plan, StepId } from '../plan.ts';
import type { Mark, PlanEvent, Stepper } from '../walk.ts';
import type { Breach } from './breach.ts';
import { type Exploration, type Situation, scriptTo } from './explore.ts';

/** The properties that are read off the situations and the turns between them: P3, P5, P6, P7, P8, P10, P12. */
export function pathBreaches(plan: Plan, exploration: Exploration, stepper: Stepper): readonly Breach[] {
  return [
    ...left(plan, exploration),
    ...helpless(plan, exploration, stepper),
    ...endless(plan, exploration),
    ...circling(exploration),
    ...stuck(exploration),
    ...falling(exploration),
    ...talkative(plan, exploration, stepper),
    ...unstored(exploration),
  ];
}

/** P3: when nobody is there a number follows in the same turn, if the turn may speak at all (promise 6). */
function left(plan: Plan, { situations }: Exploration): readonly Breach[] {
  const found = new Map<StepId, Breach>();
  for (const at of situations) {
    if (!at.heard || found.has(at.place.at)) continue;
    for (const { happening, given, marks } of at.ways) {
      if (happening?.event.type !== 'UNAVAILABLE') continue;
      if (marks.some((mark) => saysNumber(plan, mark))) continue;
      found.set(at.place.at, breach('P3', at, {}, scriptTo(at, { happening, given })));
    }
  }
  return [...found.values()];
}

function saysNumber(plan: Plan, mark: Mark): boolean {
  const step = mark.mark === 'say' ? stepOf(plan, mark.step) : undefined;
  return step !== undefined && showsHotline(plan, step);
}

/** P5: help is said, and the person is where she was. Looked at once for each step: it does not depend on more. */
function helpless(plan: Plan, { situations }: Exploration, stepper: Stepper): readonly Breach[] {
  return [...firstOf(situations).values()].flatMap((at) => {
    const step = stepOf(plan, at.place.at);
    if (step === undefined || !asks(step)) return [];
    const helped = stepper.step(plan, at.place, { type: 'HELP' });
    const says = helped?.marks.some(({ mark }) => mark === 'say') === true;
    const isSame = JSON.stringify(helped?.place) === JSON.stringify(at.place);
    const isThere = stepOf(plan, plan.root.help)?.kind === 'say';
    return says && isSame && isThere ? [] : [breach('P5', at, { step: at.place.at }, scriptTo(at))];
  });
}

const firstOf = (situations: readonly Situation[]): ReadonlyMap<StepId, Situation> =>
  situations.reduce(
    (first, at) => (first.has(at.place.at) ? first : first.set(at.place.at, at)),
    new Map<StepId, Situation>(),
  );

/** P6: from every situation an end can be reached. */
function endless(plan: Plan, { situations, status }: Exploration): readonly Breach[] {
  if (status !== 'whole') return [];
  const back: Situation[][] = situations.map(() => []);
  for (const from of situations) for (const { to } of from.ways) back[to.index]?.push(from);
  const open = situations.filter(({ place }) => stepOf(plan, place.at)?.kind === 'end');
  const ending = new Set(open.map(({ index }) => index));
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const from of back[at.index] ?? []) {
      if (ending.has(from.index)) continue;
      ending.add(from.index);
      open.push(from);
    }
  }
  const trapped = situations.find(({ index }) => !ending.has(index));
  return trapped === undefined ? [] : [breach('P6', trapped, { step: trapped.place.at }, scriptTo(trapped))];
}

/** P6: without a single answer every talk comes to an end; tries and clocks run out. */
function circling({ situations }: Exploration): readonly Breach[] {
  const entries = situations.map(() => 0);
  const silent = (at: Situation): readonly Situation[] =>
    at.ways.flatMap(({ happening, to }) => (happening?.kind === 'none' ? [to] : []));
  for (const at of situations) for (const to of silent(at)) entries[to.index] = (entries[to.index] ?? 0) + 1;
  // Whoever is not entered any more is taken away; what stays is a circle.
  const open = situations.filter(({ index }) => entries[index] === 0);
  const gone = new Set<number>();
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    gone.add(at.index);
    for (const to of silent(at)) {
      const left = (entries[to.index] ?? 0) - 1;
      entries[to.index] = left;
      if (left === 0) open.push(to);
    }
  }
  const found = situations.find(({ index }) => !gone.has(index));
  return found === undefined ? [] : [breach('P6', found, {}, scriptTo(found), 'P6.loop')];
}

/** P7: whatever can happen at a step leads somewhere. */
function stuck({ stuck: found }: Exploration): readonly Breach[] {
  const first = found.filter(
    ({ at, happening }, index) =>
      index ===
      found.findIndex(
        (other) => other.at.place.at === at.place.at && other.happening.line === happening.line,
      ),
  );
  return first.map(({ at, happening, given }) =>
    breach('P7', at, { step: at.place.at, event: happening.line }, scriptTo(at, { happening, given })),
  );
}

/** P8: no turn lowers the level. */
function falling({ situations }: Exploration): readonly Breach[] {
  for (const at of situations) {
    for (const { happening, given, to } of at.ways) {
      // A level that no later guard reads is dropped from the situation, never from the talk.
      if (to.place.risk === 'none' || happening === null) continue;
      if (compareLevels(to.place.risk, at.place.risk) >= 0) continue;
      const params = { before: at.place.risk, after: to.place.risk };
      return [breach('P8', at, params, scriptTo(at, { happening, given }))];
    }
  }
  return [];
}

const anything: readonly PlanEvent[] = [
  { type: 'ANSWER', option: 'skip' },
  { type: 'VALUE', value: 'vài chữ' },
  { type: 'UNMATCHED' },
  { type: 'SILENCE' },
  { type: 'REPLIED' },
  { type: 'ACCEPTED' },
  { type: 'UNAVAILABLE' },
  { type: 'FOUND', ids: [] },
  { type: 'NONE' },
  { type: 'FAILED' },
  { type: 'HELP' },
];

/** P10: after an end nothing more happens, whatever arrives. */
function talkative(plan: Plan, { situations }: Exploration, stepper: Stepper): readonly Breach[] {
  return situations
    .filter(({ place }) => stepOf(plan, place.at)?.kind === 'end')
    .flatMap((at) => {
      const heard = anything.find((event) => stepper.step(plan, at.place, event) !== null);
      return heard === undefined ? [] : [breach('P10', at, { event: heard.type }, scriptTo(at), 'P10.after')];
    });
}

/** P12: everything remembered is JSON. That the machine stores and reads it the same, its tests show. */
function unstored({ situations }: Exploration): readonly Breach[] {
  const isPlain = (value: unknown): boolean =>
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    Number.isFinite(value) ||
    (Array.isArray(value) && value.every(isPlain));
  const lost = situations.find(({ place }) => !Object.values(place.vars).every(isPlain));
  return lost === undefined ? [] : [breach('P12', lost, { step: lost.place.at }, scriptTo(lost))];
}

const breach = (
  property: Breach['property'],
  at: Situation,
  params: Breach['params'],
  script: readonly string[],
  key: string = property,
): Breach => ({ property, step: at.place.at, key, params, script });
