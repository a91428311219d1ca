import { stepOf } from '../graph.ts';
import type { Plan, PlanInstrument, StepId } from '../plan.ts';
import type { Place, Stepper, Walk } from '../walk.ts';
import type { Breach } from './breach.ts';

/** Where an instrument stands after some answers: the machine's place, and the sum by the table. */
interface Standing {
  readonly place: Place;
  readonly sum: number;
  readonly script: readonly string[];
}

/**
 * P9: for every combination of answers the flow's score and band are the table's. Not 3^20 of them: answers with the
 * same sum go on alike, so each item is looked at once for each sum.
 */
export const scoreBreaches = (plan: Plan, stepper: Stepper): readonly Breach[] =>
  (plan.instruments ?? []).flatMap((one) => judge(plan, one, stepper));

function judge(plan: Plan, one: PlanInstrument, stepper: Stepper): readonly Breach[] {
  const items = new Map(one.items.map(({ step, weights }) => [step, weights]));
  const seen = new Set<string>();
  const entry = entered(plan, one.step, stepper);
  const open: Standing[] =
    entry === null ? [] : [{ place: entry.place, sum: 0, script: [`@ jump ${one.step}`] }];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const weights = items.get(at.place.at);
    const key = `${at.place.at} ${String(at.sum)} ${String(at.place.vars[one.score])}`;
    if (weights === undefined) {
      const wrong = compare(one, at);
      if (wrong !== null) return [wrong];
      continue;
    }
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...onwards(plan, at, weights, stepper));
  }
  return [];
}

function entered(plan: Plan, step: StepId, stepper: Stepper): Walk | null {
  try {
    return stepper.step(plan, stepper.start(plan).place, { type: 'JUMP', step });
  } catch {
    return null;
  }
}

function onwards(
  plan: Plan,
  at: Standing,
  weights: Readonly<Record<string, number>>,
  stepper: Stepper,
): readonly Standing[] {
  const step = stepOf(plan, at.place.at);
  const options = step?.kind === 'choose' ? step.options : [];
  return options.flatMap(({ option, digit }) => {
    const walked = stepper.step(plan, at.place, { type: 'ANSWER', option });
    if (walked === null) return [];
    const sum = at.sum + (weights[option] ?? Number.NaN);
    return [{ place: walked.place, sum, script: [...at.script, `> ${String(digit)}`] }];
  });
}

/** After the last item: the flow's score and band beside the table's. */
function compare(one: PlanInstrument, { place, sum, script }: Standing): Breach | null {
  const band = one.bands.find(({ from, to }) => from <= sum && sum <= to)?.band;
  const score = place.vars[one.score];
  const given = one.bandVariable === null ? band : place.vars[one.bandVariable];
  if (score === sum && given === band && band !== undefined) return null;
  const params = {
    score: String(sum),
    given: `${String(given)} (${String(score)})`,
    expected: `${String(band)} (${String(sum)})`,
  };
  return { property: 'P9', step: one.step, key: 'P9', params, script };
}
