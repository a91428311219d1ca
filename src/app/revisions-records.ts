import * as z from 'zod/mini';
import type { Plan } from '../flow/plan.ts';
import type { Parts } from './parts.ts';
import { type Collection, collectionOf } from './records.ts';

/** A revision by its two hashes: who is pinned to the structure reads the newest copy of it (flow.md §2.5). */
const hashes = { structure: z.string(), copy: z.string() };
const revisionRef = z.object(hashes);
export type RevisionRef = z.infer<typeof revisionRef>;

/** How a publication touches the talks that are open in the flow. */
const impact = z.object({
  total: z.number(),
  /** They notice nothing: their answers lead to the step where they stand. */
  stay: z.number(),
  /** At the next checkpoint they go on at another step, or find their place only there. */
  move: z.number(),
  /** They go on as they are; a recall hands them to a person. */
  cannot: z.number(),
  /** The steps at which those who move go on. */
  to: z.record(z.string(), z.number()),
});
export type Impact = z.infer<typeof impact>;

const revision = z.object({
  flow: z.string(),
  ...hashes,
  /** The file as it was written; what it inherits and calls is in the Plan. */
  source: z.string(),
  /** As it was proven and ran: a later program reads it the same. */
  plan: z.custom<Plan>((value) => typeof value === 'object' && value !== null),
  origin: z.enum(['shipped', 'published']),
  at: z.number(),
  by: z.nullable(z.string()),
  note: z.string(),
  /** The dry-run when it was published; null when only words changed, and for shipped ones. */
  impact: z.nullable(impact),
});
export type FlowRevision = z.infer<typeof revision>;

const live = z.object({
  ...hashes,
  /** What stood in the files when this was written: a newer program brings another, and that is newer. */
  shipped: z.nullable(revisionRef),
  /** Every revision, newest first. */
  history: z.array(
    z.object({
      ...hashes,
      origin: z.enum(['shipped', 'published']),
      at: z.number(),
      by: z.nullable(z.string()),
      note: z.string(),
    }),
  ),
  /** Structures that turned out to be unsafe. */
  recalled: z.array(z.string()),
});
export type FlowLive = z.infer<typeof live>;

/** Published and shipped revisions, kept while talks are pinned to them and afterwards; id `<flow>@<structure>.<copy>`. */
export const revisionRecords = (parts: Pick<Parts, 'store' | 'vault'>): Collection<FlowRevision> =>
  collectionOf(parts, 'flow-revision', revision);

/** Which revision of a flow is live, by the flow's id. */
export const liveRecords = (parts: Pick<Parts, 'store' | 'vault'>): Collection<FlowLive> =>
  collectionOf(parts, 'flow-live', live);

export const revisionId = (flow: string, { structure, copy }: RevisionRef): string =>
  `${flow}@${structure}.${copy}`;

/** Whether the live revision came with the program or was published, perhaps with the same structure and words. */
export const originOf = ({ structure, copy, history }: FlowLive): 'shipped' | 'published' =>
  history.find((one) => one.structure === structure && one.copy === copy)?.origin ?? 'shipped';
