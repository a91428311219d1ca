import { z } from 'zod';
import type { GuardTree, PlanStep, PlanVariable, StepId } from '../plan.ts';
import type { Instrument } from '../read/instrument-file.ts';
import { variableOf } from './asking.ts';
import { report, type StepPlace, silence, stepKind, target } from './kind.ts';

/**
 * `instrument`: puts the questions of `flows/instruments/<id>.yaml` one after the other, adds up the weights and says
 * in which band the sum lies. It stands for several steps: `<step>__<item>`, and `<step>__band` with its bands.
 */
export const instrument = stepKind({
  kind: 'instrument',
  exits: ['next', 'stopped', 'silence'],
  schema: z.strictObject({
    instrument: z.string(),
    save: z.strictObject({ score: z.string().optional(), band: z.string().optional() }).optional(),
    next: target,
    /** Answers that were not understood end the questions here. */
    stopped: target,
    silence,
  }),
  compile(authored, place) {
    const table = place.library.instrument(authored.instrument);
    if (typeof table === 'string') {
      // The faults of a broken instrument are told in its own file.
      if (table === 'missing')
        report(place, 'call-unpublished', ['instrument'], { name: authored.instrument });
      return { kind: 'set', values: {}, next: authored.next };
    }
    const names = variablesOf(table, authored.save ?? {}, place);
    for (const [key, text] of table.texts) place.texts.set(key, text);
    return { kind: 'several', steps: expand(table, names, authored, place) };
  },
});

interface Names {
  readonly score: string;
  readonly band: string | null;
}

/** Where sum and band go: declared variables that can hold them, or one of the step's own. */
function variablesOf(
  table: Instrument,
  save: { readonly score?: string | undefined; readonly band?: string | undefined },
  place: StepPlace,
): Names {
  const own = `${place.step}__score`;
  const { min, max } = table.range;
  if (save.score === undefined)
    place.library.borrow(own, { type: 'number', min: Math.min(0, min), max, private: true });
  else
    check(
      save.score,
      ['save', 'score'],
      place,
      (variable) => variable.type === 'number' && variable.min <= Math.min(0, min) && variable.max >= max,
    );
  if (save.band !== undefined)
    check(
      save.band,
      ['save', 'band'],
      place,
      (variable) => variable.type === 'choice' && table.bands.every(({ band }) => variable.of.includes(band)),
    );
  return { score: save.score ?? own, band: save.band ?? null };
}

function check(
  name: string,
  path: readonly string[],
  place: StepPlace,
  fits: (variable: PlanVariable) => boolean,
): void {
  const variable = variableOf(place, name);
  if (variable === undefined) return report(place, 'var-undeclared', path, { name });
  if (!fits(variable)) report(place, 'var-type', path, { name }, 'var-type.score');
}

interface Exits {
  readonly next: StepId;
  readonly stopped: StepId;
  readonly silence: { readonly afterMs: number; readonly then: StepId };
}

function expand(
  table: Instrument,
  { score, band }: Names,
  exits: Exits,
  place: StepPlace,
): Readonly<Record<StepId, PlanStep>> {
  const id = (part: string): StepId => `${place.step}__${part}`;
  const [first] = table.items;
  const items = table.items.map((item, index): [StepId, PlanStep] => {
    const after = table.items[index + 1];
    const next = after === undefined ? id('band') : id(after.id);
    place.library.borrow(id(item.id), item.variable);
    return [
      id(item.id),
      {
        kind: 'choose',
        ...item.spoken,
        save: id(item.id),
        score,
        options: item.options.map((option) => ({ ...option, next })),
        // oxlint-disable-next-line unicorn/no-thenable -- a word of the file format; it holds a name, never a function
        noMatch: { tries: triesPerItem, then: exits.stopped },
        silence: exits.silence,
        checkpoint: false,
      },
    ];
  });
  const bandStep = (name: string): StepId => (band === null ? exits.next : id(`band__${name}`));
  const kept =
    band === null
      ? []
      : table.bands.map(({ band: name }): [StepId, PlanStep] => [
          bandStep(name),
          { kind: 'set', values: { [band]: name }, next: exits.next },
        ]);
  const rules = table.bands.map((one) => ({
    guard: {
      rule: id(`band.${one.band}`),
      source: `${score} >= ${one.from} && ${score} <= ${one.to}`,
      reads: [score],
      tree: between(score, one.from, one.to),
    },
    risk: one.risk,
    next: bandStep(one.band),
  }));
  place.library.keepInstrument({
    step: place.step,
    id: table.id,
    score,
    bandVariable: band,
    items: table.items.map(({ id: item, options }) => ({
      step: id(item),
      weights: Object.fromEntries(options.map(({ option, weight }) => [option, weight ?? 0])),
    })),
    bands: table.bands.map(({ band: name, from, to }) => ({ band: name, from, to, step: bandStep(name) })),
  });
  return {
    [place.step]: {
      kind: 'set',
      values: { [score]: 0 },
      next: first === undefined ? id('band') : id(first.id),
    },
    ...Object.fromEntries(items),
    [id('band')]: { kind: 'branch', rules, otherwise: exits.next, unknown: exits.next },
    ...Object.fromEntries(kept),
  };
}

/** As everywhere: asked once more, then on (safety-content §1 rule 6). */
const triesPerItem = 2;

const between = (variable: string, from: number, to: number): GuardTree => ({
  op: '&&',
  left: { op: '>=', left: { op: 'read', variable }, right: { op: 'value', value: from } },
  right: { op: '<=', left: { op: 'read', variable }, right: { op: 'value', value: to } },
});
