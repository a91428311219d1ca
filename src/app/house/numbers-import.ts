import { type KeptService, withFields } from '../../directory/kept-service.ts';
import type { Service } from '../../directory/service.ts';
import { columns } from '../../directory/service-cells.ts';
import { type GoodLine, readServiceTable } from '../../directory/service-table.ts';
import { sourceHash } from '../../locale/source-hash.ts';
import type { HouseAnswer, HouseBody, HouseReply } from '../../wire/house/calls.ts';
import { dayOf } from '../commit-of.ts';
import type { StaffIdentity } from '../desk-door.ts';
import type { Parts } from '../parts.ts';
import type { AuditRow } from '../ports.ts';
import type { Change, Kept } from '../records.ts';
import { done, refused } from './handlers.ts';

/** The register's records as the calls of its screen use them. */
export interface NumbersBook {
  kept(): Promise<readonly Kept<KeptService>[]>;
  /** The entry as it stands, of the file or changed; null when it is not in the register. */
  entry(id: string, kept: readonly Kept<KeptService>[]): KeptService | null;
  /** Every id that is or was in use. */
  taken(kept: readonly Kept<KeptService>[]): ReadonlySet<string>;
  put(
    changes: readonly Change<KeptService>[],
    by: StaffIdentity,
    action: AuditRow['action'],
    id: string,
  ): Promise<'done' | 'stale'>;
}

type Reply = HouseReply<'numbers/import'>;

/**
 * A table of numbers. The first call only looks: what would be added and changed, and every bad line. The second takes
 * it, when the table and the register are still those that were looked at; with bad lines only if the good ones are
 * asked for. Entries that the table does not name stay as they are.
 */
export async function takeTable(
  { directory, clock }: Pick<Parts, 'directory' | 'clock'>,
  book: NumbersBook,
  by: StaffIdentity,
  { csv, take, stamp }: HouseBody<'numbers/import'>,
): Promise<HouseAnswer<Reply>> {
  await directory.refresh();
  const kept = await book.kept();
  const { areas, services } = directory.register();
  const { good, bad } = readServiceTable(csv, {
    services,
    areas,
    today: dayOf(clock.now()),
    taken: book.taken(kept),
  });
  const news = good.filter(({ service, before }) => before === null || !isSame(service, before));
  const looked = sourceHash(JSON.stringify([csv, kept.map(({ id, version }) => [id, version])]));
  const reply = {
    stamp: looked,
    added: news.filter(({ before }) => before === null).map(({ service }) => service.name),
    changed: news.filter(({ before }) => before !== null).map(({ service }) => service.name),
    same: good.length - news.length,
    bad: bad.map(({ line, problems }) => ({ line, problems: [...problems] })),
    taken: false,
  };
  if (take === 'none') return done(reply);
  if (stamp !== looked) return refused('stale');
  if (take === 'all' && bad.length > 0) return refused('invalid');
  const changes = news.map((line) => changeOf(line, book, kept));
  if (changes.length > 0 && (await book.put(changes, by, 'number-changed', 'csv')) === 'stale')
    return refused('stale');
  return done({ ...reply, taken: true });
}

function changeOf(
  { service }: GoodLine,
  book: NumbersBook,
  kept: readonly Kept<KeptService>[],
): Change<KeptService> {
  const before = book.entry(service.id, kept);
  const version = kept.find(({ id }) => id === service.id)?.version ?? 0;
  const value = before === null ? { service, calls: [], removed: false } : withFields(before, service);
  return { id: service.id, version, value };
}

const isSame = (a: Service, b: Service): boolean =>
  columns.every(({ field }) => JSON.stringify(a[field]) === JSON.stringify(b[field]));
