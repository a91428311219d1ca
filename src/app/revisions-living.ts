import type { FlowFile } from '../flow/compile.ts';
import type { Surroundings } from '../flow/lint/rule.ts';
import type { Plan, TextKey } from '../flow/plan.ts';
import { rekeyed } from '../flow/rekey.ts';
import type { Catalogue, FlowTexts } from '../locale/catalogue.ts';
import { type FlowLibrary, makeFlowLibrary, type Structure } from '../machine/flow-library.ts';
import type { Parts } from './parts.ts';
import type { Kept } from './records.ts';
import {
  type FlowLive,
  liveRecords,
  originOf,
  type RevisionRef,
  revisionId,
  revisionRecords,
} from './revisions-records.ts';

/** The flows that ship with the program, and what flows are judged beside. */
export interface ShippedFlows {
  readonly plans: readonly Plan[];
  /** Everything that flows are made of: flows, the inherited file, instruments. */
  readonly files: readonly FlowFile[];
  /** Numbers, kinds of service and translations at this time. */
  readonly around: (now: number) => Surroundings;
  /** The catalogue with the texts of these flows. */
  readonly catalogueOf: (flows: readonly FlowTexts[]) => Catalogue;
}

/** The flows of the running server: what is published shows without a start. */
export interface LivingFlows extends FlowLibrary {
  readonly shipped: ShippedFlows;
  readonly catalogue: Catalogue;
  /** What the store says of a flow, as it was last read; null before the first start. */
  live(flow: string): Kept<FlowLive> | null;
  /** Every live Plan, in the order of flows. */
  plans(): readonly Plan[];
  /** Reads what was published, here or in another process. Shipped flows hold until then, and when it fails. */
  refresh(): Promise<void>;
}

/** So many structures of a flow stay ready besides those that talks stand on: buttons of their screens still count. */
const recentStructures = 3;

/** Begins with the shipped flows; `refresh` puts what was published over them. */
export function makeLivingFlows(
  shipped: ShippedFlows,
  parts: Pick<Parts, 'store' | 'vault'> | null,
): LivingFlows {
  let known = '';
  let lives: ReadonlyMap<string, Kept<FlowLive>> = new Map();
  let current = shelfOf(shipped);
  const catalogue: Catalogue = {
    render: (key, language, params) => current.catalogue.render(key, language, params),
    issues: () => current.catalogue.issues(),
    coverage: (language) => current.catalogue.coverage(language),
  };

  return {
    shipped,
    catalogue,
    live: (flow) => lives.get(flow) ?? null,
    plans: () => current.plans,
    current: (flow) => current.library.current(flow),
    byStructure: (flow, structure) => current.library.byStructure(flow, structure),
    isRecalled: (flow, structure) => current.library.isRecalled(flow, structure),
    machineOf: (plan) => current.library.machineOf(plan),
    async refresh() {
      if (parts === null) return;
      const kept = await liveRecords(parts).list();
      const now = JSON.stringify(kept.map(({ id, version }) => [id, version]));
      if (now === known) return;
      const pinned = await parts.store.inFlows();
      const next = await read(shipped, parts, kept, pinned);
      lives = new Map(kept.map((one) => [one.id, one]));
      current = next;
      known = now;
    },
  };
}

interface Shelf {
  readonly library: FlowLibrary;
  readonly catalogue: Catalogue;
  readonly plans: readonly Plan[];
}

type Pinned = { readonly flow: string | null; readonly structure: string | null };

async function read(
  shipped: ShippedFlows,
  parts: Pick<Parts, 'store' | 'vault'>,
  kept: readonly Kept<FlowLive>[],
  pinned: readonly Pinned[],
): Promise<Shelf> {
  const records = revisionRecords(parts);
  const own = new Map(shipped.plans.map((plan) => [revisionId(plan.flow, plan), plan]));
  const planOf = async (flow: string, ref: RevisionRef, isPublished: boolean): Promise<Plan | null> => {
    const id = revisionId(flow, ref);
    const shippedToo = isPublished ? undefined : own.get(id);
    return shippedToo ?? (await records.get(id))?.value.plan ?? own.get(id) ?? null;
  };
  const live = new Map(shipped.plans.map((plan) => [plan.flow, plan]));
  const older: Plan[] = [];
  for (const { id: flow, value } of kept) {
    const plan = await planOf(flow, value, originOf(value) === 'published');
    if (plan !== null) live.set(flow, plan);
    for (const ref of wanted(flow, value, pinned)) {
      const one = await planOf(flow, ref, false);
      if (one !== null) older.push(one);
    }
  }
  const recalled = kept.flatMap(({ id, value }) =>
    value.recalled.map((structure) => ({ flow: id, structure })),
  );
  const plans = [...live.values()];
  const isShipped = plans.every((plan) => own.get(revisionId(plan.flow, plan)) === plan);
  if (isShipped && older.length + recalled.length === 0) return shelfOf(shipped);
  return shelf(shipped, plans, older, recalled);
}

/** Where nothing was published the shipped flows stand, put together once. */
const shippedShelves = new WeakMap<ShippedFlows, Shelf>();

function shelfOf(shipped: ShippedFlows): Shelf {
  const known = shippedShelves.get(shipped);
  if (known !== undefined) return known;
  const made = shelf(shipped, shipped.plans, [], []);
  shippedShelves.set(shipped, made);
  return made;
}

/** The newest copy of every structure that talks stand on, and of the last few; never the live one. */
function wanted(
  flow: string,
  { structure, history }: FlowLive,
  pinned: readonly Pinned[],
): readonly RevisionRef[] {
  const newest = new Map<string, RevisionRef>();
  for (const ref of history) if (!newest.has(ref.structure)) newest.set(ref.structure, ref);
  newest.delete(structure);
  const stood = new Set(pinned.filter((one) => one.flow === flow).map((one) => one.structure));
  return [...newest.values()].filter((ref, index) => index < recentStructures || stood.has(ref.structure));
}

function shelf(
  shipped: ShippedFlows,
  live: readonly Plan[],
  older: readonly Plan[],
  recalled: readonly Structure[],
): Shelf {
  const texts = new Map(live.flatMap((plan) => Object.entries(plan.texts)));
  const kept = older.map((plan) => ownWords(plan, texts));
  const catalogue = shipped.catalogueOf(
    [...kept, ...live].map((plan) => ({ namespace: plan.flow, texts: plan.texts })),
  );
  return { library: makeFlowLibrary([...kept, ...live], recalled), catalogue, plans: live };
}

/** An older structure keeps its words where the live flows say something else under the same key. */
function ownWords(plan: Plan, live: ReadonlyMap<TextKey, string>): Plan {
  const mark = plan.structure.slice(0, markDigits);
  return rekeyed(plan, (key) => {
    const text = plan.texts[key];
    return text === undefined || live.get(key) === text ? key : key.replace(':', `:${mark}.`);
  });
}

/** Enough of a structure to tell it from the others of its flow. */
const markDigits = 12;
