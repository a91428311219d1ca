import * as z from 'zod/mini';
import type { Parts } from './parts.ts';
import { type Collection, collectionOf } from './records.ts';
import type { PublishOutcome, RecallOutcome } from './revisions.ts';

/** What a command of `hien flow` came to, for the process that asked. */
export type RevisionAnswer =
  | { readonly did: 'publish'; readonly outcome: PublishOutcome }
  | { readonly did: 'recall'; readonly outcome: RecallOutcome };

/** Answers by the id of their command; written with it, read once. */
export const revisionAnswers = (parts: Pick<Parts, 'store' | 'vault'>): Collection<RevisionAnswer> =>
  collectionOf(
    parts,
    'flow-answer',
    z.custom<RevisionAnswer>((value) => typeof value === 'object' && value !== null && 'did' in value),
  );
