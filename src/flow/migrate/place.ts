import { worseOf } from '../../risk/level.ts';
import { fitting } from '../fitting.ts';
import { asks, optionOf, reachable, rests, stepOf } from '../graph.ts';
import {
  channelVariable,
  flowChannels,
  type Given,
  type OptionId,
  type Plan,
  type RiskMark,
  type StepId,
} from '../plan.ts';
import { type Rename, renamesInto } from '../renames.ts';
import type { FlowMemory, Mark, Place } from '../walk.ts';
import { type Passed, passedOf, recordedOf } from './passed.ts';
import { type Replay, replay } from './replay.ts';

/** Where a talk stands on the revision that it is pinned to; `path` is `null` when not all of its way is known. */
export interface Stand extends Place {
  readonly path: readonly Passed[] | null;
}

/** A mark of danger that the newer revision reads in answers that were given before. */
export interface NewDanger {
  readonly step: StepId;
  readonly option: OptionId | null;
  readonly mark: RiskMark;
}

/** Where a talk would stand on another revision of its flow. */
export type Placing =
  | {
      readonly status: 'placed';
      readonly stand: Stand;
      /** At the step where it stands today: the person notices nothing. */
      readonly isSame: boolean;
      readonly dangers: readonly NewDanger[];
    }
  /** Not from here, but perhaps from a checkpoint further on. */
  | { readonly status: 'later' }
  | { readonly status: 'cannot' };

/**
 * Replays what a talk has answered on another revision (flow.md §2.5). It is placed at the step where it stands, or at
 * the first question that its answers leave open; the level never falls, what is known stays known. Answers that now
 * lead to an end or to a person leave it without a place: whoever decides about it hands it to a person.
 */
export function placeTalk(before: Plan, stand: Stand, after: Plan): Placing {
  const rename = renamesInto(after);
  const played = stand.path === null ? null : playBoth(before, stand, after, rename);
  if (played === null) return byName(before, stand, after, rename) ?? laterOf(before, stand, after, rename);
  const { place } = played.now;
  const isSame = rename(stand.at) === place.at && isSameKind(before, stand.at, after, place.at);
  const landing = stepOf(after, place.at);
  if (isSame || (landing !== undefined && asks(landing))) return landed(stand, after, played, isSame);
  if (landing?.kind === 'end' || landing?.kind === 'handoff') return { status: 'cannot' };
  return byName(before, stand, after, rename) ?? laterOf(before, stand, after, rename);
}

interface Played {
  readonly then: Replay;
  readonly now: Replay;
  readonly before: Plan;
}

/** The way on both revisions; `null` when the recorded way does not lead to where the talk stands. */
function playBoth(before: Plan, stand: Stand, after: Plan, rename: Rename): Played | null {
  const recorded = recordedOf(before, stand.path ?? [], stand.vars);
  const given = givenIn(stand);
  const then = replay(before, recorded, (step) => step, given);
  if (then.place.at !== stand.at) return null;
  return { then, now: replay(after, recorded, rename, given), before };
}

/** What a flow was told when it began stands among the variables. */
export function givenIn({ vars }: Pick<Stand, 'vars'>): Given {
  const channel = flowChannels.find((one) => one === vars[channelVariable]);
  return channel === undefined ? {} : { channel };
}

function landed(stand: Stand, after: Plan, { then, now, before }: Played, isSame: boolean): Placing {
  const known = new Set(dangersOf(before, then).map(({ mark }) => mark.trigger));
  const memory: FlowMemory = {
    vars: { ...fitting(stand.vars, after.variables), ...now.place.vars },
    risk: worseOf(stand.risk, now.place.risk),
    visit: isSame ? stand.visit : stand.visit + 1,
    tries: isSame ? stand.tries : 0,
  };
  return {
    status: 'placed',
    stand: { ...memory, at: now.place.at, path: pathOf(now) },
    isSame,
    dangers: dangersOf(after, now).filter(({ mark }) => !known.has(mark.trigger)),
  };
}

/** The same step under today's name, with all that still fits: for talks whose way is not known. */
function byName(before: Plan, stand: Stand, after: Plan, rename: Rename): Placing | null {
  const at = rename(stand.at);
  if (at === null || !isSameKind(before, stand.at, after, at)) return null;
  const { visit, tries, risk } = stand;
  const memory = { vars: fitting(stand.vars, after.variables), risk, visit, tries };
  return { status: 'placed', stand: { ...memory, at, path: null }, isSame: true, dangers: [] };
}

function isSameKind(before: Plan, then: StepId, after: Plan, now: StepId): boolean {
  const [was, is] = [stepOf(before, then), stepOf(after, now)];
  return was !== undefined && is !== undefined && rests(is) && was.kind === is.kind;
}

/** Whether a checkpoint lies ahead that the other revision has too. */
function laterOf(before: Plan, { at }: Stand, after: Plan, rename: Rename): Placing {
  const ahead = [...reachable(before, [at])].some((id) => {
    const now = rename(id);
    return id !== at && now !== null && isCheckpoint(before, id, after, now);
  });
  return { status: ahead ? 'later' : 'cannot' };
}

/** Whether talks may move at a step: either revision says so. */
export function isCheckpoint(before: Plan, then: StepId, after: Plan, now: StepId | null): boolean {
  const says = (plan: Plan, id: StepId | null): boolean => {
    const step = id === null ? undefined : stepOf(plan, id);
    return step !== undefined && asks(step) && step.checkpoint;
  };
  return says(before, then) || says(after, now);
}

const pathOf = ({ taken }: Replay): readonly Passed[] =>
  taken.map(({ step, event }) => passedOf(step, event)).filter((passed) => passed !== null);

/** Every mark of danger on the way, in order. */
function dangersOf(plan: Plan, { turns }: Replay): readonly NewDanger[] {
  return turns.flat().flatMap((mark): readonly NewDanger[] => {
    if (mark.mark === 'chosen')
      return (optionOf(plan, mark.step, mark.option)?.risk ?? []).map((risk) => ({
        step: mark.step,
        option: mark.option,
        mark: risk,
      }));
    return mark.mark === 'ruled' ? ruledBy(plan, mark) : [];
  });
}

function ruledBy(plan: Plan, { step: id, rule }: Extract<Mark, { mark: 'ruled' }>): readonly NewDanger[] {
  const step = stepOf(plan, id);
  const risk = step?.kind === 'branch' ? (step.rules[rule]?.risk ?? []) : [];
  return risk.map((mark) => ({ step: id, option: null, mark }));
}
