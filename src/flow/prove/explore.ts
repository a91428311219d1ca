import { rests, stepOf } from '../graph.ts';
import {
  channelVariable,
  type Given,
  type Plan,
  riskVariable,
  type StepId,
  type StoredValue,
  varsGiven,
} from '../plan.ts';
import type { Mark, Place, Stepper, Walk } from '../walk.ts';
import { type Classes, classesOf } from './classes.ts';
import { alphabetOf, type Happening } from './events.ts';
import { type Givens, givensOf, openingOf } from './givens.ts';
import { type Live, liveVariables } from './live.ts';

/** One situation: where somebody stands, with what can still matter. */
export interface Situation {
  readonly index: number;
  readonly place: Place;
  /** What the talk began with, once something looked at it and while it can still matter. */
  readonly given: Given | null;
  /** Whether the turn that led here answered the person; after a clock nothing may be said (promise 6). */
  readonly heard: boolean;
  /** How one comes here in the fewest turns. */
  readonly via: Turn | null;
  readonly ways: Way[];
}

/** What happened where; the first turn of a talk has neither. `given` is what it was taken with. */
interface Turn {
  readonly from: Situation | null;
  readonly happening: Happening | null;
  readonly given: Given | null;
}

/** One turn from a situation to the next. */
export interface Way extends Turn {
  readonly marks: readonly Mark[];
  readonly to: Situation;
}

/** Something that can happen where nothing follows, or where the flow does not come to rest. */
export interface Stuck {
  readonly at: Situation;
  readonly happening: Happening;
  readonly given: Given | null;
}

/** Everything that can come of a flow. */
export interface Exploration {
  readonly status: 'whole' | 'too-large';
  readonly most: number;
  readonly situations: readonly Situation[];
  /** How a talk begins; several where that depends on what is given. */
  readonly starts: readonly Way[];
  readonly stuck: readonly Stuck[];
}

/** More situations than this is a flow that nobody can read either. */
const mostSituations = 30_000;

/**
 * Visits every situation of a flow that differs in something that can still matter, in the order of fewest turns.
 * Questions that free text brings up are not followed from here: for them the linter lets every variable hold
 * anything (`danger-no-human`, `handoff-no-fallback`, `dead-end`), which covers more.
 */
export const explore = (plan: Plan, stepper: Stepper): Exploration => new Explorer(plan, stepper).run();

class Explorer {
  readonly #plan: Plan;
  readonly #stepper: Stepper;
  readonly #classes: Classes;
  readonly #live: Live;
  readonly #givens: Givens;
  readonly #alphabets = new Map<StepId, readonly Happening[]>();
  readonly #known = new Map<string, Situation>();
  readonly #situations: Situation[] = [];
  readonly #stuck: Stuck[] = [];

  constructor(plan: Plan, stepper: Stepper) {
    this.#plan = plan;
    this.#stepper = stepper;
    this.#classes = classesOf(plan);
    this.#live = liveVariables(plan, this.#classes);
    this.#givens = givensOf(plan);
  }

  run(): Exploration {
    const starts = this.#givens.atStart.flatMap((given) => this.#begin(given) ?? []);
    for (let index = 0; index < this.#situations.length; index += 1) {
      if (this.#situations.length > mostSituations) return this.#told('too-large', starts);
      this.#leave(this.#situations[index] as Situation);
    }
    return this.#told('whole', starts);
  }

  #told(status: Exploration['status'], starts: readonly Way[]): Exploration {
    return { status, most: mostSituations, situations: this.#situations, starts, stuck: this.#stuck };
  }

  #begin(given: Given | null): Way | null {
    try {
      const walked = this.#stepper.start(this.#plan, given ?? {});
      return this.#arrive({ from: null, happening: null, given }, walked, true);
    } catch {
      return null;
    }
  }

  #leave(at: Situation): void {
    const step = stepOf(this.#plan, at.place.at);
    if (step === undefined || step.kind === 'end' || !rests(step)) return;
    for (const happening of this.#alphabet(at.place.at)) {
      const givens = at.given === null ? this.#givens.at(step, happening.event) : [at.given];
      for (const given of givens) this.#try({ from: at, happening, given });
    }
  }

  #alphabet(id: StepId): readonly Happening[] {
    const known = this.#alphabets.get(id);
    if (known !== undefined) return known;
    const step = stepOf(this.#plan, id);
    const alphabet = step === undefined ? [] : alphabetOf(step, this.#classes);
    this.#alphabets.set(id, alphabet);
    return alphabet;
  }

  #try({ from: at, happening, given }: Turn & { from: Situation; happening: Happening }): void {
    const walked = this.#walk(at.place, happening, given);
    if (walked === null) return void this.#stuck.push({ at, happening, given });
    at.ways.push(this.#arrive({ from: at, happening, given }, walked, heardAfter(at, happening)));
  }

  /** A circle or a missing step throws; the flow then does not come to rest. */
  #walk(place: Place, { event }: Happening, given: Given | null): Walk | null {
    const told = { ...varsGiven(this.#plan, given ?? {}), ...place.vars };
    try {
      return this.#stepper.step(this.#plan, { ...place, vars: told }, event);
    } catch {
      return null;
    }
  }

  #arrive(turn: Turn, { place, marks }: Walk, heard: boolean): Way {
    const { projected, given, key } = this.#project(place, heard, turn.given);
    const known = this.#known.get(key);
    if (known !== undefined) return { ...turn, marks, to: known };
    const via = turn.from === null && turn.given === null ? null : turn;
    const situation = { index: this.#situations.length, place: projected, given, heard, via, ways: [] };
    this.#known.set(key, situation);
    this.#situations.push(situation);
    return { ...turn, marks, to: situation };
  }

  #project(
    place: Place,
    heard: boolean,
    given: Given | null,
  ): { readonly projected: Place; readonly given: Given | null; readonly key: string } {
    const step = stepOf(this.#plan, place.at);
    const live = this.#live(place.at, place.vars);
    const vars: Record<string, StoredValue> = {};
    let key = `${place.at} ${String(place.tries)}`;
    for (const name of live) {
      const value = place.vars[name];
      if (name === riskVariable || value === undefined) continue;
      const same = this.#classes.valueOf(name, value);
      vars[name] = same;
      key += ` ${name}=${String(same)}`;
    }
    const risk = live.includes(riskVariable) ? this.#classes.levelOf(place.risk) : 'none';
    if (risk !== 'none') key += ` !${risk}`;
    if (step?.kind === 'handoff' || step?.kind === 'lookup') key += heard ? ' heard' : '';
    const kept = live.includes(channelVariable) ? given : null;
    if (kept !== null && kept.channel === undefined) key += ' nobody said';
    return { projected: { at: place.at, vars, risk, visit: 1, tries: place.tries }, given: kept, key };
  }
}

/** Whether the next turn answers the person: the room and the directory answer within the same turn. */
function heardAfter({ heard }: Situation, { event }: Happening): boolean {
  if (event.type === 'SILENCE') return false;
  const within =
    event.type === 'UNAVAILABLE' ||
    event.type === 'NONE' ||
    event.type === 'FAILED' ||
    event.type === 'FOUND';
  return within ? heard : true;
}

/** The lines that lead to a situation, and on by one more turn: a transcript's script. */
export function scriptTo(situation: Situation, last: Omit<Stuck, 'at'> | null = null): readonly string[] {
  const lines: string[] = last === null ? [] : [last.happening.line];
  let given = last?.given ?? null;
  for (let via = situation.via; via !== null; via = via.from?.via ?? null) {
    if (via.happening !== null) lines.unshift(via.happening.line);
    given ??= via.given;
  }
  return [...openingOf(given), ...lines];
}
