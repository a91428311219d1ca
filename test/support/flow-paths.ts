import { asks } from '../../src/flow/graph.ts';
import type { Plan } from '../../src/flow/plan.ts';
import type { FlowEffect, FlowEvent } from '../../src/machine/flow-types.ts';
import { type Place, walk, walkFrom } from './flow-walk.ts';

/** A place where a flow rests, whether a person was asked for on the way, and what was said last. */
interface Spot {
  readonly place: Place;
  readonly askedForPerson: boolean;
  readonly lastSaid: string | null;
}

/** Everything that can happen to one flow, walked to the end without XState. */
interface Paths {
  readonly spots: readonly Spot[];
  /** Where the flow is over. */
  readonly ends: readonly Spot[];
  /** Resting steps from which no answer, silence or outcome ever leads to an end. */
  readonly stuck: readonly string[];
  /** Resting steps that were reached. */
  readonly visited: ReadonlySet<string>;
}

/** Follows every answer, misunderstandings, silence and every outcome of a hand-off or a look-up from the start. */
export function everyPath(plan: Plan): Paths {
  const first = after(null, walkFrom(plan, plan.start));
  const spots = new Map([[keyOf(first), first]]);
  const leadsTo = new Map<string, string[]>();
  const open = [first];
  for (let spot = open.pop(); spot !== undefined; spot = open.pop()) {
    const onwards = eventsAt(plan, spot.place).flatMap((event) => {
      const walked = walk(plan, spot.place, event);
      return walked === null ? [] : [after(spot, walked)];
    });
    leadsTo.set(keyOf(spot), onwards.map(keyOf));
    for (const next of onwards) {
      if (spots.has(keyOf(next))) continue;
      spots.set(keyOf(next), next);
      open.push(next);
    }
  }
  const all = [...spots.values()];
  const ends = all.filter(({ place }) => plan.steps[place.at]?.kind === 'end');
  const finite = closing(leadsTo, ends.map(keyOf));
  const stuck = all.filter((spot) => !finite.has(keyOf(spot))).map(({ place }) => place.at);
  return { spots: all, ends, stuck: [...new Set(stuck)], visited: new Set(all.map(({ place }) => place.at)) };
}

const keyOf = ({ place, askedForPerson, lastSaid }: Spot): string =>
  JSON.stringify([place.at, place.vars, place.risk, place.tries, askedForPerson, lastSaid]);

function after(
  before: Spot | null,
  { place, effects }: { readonly place: Place; readonly effects: readonly FlowEffect[] },
): Spot {
  const said = effects.findLast((effect) => effect.type === 'say' || effect.type === 'ask');
  return {
    place: { ...place, visit: 0 },
    askedForPerson: before?.askedForPerson === true || effects.some(({ type }) => type === 'handoff'),
    lastSaid: said === undefined ? (before?.lastSaid ?? null) : (said.text.at(-1) ?? null),
  };
}

function eventsAt(plan: Plan, { at, visit }: Place): readonly FlowEvent[] {
  const step = plan.steps[at];
  const silence: FlowEvent = { type: 'silence', step: at, visit };
  if (step?.kind === 'handoff') {
    return (['accepted', 'unavailable', 'silence'] as const).map((outcome) => ({ type: 'handoff', outcome }));
  }
  if (step?.kind === 'lookup') {
    return (['none', 'failed', { found: ['tong-dai-111'] }] as const).map((outcome) => ({
      type: 'lookup',
      step: at,
      visit,
      outcome,
    }));
  }
  if (step === undefined || !asks(step)) return [];
  const digits = step.options.map(({ digit }): FlowEvent => ({ type: 'digit', digit }));
  return [...digits, { type: 'place', area: '22' }, { type: 'unmatched' }, silence];
}

function closing(
  leadsTo: ReadonlyMap<string, readonly string[]>,
  ends: readonly string[],
): ReadonlySet<string> {
  const comesFrom = new Map<string, string[]>();
  for (const [from, targets] of leadsTo) {
    for (const to of targets) comesFrom.set(to, [...(comesFrom.get(to) ?? []), from]);
  }
  const seen = new Set<string>();
  const open = [...ends];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...(comesFrom.get(key) ?? []));
  }
  return seen;
}
