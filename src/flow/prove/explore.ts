import { rests, stepOf } from '../graph.ts';
import { type Plan, riskVariable, type StepId, type StoredValue } from '../plan.ts';
import type { Mark, Place, Stepper, Walk } from '../walk.ts';
import { type Classes, classesOf } from './classes.ts';
import { alphabetOf, type Happening } from './events.ts';
import { type Live, liveVariables } from './live.ts';

/** One situation: where somebody stands, with what can still matter. */
export interface Situation {
  readonly index: number;
  readonly place: Place;
  /** Whether the turn that led here answered the person; after a clock nothing may be said (promise 6). */
  readonly heard: boolean;
  /** How one comes here in the fewest turns. */
  readonly via: { readonly from: Situation; readonly happening: Happening } | null;
  readonly ways: Way[];
}

/** One turn from a situation to the next. */
export interface Way {
  readonly from: Situation | null;
  readonly happening: Happening | null;
  readonly marks: readonly Mark[];
  readonly to: Situation;
}

/** Something that can happen where nothing follows, or where the flow does not come to rest. */
export interface Stuck {
  readonly at: Situation;
  readonly happening: Happening;
}

/** Everything that can come of a flow. */
export interface Exploration {
  readonly status: 'whole' | 'too-large';
  readonly most: number;
  readonly situations: readonly Situation[];
  readonly start: Way | null;
  readonly stuck: readonly Stuck[];
}

/** More situations than this is a flow that nobody can read either. */
const mostSituations = 150_000;

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
  readonly #alphabets = new Map<StepId, readonly Happening[]>();
  readonly #known = new Map<string, Situation>();
  readonly #situations: Situation[] = [];
  readonly #stuck: Stuck[] = [];

  constructor(plan: Plan, stepper: Stepper) {
    this.#plan = plan;
    this.#stepper = stepper;
    this.#classes = classesOf(plan);
    this.#live = liveVariables(plan, this.#classes);
  }

  run(): Exploration {
    const start = this.#begin();
    if (start === null) return this.#told('whole', null);
    for (let index = 0; index < this.#situations.length; index += 1) {
      if (index >= mostSituations) return this.#told('too-large', start);
      this.#leave(this.#situations[index] as Situation);
    }
    return this.#told('whole', start);
  }

  #told(status: Exploration['status'], start: Way | null): Exploration {
    return { status, most: mostSituations, situations: this.#situations, start, stuck: this.#stuck };
  }

  #begin(): Way | null {
    try {
      return this.#arrive(null, null, this.#stepper.start(this.#plan), true);
    } catch {
      return null;
    }
  }

  #leave(at: Situation): void {
    const step = stepOf(this.#plan, at.place.at);
    if (step === undefined || step.kind === 'end' || !rests(step)) return;
    for (const happening of this.#alphabet(at.place.at)) this.#try(at, happening);
  }

  #alphabet(id: StepId): readonly Happening[] {
    const known = this.#alphabets.get(id);
    if (known !== undefined) return known;
    const step = stepOf(this.#plan, id);
    const alphabet = step === undefined ? [] : alphabetOf(step, this.#classes);
    this.#alphabets.set(id, alphabet);
    return alphabet;
  }

  #try(at: Situation, happening: Happening): void {
    const walked = this.#walk(at.place, happening);
    if (walked === null) return void this.#stuck.push({ at, happening });
    const way = this.#arrive(at, happening, walked, heardAfter(at, happening));
    at.ways.push(way);
  }

  /** A circle or a missing step throws; the flow then does not come to rest. */
  #walk(place: Place, { event }: Happening): Walk | null {
    try {
      return this.#stepper.step(this.#plan, place, event);
    } catch {
      return null;
    }
  }

  #arrive(from: Situation | null, happening: Happening | null, { place, marks }: Walk, heard: boolean): Way {
    const { projected, key } = this.#project(place, heard);
    const known = this.#known.get(key);
    if (known !== undefined) return { from, happening, marks, to: known };
    const via = from === null || happening === null ? null : { from, happening };
    const situation: Situation = { index: this.#situations.length, place: projected, heard, via, ways: [] };
    this.#known.set(key, situation);
    this.#situations.push(situation);
    return { from, happening, marks, to: situation };
  }

  #project(place: Place, heard: boolean): { readonly projected: Place; readonly key: string } {
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
    return { projected: { at: place.at, vars, risk, visit: 1, tries: place.tries }, key };
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

/** The lines that lead to a situation, and on by one more happening: a transcript's script. */
export function scriptTo(situation: Situation, last: Happening | null = null): readonly string[] {
  const lines: string[] = last === null ? [] : [last.line];
  for (let via = situation.via; via !== null; via = via.from.via) lines.unshift(via.happening.line);
  return lines;
}
