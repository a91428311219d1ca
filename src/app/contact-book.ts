import * as z from 'zod/mini';
import { countingSignals } from '../conversation/queue-line.ts';
import type { Talk } from '../conversation/talk.ts';
import { opensNow } from '../directory/hours.ts';
import {
  type ContactRecord,
  contactRecord,
  emptyRecord,
  type RecordProblem,
  recordProblems,
} from '../report/contact-record.ts';
import { firstGuess } from '../report/first-guess.ts';
import { emptyCommit } from './commit-of.ts';
import type { StaffIdentity } from './desk-door.ts';
import type { Parts } from './parts.ts';
import type { ChannelKind, ConversationRow, QueueRow } from './ports.ts';
import { type Collection, collectionOf, type Kept } from './records.ts';
import { talkOf } from './talk-of.ts';

/** A contact record with what the house knows of it. */
const keptContact = z.strictObject({
  record: contactRecord,
  /** The talk was marked as a child's. */
  childKnown: z.boolean(),
  /** When the talk was closed; null while it is open. Records of calls and visits are closed when they are written. */
  closedAt: z.nullable(z.number()),
});
export type KeptContact = z.infer<typeof keptContact>;

/** A record as screens get it. `version` 0: not written yet, only begun from what the talk has shown. */
export interface ContactView extends KeptContact {
  readonly id: string;
  readonly version: number;
  readonly problems: readonly RecordProblem[];
}

/** The contact records of the centre. They name talks by pseudonym and outlive them (safety-content §9.1). */
export interface ContactBook {
  readonly kept: Collection<KeptContact>;
  /** The record of this talk's stay in the queue; null for a talk that has no line there. */
  of(conversation: string): Promise<ContactView | null>;
  view(kept: Kept<KeptContact>): ContactView;
  save(by: StaffIdentity, id: string, version: number, value: KeptContact): Promise<'done' | 'stale'>;
  /** Whether this talk may be closed: its record is written and nothing stands in the way. */
  mayClose(conversation: string): Promise<boolean>;
  /** Marks the record as closed. `line` is the talk's line before it was closed. */
  close(by: StaffIdentity, line: string): Promise<void>;
  /** The id under which the record of a talk's line stands; null where there is no line. */
  lineOf(conversation: string): Promise<string | null>;
}

const sources: Readonly<Record<ChannelKind, ContactRecord['source']>> = {
  web: 'web',
  telegram: 'telegram',
  zalo: 'zalo',
  'zalo-bot': 'zalo',
  activity: 'other-app',
};

/** The book over the records of the store. */
export function makeContactBook(parts: Parts): ContactBook {
  const { store, vault, clock } = parts;
  const kept = collectionOf(parts, 'contact', keptContact);
  const view = ({
    id,
    version,
    value,
  }: Pick<Kept<KeptContact>, 'id' | 'version' | 'value'>): ContactView => ({
    id,
    version,
    ...value,
    problems: recordProblems(value.record, value.childKnown),
  });

  /** One stay in the queue is one contact: who comes back after a close is a new one. */
  const idOf = (row: ConversationRow, entry: QueueRow): string =>
    `${row.pseudonym}.${String(entry.waitingSince)}`;

  async function of(conversation: string): Promise<ContactView | null> {
    const [row, entry] = await Promise.all([
      store.conversation(conversation),
      store.queueEntry(conversation),
    ]);
    if (row === null || entry === null) return null;
    const id = idOf(row, entry);
    const written = await kept.get(id);
    if (written !== null) return view({ ...written, value: { ...written.value, childKnown: entry.child } });
    const talk = talkOf(row, await vault.open(conversation), entry);
    const record = await begun(row, entry, talk);
    return view({ id, version: 0, value: { record, childKnown: entry.child, closedAt: null } });
  }

  /** What the talk itself has shown; the counsellor puts it right. */
  async function begun(row: ConversationRow, entry: QueueRow, talk: Talk): Promise<ContactRecord> {
    const { hours, holidays } = parts.directory.register().centre;
    const signals = countingSignals(talk);
    const firstAnswer = (await store.messages(row.id, messagesRead)).find(
      ({ sender, at, state }) => sender === 'counsellor' && at >= entry.waitingSince && state !== 'undone',
    );
    const seconds = (at: number | null | undefined): number | null =>
      at === null || at === undefined ? null : Math.max(0, Math.round((at - entry.waitingSince) / 1000));
    return {
      ...emptyRecord(entry.waitingSince),
      ...firstGuess(signals.flatMap(({ categories }) => categories)),
      pseudonym: row.pseudonym,
      source: sources[row.channel],
      language: row.language,
      who: talk.speaker === 'mayharm' ? 'uses-violence' : talk.speaker === 'third' ? 'not-said' : 'self',
      level: talk.assessment.level,
      triggers: [...new Set(signals.map(({ code }) => code))],
      claimedAfter: seconds(talk.claimedAt),
      answeredAfter: seconds(firstAnswer?.at),
      outOfHours: opensNow(hours, entry.waitingSince, holidays) === false,
    };
  }

  return {
    kept,
    of,
    view,
    async save(by, id, version, value) {
      const at = clock.now();
      const { pseudonym } = value.record;
      const audit = [{ at, action: 'contact-written', pseudonym, by: by.id, params: {} } as const];
      return kept.put([{ id, version, value }], { at, by: by.id, audit });
    },
    async mayClose(conversation) {
      const found = await of(conversation);
      return found === null || (found.version > 0 && found.problems.length === 0);
    },
    async lineOf(conversation) {
      const [row, entry] = await Promise.all([
        store.conversation(conversation),
        store.queueEntry(conversation),
      ]);
      return row === null || entry === null ? null : idOf(row, entry);
    },
    async close(by, line) {
      const written = await kept.get(line);
      if (written === null || written.value.closedAt !== null) return;
      const at = clock.now();
      const value = { ...written.value, closedAt: at };
      const records = [kept.row({ id: line, version: written.version, value }, { at, by: by.id })];
      await store.commit([{ ...emptyCommit(), records }]);
    },
  };
}

/** Messages looked through for the first answer: more than a stay in the queue holds. */
const messagesRead = 500;
