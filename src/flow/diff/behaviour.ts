import { isAtLeast, type RiskLevel, worseOf } from '../../risk/level.ts';
import { asks, optionOf, stepOf } from '../graph.ts';
import { recordedOf } from '../migrate/passed.ts';
import { givenIn, type Stand } from '../migrate/place.ts';
import { type Replay, replay } from '../migrate/replay.ts';
import type { Plan, StepId } from '../plan.ts';
import { type Rename, renamesInto } from '../renames.ts';
import type { Mark } from '../walk.ts';
import { type FlowChange, shown } from './change.ts';

/** A conversation as it went on one revision: its way from the start, and what is known at its end. */
export type RecordedTalk = Pick<Stand, 'vars'> & {
  readonly talk: string;
  readonly path: NonNullable<Stand['path']>;
};

/** A sentence of the `flow-diff` catalogue about one conversation. */
export type TalkChange = Pick<FlowChange, 'key' | 'params'>;

/** What a conversation came to: what differs here, somebody in danger notices. */
interface Outcome {
  readonly level: RiskLevel;
  readonly reachesPerson: boolean;
  /** Where it stops: the end's outcome, or the step. */
  readonly end: string;
  /** What was said and asked, turn by turn, by step. */
  readonly told: readonly (readonly StepId[])[];
  /** Of that, what came once the level was high or imminent. */
  readonly inDanger: readonly StepId[];
}

/**
 * Replays a conversation on both revisions (flow.md §4.3). Empty when its outcome is the same: level, hand-off, end
 * and everything said in danger; otherwise what differs, and the first difference.
 */
export function talkChanges(before: Plan, after: Plan, talk: RecordedTalk): readonly TalkChange[] {
  const rename = renamesInto(after);
  const recorded = recordedOf(before, talk.path, talk.vars);
  const given = givenIn(talk);
  const then = outcomeOf(
    before,
    replay(before, recorded, (step) => step, given),
    rename,
  );
  const now = outcomeOf(after, replay(after, recorded, rename, given), (step) => step);
  const changes = outcomeChanges(then, now);
  if (changes.length === 0) return [];
  const named = [...changes, ...firstDifference(then, now)];
  return named.map(({ key, params }) => ({ key: `talk.${key}`, params: { ...params, talk: talk.talk } }));
}

function outcomeOf(plan: Plan, { place, turns }: Replay, rename: Rename): Outcome {
  const name = (step: StepId): StepId => rename(step) ?? step;
  const spoken: StepId[] = [];
  let level: RiskLevel = 'none';
  const told = turns.map((marks) => {
    for (const mark of marks) level = worseOf(level, levelIn(plan, mark));
    const steps = marks.flatMap((mark) => toldBy(plan, mark)).map(name);
    if (isAtLeast(level, 'high')) spoken.push(...steps);
    return steps;
  });
  const last = stepOf(plan, place.at);
  const end = last?.kind === 'end' ? last.outcome : name(place.at);
  return {
    level: place.risk,
    reachesPerson: turns.flat().some(isHandoff(plan)),
    end,
    told,
    inDanger: spoken,
  };
}

const isHandoff =
  (plan: Plan) =>
  (mark: Mark): boolean =>
    mark.mark === 'rest' && stepOf(plan, mark.step)?.kind === 'handoff';

function levelIn(plan: Plan, mark: Mark): RiskLevel {
  const marks =
    mark.mark === 'chosen' ? (optionOf(plan, mark.step, mark.option)?.risk ?? []) : ruledBy(plan, mark);
  return marks.reduce<RiskLevel>((level, one) => worseOf(level, one.level), 'none');
}

function ruledBy(plan: Plan, mark: Mark) {
  const step = mark.mark === 'ruled' ? stepOf(plan, mark.step) : undefined;
  return mark.mark === 'ruled' && step?.kind === 'branch' ? (step.rules[mark.rule]?.risk ?? []) : [];
}

/** The step whose words a mark puts before the person. */
function toldBy(plan: Plan, mark: Mark): readonly StepId[] {
  if (mark.mark === 'say') return [mark.step];
  const step = mark.mark === 'rest' ? stepOf(plan, mark.step) : undefined;
  return mark.mark === 'rest' && step !== undefined && asks(step) ? [mark.step] : [];
}

function outcomeChanges(then: Outcome, now: Outcome): readonly TalkChange[] {
  const said = ({ inDanger }: Outcome): string => inDanger.join(', ');
  const person = now.reachesPerson ? 'handoff.on' : 'handoff.off';
  return [
    ...differs('level', then.level, now.level),
    ...(then.reachesPerson === now.reachesPerson ? [] : [{ key: person, params: {} }]),
    ...differs('end', then.end, now.end),
    ...differs('danger', said(then), said(now)),
  ];
}

const differs = (key: string, before: string, after: string): readonly TalkChange[] =>
  before === after ? [] : [{ key, params: { before: shown(before), after: shown(after) } }];

/** The first turn in which something else is said or asked; none where only a mark differs. */
function firstDifference(then: Outcome, now: Outcome): readonly TalkChange[] {
  const wordsOf = (steps: readonly StepId[] | undefined): string => (steps ?? []).join(', ');
  const turns = Math.max(then.told.length, now.told.length);
  for (let turn = 0; turn < turns; turn += 1) {
    const [before, after] = [wordsOf(then.told[turn]), wordsOf(now.told[turn])];
    if (before !== after)
      return [{ key: 'first', params: { turn: String(turn), before: shown(before), after: shown(after) } }];
  }
  return [];
}
