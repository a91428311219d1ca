import type { PlanStep, StepId } from '../plan.ts';
import { riskChanges } from './answers.ts';
import { differing, type FlowChange, structure } from './change.ts';
import { ownInstrumentOf, type Pair } from './pair.ts';

type Branch = Extract<PlanStep, { kind: 'branch' }>;
type Rule = Branch['rules'][number];

/** What became of the rules of a branch: a rule is known by its condition, a band of an instrument by its name. */
export function ruleChanges(pair: Pair, step: StepId, before: Branch, after: Branch): readonly FlowChange[] {
  const isBand = ownInstrumentOf(pair.after, step) !== null;
  const nameOf = ({ guard }: Rule): string => (isBand ? bandOf(guard.rule) : guard.source);
  const then = new Map(before.rules.map((rule) => [nameOf(rule), rule]));
  const now = new Map(after.rules.map((rule) => [nameOf(rule), rule]));
  const kept = [...then].flatMap(([name, rule]) => {
    const other = now.get(name);
    return other === undefined ? [] : [{ name, before: rule, after: other }];
  });
  const order = (rules: ReadonlyMap<string, Rule>): string =>
    [...rules.keys()].filter((name) => then.has(name) && now.has(name)).join(' · ');
  const bands = isBand ? [] : differing(step, 'rules-reordered', order(then), order(now));
  const part = isBand ? 'band' : 'rule';
  return [
    ...[...now].flatMap(([name, rule]) =>
      then.has(name) ? [] : [structure(step, `${part}-added`, { rule: name, to: rule.next })],
    ),
    ...[...then.keys()].flatMap((name) =>
      now.has(name) ? [] : [structure(step, `${part}-removed`, { rule: name })],
    ),
    ...kept.flatMap(({ name, before: was, after: is }) => [
      ...differing(step, `${part}-redirected`, pair.rename(was.next) ?? was.next, is.next, { rule: name }),
      ...riskChanges(step, { rule: name }, was.risk, is.risk, 'rule-risk'),
    ]),
    ...bands,
  ];
}

/** `six__band.many` names the band `many` (`steps/instrument.ts`). */
const bandOf = (rule: string): string => rule.split('.').at(-1) ?? rule;
