import { z } from 'zod';
import { flowOutcomes, type PlanInstrument, type PlanStep, type StepId } from '../plan.ts';
import { retargeted } from '../retarget.ts';
import { type CalledFlow, report, type StepPlace, stepKind, target } from './kind.ts';

/**
 * `call`: runs another flow and goes on by its outcome. Its steps are taken in when the flow is compiled, as
 * `<step>__<its step>`; variables of the same name and type are shared; its hand-offs end the whole talk as always.
 */
export const call = stepKind({
  kind: 'call',
  exits: ['outcomes'],
  schema: z.strictObject({
    call: z.string(),
    outcomes: z.partialRecord(z.enum(flowOutcomes), target),
  }),
  compile(authored, place) {
    const called = place.library.flow(authored.call);
    if (typeof called === 'string') {
      // The faults of a broken flow are told in its own file.
      if (called === 'cycle') report(place, 'call-cycle', ['call'], { name: authored.call });
      if (called === 'missing') report(place, 'call-unpublished', ['call'], { name: authored.call });
      return { kind: 'set', values: {}, next: Object.values(authored.outcomes)[0] ?? place.step };
    }
    checkOutcomes(called, authored.outcomes, place);
    takeIn(called, place);
    const map = (id: StepId): StepId => placed(id, called, authored.outcomes, place.step);
    const steps = Object.entries(called.steps)
      .filter(([, step]) => step.kind !== 'end')
      .map(([id, step]): [StepId, PlanStep] => [`${place.step}__${id}`, retargeted(step, map)]);
    for (const one of called.instruments) place.library.keepInstrument(renamed(one, place.step));
    const entry: PlanStep = { kind: 'set', values: {}, next: map(called.start) };
    return { kind: 'several', steps: { [place.step]: entry, ...Object.fromEntries(steps) } };
  },
});

type Outcomes = Readonly<Partial<Record<(typeof flowOutcomes)[number], StepId>>>;

/** A step of the called flow in the caller: its ends are the caller's exits, inherited steps are shared. */
function placed(id: StepId, { steps }: CalledFlow, outcomes: Outcomes, prefix: StepId): StepId {
  const step = Object.hasOwn(steps, id) ? steps[id] : undefined;
  if (step === undefined) return id;
  return step.kind === 'end' ? (outcomes[step.outcome] ?? id) : `${prefix}__${id}`;
}

/** Every way in which the called flow itself may end needs its exit. */
function checkOutcomes({ steps }: CalledFlow, outcomes: Outcomes, place: StepPlace): void {
  const ends = Object.values(steps).flatMap((step) => (step.kind === 'end' ? [step.outcome] : []));
  for (const outcome of new Set(ends)) {
    if (outcomes[outcome] === undefined)
      report(place, 'exit-missing', ['outcomes'], { exit: `outcomes.${outcome}` });
  }
}

function takeIn({ texts, variables }: CalledFlow, place: StepPlace): void {
  for (const [key, text] of texts) place.texts.set(key, text);
  for (const [name, variable] of Object.entries(variables)) {
    if (!place.library.borrow(name, variable))
      report(place, 'var-type', ['call'], { name }, 'var-type.called');
  }
}

const renamed = (one: PlanInstrument, prefix: StepId): PlanInstrument => ({
  ...one,
  step: `${prefix}__${one.step}`,
  items: one.items.map((item) => ({ ...item, step: `${prefix}__${item.step}` })),
  bands: one.bands.map((band) => ({ ...band, step: `${prefix}__${band.step}` })),
});
