import * as z from 'zod/mini';
import type { Talk } from '../conversation/talk.ts';
import type { TurnEvent } from '../conversation/turn-event.ts';
import { restMs } from '../queue/offering.ts';
import { noFacts, type StaffFacts } from '../queue/wishes.ts';
import { lastKnown } from './last-known.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';
import type { ConversationRow, RecordRow } from './ports.ts';
import { type Collection, collectionOf, type Kept } from './records.ts';
import { foldName } from './wanted.ts';

/** What the centre keeps about a member of staff, so that wishes can be honoured. Sealed; by staff id. */
const facts = z.object({
  gender: z.nullable(z.enum(['woman', 'man'])),
  languages: z.array(z.string()),
  communes: z.array(z.string()),
});
export type FactsRecord = z.infer<typeof facts>;

/** An imminent talk that ended: her quiet minutes, and the talk with her that is due. */
const debrief = z.object({
  staff: z.string(),
  pseudonym: z.string(),
  endedAt: z.number(),
  restsUntil: z.number(),
  doneAt: z.nullable(z.number()),
  doneBy: z.nullable(z.string()),
});
export type DebriefRecord = z.infer<typeof debrief>;

/** What is known of the staff beside their accounts. */
export interface StaffBook {
  readonly facts: Collection<FactsRecord>;
  readonly debriefs: Collection<DebriefRecord>;
  /** At most half a minute old: another process may have written. */
  page(): Promise<StaffPage>;
  /** Something of it was written: the next look reads anew. */
  changed(): void;
  /** The record of an imminent talk that ends by its holder's hand in this turn; none for any other turn. */
  endedBy(row: ConversationRow, before: Talk, event: TurnEvent, inboxId: string): readonly RecordRow[];
}

export interface StaffPage {
  factsOf(staff: string): StaffFacts;
  /** Until when she has her quiet minutes; 0 when she has none. */
  restsUntil(staff: string): number;
  /** Those that are still due, oldest first. */
  readonly due: readonly Kept<DebriefRecord>[];
}

/** Before anything could be read: no facts, nobody rests. */
const nothingKnown: StaffPage = { factsOf: () => noFacts, restsUntil: () => 0, due: [] };

export function makeStaffBook(parts: Pick<Parts, 'store' | 'vault' | 'clock' | 'report'>): StaffBook {
  const { clock } = parts;
  const kept = {
    facts: collectionOf(parts, 'staff-facts', facts),
    debriefs: collectionOf(parts, 'debrief', debrief),
  };
  async function read(): Promise<StaffPage> {
    const [people, ended] = await Promise.all([
      kept.facts.list(),
      kept.debriefs.list(clock.now() - limits.debriefShown),
    ]);
    const byStaff = new Map(people.map(({ id, value }) => [id, folded(value)]));
    return {
      factsOf: (staff) => byStaff.get(staff) ?? noFacts,
      restsUntil: (staff) =>
        Math.max(
          0,
          ...ended.filter(({ value }) => value.staff === staff).map(({ value }) => value.restsUntil),
        ),
      due: ended
        .filter(({ value }) => value.doneAt === null)
        .toSorted((a, b) => a.value.endedAt - b.value.endedAt),
    };
  }

  return {
    ...kept,
    ...lastKnown(parts, 'staff-unread', read, nothingKnown),
    endedBy(row, before, event, inboxId) {
      if (!endsHold(before, event)) return [];
      const at = clock.now();
      const { holder } = before.custody;
      const value: DebriefRecord = {
        staff: holder ?? '',
        pseudonym: row.pseudonym,
        endedAt: at,
        restsUntil: at + restMs,
        doneAt: null,
        doneBy: null,
      };
      return [kept.debriefs.row({ id: inboxId, version: 0, value }, { at, by: holder })];
    },
  };
}

const endings: ReadonlySet<string> = new Set(['close', 'release', 'offer.accept']);

/** Whether an imminent talk leaves its holder's hands, begun and brought to an end. */
const endsHold = ({ custody, assessment }: Talk, event: TurnEvent): boolean =>
  event.type === 'staff' &&
  endings.has(event.action.do) &&
  custody.state === 'held' &&
  assessment.level === 'imminent';

const folded = ({ gender, languages, communes }: FactsRecord): StaffFacts => ({
  gender,
  languages,
  communes: communes.map(foldName),
});
