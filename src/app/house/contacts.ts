import { isChild } from '../../report/contact-record.ts';
import { periodOf } from '../../report/period.ts';
import { centreReport } from '../../report/tables.ts';
import type { contactsCalls } from '../../wire/house/contacts.ts';
import type { ContactBook, ContactView, KeptContact } from '../contact-book.ts';
import type { StaffIdentity } from '../desk-door.ts';
import { mayRead } from '../desk-view.ts';
import type { Parts } from '../parts.ts';
import type { Kept } from '../records.ts';
import { done, type Handlers, refused } from './handlers.ts';
import { staffNames } from './staff-names.ts';

const day = 24 * 60 * 60 * 1000;
const seesAll = ({ role }: StaffIdentity): boolean => role !== 'counsellor';

const shown = ({ id, version, record, childKnown, problems }: ContactView) => ({
  id,
  version,
  record,
  childKnown,
  problems: problems.map((problem) => ({ ...problem })),
});

/** The contact records as staff write and read them, and the reports made of them. */
export function makeContactsCalls(parts: Parts, book: ContactBook): Handlers<typeof contactsCalls> {
  const { store, clock, chance, directory } = parts;

  const areas = () =>
    directory
      .register()
      .areas.map(({ code, name, old, aliases }) => ({ code, name, old: [...old], aliases: [...aliases] }));

  /** Her own talks and records; those who oversee have all. */
  async function mayWrite(by: StaffIdentity, conversation: string): Promise<boolean> {
    const row = await store.conversation(conversation);
    return row !== null && mayRead(by, row);
  }

  const mine = (by: StaffIdentity, kept: Kept<KeptContact>): boolean => seesAll(by) || kept.by === by.id;

  async function saveTalk(
    by: StaffIdentity,
    conversation: string,
    version: number,
    record: KeptContact['record'],
  ) {
    if (!(await mayWrite(by, conversation))) return refused('not-allowed');
    const before = await book.of(conversation);
    if (before === null) return refused('gone');
    // Whose record it is and when it began is the talk's, not the writer's.
    const { pseudonym, at } = before.record;
    const value = { record: { ...record, pseudonym, at }, childKnown: before.childKnown, closedAt: null };
    if (before.version !== version || (await book.save(by, before.id, version, value)) === 'stale')
      return refused('stale');
    return done(shown(book.view({ id: before.id, version: version + 1, at, by: by.id, value })));
  }

  async function saveOther(
    by: StaffIdentity,
    id: string | null,
    version: number,
    record: KeptContact['record'],
  ) {
    const at = clock.now();
    const before = id === null ? null : await book.kept.get(id);
    if (id !== null && before === null) return refused('gone');
    if (before !== null && !mine(by, before)) return refused('not-allowed');
    const kept = before?.value ?? { childKnown: false, closedAt: at, record };
    const value = { ...kept, record: { ...record, pseudonym: kept.record.pseudonym } };
    const name = id ?? `other.${chance.id()}`;
    if (
      (await book.save(
        by,
        name,
        version,
        before === null ? { ...value, record: { ...record, pseudonym: null } } : value,
      )) === 'stale'
    )
      return refused('stale');
    return done(shown(book.view({ id: name, version: version + 1, at, by: by.id, value })));
  }

  return {
    async 'contacts/of'(by, { conversation }) {
      if (!(await mayWrite(by, conversation))) return refused('not-allowed');
      const found = await book.of(conversation);
      return found === null ? refused('gone') : done(shown(found));
    },
    'contacts/save': (by, { conversation, id, version, record }) =>
      conversation === null
        ? saveOther(by, id, version, record)
        : saveTalk(by, conversation, version, record),
    'contacts/areas': () => Promise.resolve(done({ areas: areas() })),
    async 'contacts/read'(by, { id }) {
      const kept = await book.kept.get(id);
      if (kept === null) return refused('gone');
      return mine(by, kept) ? done(shown(book.view(kept))) : refused('not-allowed');
    },
    async 'contacts/list'(by, { days }) {
      const [all, names] = await Promise.all([book.kept.list(clock.now() - days * day), staffNames(parts)]);
      const rows = all
        .filter((kept) => mine(by, kept))
        .toSorted((a, b) => b.value.record.at - a.value.record.at)
        .map((kept) => {
          const { record, problems, closedAt } = book.view(kept);
          return {
            id: kept.id,
            at: record.at,
            by: kept.by === null ? '' : (names.get(kept.by) ?? '?'),
            pseudonym: record.pseudonym,
            source: record.source,
            level: record.level,
            closed: closedAt !== null,
            problems: problems.length,
            child: childLine(record),
          };
        });
      return done({ areas: areas(), rows });
    },
    async 'contacts/report'(_by, { period }) {
      const { from, to } = periodOf(period);
      const all = (await book.kept.list(from)).filter(
        ({ value }) => value.record.at >= from && value.record.at < to,
      );
      const closed = all.filter(({ value }) => value.closedAt !== null);
      const report = centreReport(closed.map(({ value }) => value.record));
      return done({ from, to, open: all.length - closed.length, ...mutable(report) });
    },
  };
}

/** Children in high or imminent danger must be reported before the shift ends (safety-content §1). */
function childLine(record: KeptContact['record']): 'no' | 'due' | 'reported' {
  if (record.childReports.length > 0) return 'reported';
  const grave = record.level === 'high' || record.level === 'imminent';
  return grave && isChild(record) && record.who !== 'uses-violence' ? 'due' : 'no';
}

/** The wire's schemas speak of arrays that may change; the report's own do not. */
const mutable = <Value>(value: Value): Mutable<Value> => structuredClone(value) as Mutable<Value>;
type Mutable<Value> = Value extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Mutable<Value[Key]> }
    : Value;
