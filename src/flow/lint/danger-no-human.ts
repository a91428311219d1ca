import { isAtLeast, type RiskLevel, worseOf } from '../../risk/level.ts';
import { exitsOf, stepOf } from '../graph.ts';
import { evaluateGuard } from '../guards/evaluate.ts';
import { openTree } from '../guards/open-tree.ts';
import { type PlanStep, type RiskMark, riskVariable, type StepId } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

type Plan = LintSubject['plan'];

/** A place on a path after danger: where one is, the gravest level marked so far, and how one came here. */
interface Visit {
  readonly at: StepId;
  readonly risk: RiskLevel;
  readonly trail: readonly string[];
}

/**
 * Every path after an answer or rule marked high or imminent reaches a `handoff` before an `end` (flow.md §3.3, P1).
 * The level marked so far is followed exactly, every other variable may hold anything, so no real path is missed.
 */
export const dangerNoHuman: LintRule = ({ plan }) => {
  const known = new Map<string, readonly string[] | null>();
  const trailFrom = (step: StepId, risk: RiskLevel): readonly string[] | null => {
    const key = `${step} ${risk}`;
    const trail = known.has(key) ? (known.get(key) ?? null) : pathToEnd(plan, step, risk);
    known.set(key, trail);
    return trail;
  };
  return dangers(plan).flatMap(({ step, name, next, path, risk }) => {
    const trail = trailFrom(next, raised('none', risk));
    if (trail === null) return [];
    const params = { answer: name, way: [step, ...trail].join(' → ') };
    return [finding('danger-no-human', step, path, params)];
  });
};

/** Every exit marked high or imminent. */
const dangers = (plan: Plan) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    exitsOf(meaning)
      .filter(({ risk }) => risk.some(({ level }) => isAtLeast(level, 'high')))
      .map((exit) => ({ step, ...exit })),
  );

const raised = (before: RiskLevel, marks: readonly RiskMark[]): RiskLevel =>
  marks.reduce((level, mark) => worseOf(level, mark.level), before);

/** The shortest way from a step to an `end` that meets no `handoff`, or `null`. */
function pathToEnd(plan: Plan, from: StepId, risk: RiskLevel): readonly string[] | null {
  const seen = new Set<string>();
  const open: Visit[] = [{ at: from, risk, trail: [from] }];
  for (let visit = open.shift(); visit !== undefined; visit = open.shift()) {
    const step = stepOf(plan, visit.at);
    const key = `${visit.at} ${visit.risk}`;
    if (step === undefined || step.kind === 'handoff' || seen.has(key)) continue;
    if (step.kind === 'end') return visit.trail;
    seen.add(key);
    open.push(...onwards(step, visit));
  }
  return null;
}

function onwards(step: PlanStep, { risk, trail }: Visit): readonly Visit[] {
  const exits = step.kind === 'branch' ? possibleExits(step, risk) : exitsOf(step);
  return exits.map((exit) => ({
    at: exit.next,
    risk: raised(risk, exit.risk),
    trail: [...trail, exit.next],
  }));
}

type Branch = Extract<PlanStep, { kind: 'branch' }>;
type Way = Pick<ReturnType<typeof exitsOf>[number], 'next' | 'risk'>;

/** The exits a branch can take when only the level is known: a rule that may hold is both taken and passed over. */
function possibleExits(step: Branch, risk: RiskLevel): readonly Way[] {
  const ways: Way[] = [];
  for (const rule of step.rules) {
    const truth = evaluateGuard(openTree(rule.guard.tree, riskVariable), (name) =>
      name === riskVariable ? risk : undefined,
    );
    if (truth !== 'false') ways.push(rule);
    if (truth === 'true') return ways;
    if (truth === 'unknown' && rule.guard.reads.length > 0) ways.push({ next: step.unknown, risk: [] });
  }
  return [...ways, { next: step.otherwise, risk: [] }];
}
