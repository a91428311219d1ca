import type { FlowFile } from '../flow/compile.ts';
import type { Plan } from '../flow/plan.ts';
import { emptyCommit } from './commit-of.ts';
import type { Parts } from './parts.ts';
import type { AuditRow, RecordRow } from './ports.ts';
import { impactOn, standingIn } from './revisions-impact.ts';
import { judge, type Obstacle, withCallers } from './revisions-judge.ts';
import {
  type FlowLive,
  type FlowRevision,
  type Impact,
  liveRecords,
  originOf,
  revisionId,
  revisionRecords,
} from './revisions-records.ts';
import { StoreFault, type Turns } from './turns.ts';

/** One revision that went live, and how that touches the talks in its flow; null when only words changed. */
export interface Published {
  readonly flow: string;
  readonly structure: string;
  readonly copy: string;
  readonly impact: Impact | null;
}

export type PublishOutcome =
  | {
      readonly status: 'published';
      readonly revisions: readonly Published[];
      /** What the linter asks a reason for; the note is that reason. */
      readonly warnings: readonly Obstacle[];
    }
  | { readonly status: 'refused'; readonly obstacles: readonly Obstacle[] }
  /** A file that is no flow of its own: the inherited file and instruments come with the program. */
  | { readonly status: 'locked'; readonly file: string }
  | { readonly status: 'unchanged' }
  /** Somebody published meanwhile: look again. */
  | { readonly status: 'stale' };

export type RecallOutcome =
  | { readonly status: 'recalled'; readonly flow: string; readonly impact: Impact }
  | { readonly status: 'unknown' | 'already' | 'stale' }
  /** There is no other revision that could be live: publish a sound one first. */
  | { readonly status: 'nothing-else' };

/** Who does something, as it is kept, and why. */
export interface Doing {
  /** A name for the history; the staff id stands in the audit where there is one. */
  readonly by: string;
  readonly staff: string | null;
  readonly note: string;
}

export interface Revisions {
  /** Takes up what ships with the program, reads what is live, and finishes recalls that a crash cut short. */
  begin(): Promise<void>;
  /** Judges flow files among those that are live; all go live together or none does. Moves nobody. */
  publish(files: readonly FlowFile[], doing: Doing): Promise<PublishOutcome>;
  /** The dry-run alone: what publishing these files would say. Nothing is kept. */
  tryOut(files: readonly FlowFile[]): Promise<PublishOutcome>;
  /** Marks a structure unsafe: everybody on it moves at once, whoever has no place goes to a person. */
  recall(flow: string, structure: string, doing: Doing): Promise<RecallOutcome>;
}

const flowFile = /^[a-z][a-z0-9-]*\.yaml$/u;

/** Publishing, recalling and taking up revisions (flow.md §2.5, §4.3). */
export function makeRevisions(parts: Parts, turns: Pick<Turns, 'submit'>): Revisions {
  const { store, clock, flows } = parts;
  const [revisions, lives] = [revisionRecords(parts), liveRecords(parts)];

  async function begin(): Promise<void> {
    await takeUp();
    await flows.refresh();
    await sweep();
  }

  /** A shipped flow that the store has not seen is newer than whatever was published before. */
  async function takeUp(): Promise<void> {
    const kept = new Map((await lives.list()).map((one) => [one.id, one]));
    const records: RecordRow[] = [];
    for (const plan of flows.shipped.plans) {
      const before = kept.get(plan.flow);
      if (before !== undefined && isSame(before.value.shipped, plan)) continue;
      const isUnsafe = before?.value.recalled.includes(plan.structure) === true;
      const revision = shippedRevision(plan, sourceOf(flows.shipped.files, plan.flow), clock.now());
      const next = liveWith(before?.value ?? null, revision, { shipped: plan, goesLive: !isUnsafe });
      records.push(...(await rowsOf(revision, next, before?.version ?? 0)));
    }
    if (records.length > 0) await commit(records, []);
  }

  /** Whoever still stands on a recalled structure is called; those that moved hear nothing. */
  async function sweep(): Promise<void> {
    for (const row of await store.inFlows()) {
      const { flow, structure } = row;
      if (flow === null || structure === null || !flows.isRecalled(flow, structure)) continue;
      const once = `recalled ${flow} ${structure} ${String(row.version)}`;
      await turns.submit(row.id, 'console', { type: 'recalled', flow, structure }, once);
    }
  }

  async function drafted(files: readonly FlowFile[], doing: Doing): Promise<PublishOutcome | Draft> {
    const locked = files.find(({ name }) => !flowFile.test(name));
    if (locked !== undefined) return { status: 'locked', file: locked.name };
    await flows.refresh();
    const set = await filesWith(files);
    const around = { ...flows.shipped.around(clock.now()), previous: flows.plans() };
    const names = withCallers(
      set,
      files.map(({ name }) => name),
    );
    const isLive = (plan: Plan): boolean => {
      const current = flows.current(plan.flow);
      return current !== null && isSame(current, plan) && frameOf(current) === frameOf(plan);
    };
    const judged = names.map((name) => judge(set, name, around, isLive));
    const obstacles = judged.flatMap((one) => (one.status === 'unsound' ? one.obstacles : []));
    if (obstacles.length > 0) return { status: 'refused', obstacles };
    const changed = judged.flatMap((one) => (one.status === 'sound' ? [one.plan] : []));
    if (changed.length === 0) return { status: 'unchanged' };
    const warnings = judged.flatMap((one) => (one.status === 'sound' ? one.warnings : []));
    const revised = await Promise.all(changed.map((plan) => draftOf(plan, set, doing)));
    return { status: 'drafted', revisions: revised, warnings };
  }

  /** Every flow as it is live, with the changed ones in place. */
  async function filesWith(changed: readonly FlowFile[]): Promise<readonly FlowFile[]> {
    const set = new Map(flows.shipped.files.map((file) => [file.name, file]));
    for (const plan of flows.plans()) {
      const kept = flows.live(plan.flow);
      if (kept === null || originOf(kept.value) === 'shipped') continue;
      const found = await revisions.get(revisionId(plan.flow, kept.value));
      if (found !== null)
        set.set(`${plan.flow}.yaml`, { name: `${plan.flow}.yaml`, text: found.value.source });
    }
    for (const file of changed) set.set(file.name, file);
    return [...set.values()];
  }

  async function draftOf(plan: Plan, set: readonly FlowFile[], { by, note }: Doing): Promise<FlowRevision> {
    const { flow, structure, copy } = plan;
    const isCopy = flows.current(flow)?.structure === structure;
    const standing = isCopy
      ? []
      : await standingIn(
          parts,
          (await store.inFlows()).filter((row) => row.flow === flow),
        );
    return {
      flow,
      structure,
      copy,
      source: sourceOf(set, flow),
      plan,
      origin: 'published',
      at: clock.now(),
      by,
      note,
      impact: isCopy ? null : impactOn(flows, standing, plan),
    };
  }

  async function publish(files: readonly FlowFile[], doing: Doing): Promise<PublishOutcome> {
    const draft = await drafted(files, doing);
    if (draft.status !== 'drafted') return draft;
    const records: RecordRow[] = [];
    for (const revision of draft.revisions) {
      const before = await lives.get(revision.flow);
      const next = liveWith(before?.value ?? null, revision, { goesLive: true });
      records.push(...(await rowsOf(revision, next, before?.version ?? 0)));
    }
    const audit = draft.revisions.map(({ flow, structure, copy, at }): AuditRow => {
      const params = { flow, revision: `${structure}.${copy}`, note: doing.note };
      return { at, action: 'flow-published', pseudonym: null, by: doing.staff, params };
    });
    if ((await commit(records, audit)) === 'stale') return { status: 'stale' };
    await flows.refresh();
    return { status: 'published', revisions: draft.revisions.map(publishedOf), warnings: draft.warnings };
  }

  async function tryOut(files: readonly FlowFile[]): Promise<PublishOutcome> {
    const draft = await drafted(files, { by: '', staff: null, note: '' });
    if (draft.status !== 'drafted') return draft;
    return { status: 'published', revisions: draft.revisions.map(publishedOf), warnings: draft.warnings };
  }

  async function recall(flow: string, structure: string, doing: Doing): Promise<RecallOutcome> {
    const kept = await lives.get(flow);
    if (kept?.value.history.some((one) => one.structure === structure) !== true) return { status: 'unknown' };
    const { value } = kept;
    if (value.recalled.includes(structure)) return { status: 'already' };
    const recalled = [...value.recalled, structure];
    const sound =
      value.structure === structure ? value.history.find((one) => !recalled.includes(one.structure)) : value;
    if (sound === undefined) return { status: 'nothing-else' };
    const next: FlowLive = { ...value, recalled, structure: sound.structure, copy: sound.copy };
    const at = clock.now();
    const params = { flow, revision: structure, note: doing.note };
    const audit: AuditRow = { at, action: 'flow-recalled', pseudonym: null, by: doing.staff, params };
    const row = lives.row({ id: flow, version: kept.version, value: next }, { at, by: doing.staff });
    const standing = await standingIn(parts, await standingOn(flow, structure));
    if ((await commit([row], [audit])) === 'stale') return { status: 'stale' };
    await flows.refresh();
    const plan = flows.current(flow);
    const none: Impact = { total: 0, stay: 0, move: 0, cannot: 0, to: {} };
    const impact = plan === null ? none : impactOn(flows, standing, plan);
    await sweep();
    return { status: 'recalled', flow, impact };
  }

  const standingOn = async (flow: string, structure: string) =>
    (await store.inFlows()).filter((row) => row.flow === flow && row.structure === structure);

  /** A revision that was there before (an older one published again) becomes a further version of its record. */
  async function rowsOf(
    revision: FlowRevision,
    next: FlowLive,
    version: number,
  ): Promise<readonly RecordRow[]> {
    const id = revisionId(revision.flow, revision);
    const hand = { at: revision.at, by: null };
    const before = await store.record('flow-revision', id);
    return [
      revisions.row({ id, version: before?.version ?? 0, value: revision }, hand),
      lives.row({ id: revision.flow, version, value: next }, hand),
    ];
  }

  async function commit(
    records: readonly RecordRow[],
    audit: readonly AuditRow[],
  ): Promise<'done' | 'stale'> {
    const [result] = await store.commit([{ ...emptyCommit(), records, audit }]);
    if (result?.status === 'failed') throw new StoreFault(result.cause);
    return result?.status === 'stale' ? 'stale' : 'done';
  }

  return { begin, publish, tryOut, recall };
}

interface Draft {
  readonly status: 'drafted';
  readonly revisions: readonly FlowRevision[];
  readonly warnings: readonly Obstacle[];
}

interface Hashes {
  readonly structure: string;
  readonly copy: string;
}

const isSame = (one: Hashes | null, other: Hashes): boolean =>
  one !== null && one.structure === other.structure && one.copy === other.copy;

/** What is in neither hash: title, sections, promises, earlier names. */
const frameOf = ({ title, sections, claims, instruments, was }: Plan): string =>
  JSON.stringify([title, sections, claims, instruments, was]);

const sourceOf = (files: readonly FlowFile[], flow: string): string =>
  files.find(({ name }) => name === `${flow}.yaml`)?.text ?? '';

const shippedRevision = (plan: Plan, source: string, at: number): FlowRevision => ({
  flow: plan.flow,
  structure: plan.structure,
  copy: plan.copy,
  source,
  plan,
  origin: 'shipped',
  at,
  by: null,
  note: '',
  impact: null,
});

/** Revisions in the history of one flow; what is older stays among the records. */
const mostHistory = 200;

function liveWith(
  before: FlowLive | null,
  revision: FlowRevision,
  { shipped, goesLive }: { readonly shipped?: Hashes; readonly goesLive: boolean },
): FlowLive {
  const { structure, copy, origin, at, by, note } = revision;
  const history = (before?.history ?? []).filter((one) => !isSame(one, revision));
  const is = goesLive || before === null ? revision : before;
  return {
    structure: is.structure,
    copy: is.copy,
    shipped: shipped === undefined ? (before?.shipped ?? null) : { structure, copy },
    history: [{ structure, copy, origin, at, by, note }, ...history].slice(0, mostHistory),
    recalled: before?.recalled ?? [],
  };
}

const publishedOf = ({ flow, structure, copy, impact }: FlowRevision): Published => ({
  flow,
  structure,
  copy,
  impact,
});
