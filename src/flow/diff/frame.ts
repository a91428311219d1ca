import type { Plan, PlanInstrument } from '../plan.ts';
import { differing, type FlowChange, structure } from './change.ts';
import type { Pair } from './pair.ts';
import { claimOf, typeOf } from './words.ts';

/** What became of the flow around its steps: where it starts, what it remembers, its instruments and promises. */
export function frameChanges(pair: Pair): readonly FlowChange[] {
  const { before, after, rename } = pair;
  return [
    ...differing(null, 'start', rename(before.start) ?? before.start, after.start),
    ...differing(null, 'root', rootOf(before), rootOf(after)),
    ...variableChanges(before, after),
    ...instrumentChanges(before, after),
    ...claimChanges(before, after),
    ...inFrame(differing(null, 'title', before.title, after.title)),
    ...inFrame(differing(null, 'sections', sectionsOf(before), sectionsOf(after))),
  ];
}

const rootOf = ({ root }: Plan): string => `${root.help}, ${root.failure}`;
const sectionsOf = ({ sections = {} }: Plan): string =>
  Object.values(sections)
    .map(({ title }) => title)
    .join(', ');

const inFrame = (changes: readonly FlowChange[]): readonly FlowChange[] =>
  changes.map((change) => ({ ...change, kind: 'frame' }));

function variableChanges({ variables: before }: Plan, { variables: after }: Plan): readonly FlowChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !name.includes('__'),
  );
  return names.flatMap((name) => {
    const [then, now] = [before[name], after[name]];
    if (then === undefined)
      return [structure(null, 'variable-added', { name, type: now ? typeOf(now) : '' })];
    if (now === undefined) return [structure(null, 'variable-removed', { name })];
    return differing(null, 'variable-changed', typeOf(then), typeOf(now), { name });
  });
}

/** Bands by name; items and weights change at their own steps. */
function instrumentChanges(before: Plan, after: Plan): readonly FlowChange[] {
  const own = ({ instruments = [] }: Plan) => instruments.filter(({ step }) => !step.includes('__'));
  return own(after).flatMap((now) => {
    const then = own(before).find(({ id }) => id === now.id);
    if (then === undefined) return [];
    return now.bands.flatMap(({ band }) => {
      const names = { band, instrument: now.id };
      const was = bandOf(then, band);
      return was === '' ? [] : differing(now.step, 'band-changed', was, bandOf(now, band), names);
    });
  });
}

function bandOf({ bands }: PlanInstrument, name: string): string {
  const found = bands.find(({ band }) => band === name);
  return found === undefined ? '' : `${String(found.from)}–${String(found.to)}`;
}

/** Promises are proven, and lead nobody elsewhere. */
function claimChanges(before: Plan, after: Plan): readonly FlowChange[] {
  const [then, now] = [before, after].map(({ claims = [] }) => claims.map(claimOf));
  const without = (key: string, all: readonly string[] = [], known: readonly string[] = []): FlowChange[] =>
    all
      .filter((claim) => !known.includes(claim))
      .map((claim) => ({ kind: 'frame', step: null, key, params: { claim } }));
  return [...without('claim-added', now, then), ...without('claim-removed', then, now)];
}
