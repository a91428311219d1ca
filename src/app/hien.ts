import { makeChannelDoor } from './channel-desk.ts';
import type { ChannelDoor } from './channel-door.ts';
import { makeChannelNotices } from './channel-notices.ts';
import { dayOf, emptyCommit } from './commit-of.ts';
import { makeContactBook } from './contact-book.ts';
import type { DeskDoor } from './desk-door.ts';
import { makeDrills } from './drills.ts';
import { dropKeyless } from './erasing.ts';
import { makeGoingLive } from './going-live.ts';
import { type HouseDoor, makeHouseDoor } from './house/house-door.ts';
import { limits } from './limits.ts';
import { orElse } from './or-else.ts';
import { makeOutbox } from './outbox.ts';
import type { PagerDoor } from './pager-port.ts';
import { makePaging } from './paging.ts';
import type { Parts } from './parts.ts';
import { makePersonDoor } from './person-desk.ts';
import type { PersonDoor } from './person-door.ts';
import { makePresence } from './presence.ts';
import { forgetExpired } from './retention.ts';
import { makeReturnCodes } from './return-codes.ts';
import { makeRevisions, type Revisions } from './revisions.ts';
import { makeRosterBook } from './roster-book.ts';
import { makeOpinions } from './second-opinions.ts';
import { makeServerCommands } from './server-commands.ts';
import { makeStaffBook } from './staff-book.ts';
import { makeDeskDoor, type Signs } from './staff-desk.ts';
import { runTimers } from './timers.ts';
import { type Committed, makeTurns } from './turns.ts';
import { makeUnwritten } from './unwritten.ts';
import { makeVendorErasings } from './vendor-erasing.ts';

/** The running application. */
export interface Hien {
  readonly person: PersonDoor;
  /** For channels whose vendor tells us of messages. */
  readonly channels: ChannelDoor;
  readonly desk: DeskDoor;
  readonly house: HouseDoor;
  /** For the routes of the ways by which staff are paged. */
  readonly pager: PagerDoor;
  /** Publishing and recalling flows. */
  readonly revisions: Revisions;
  /** Counts something that happened at the doors, by name and day; never with a name or an address. */
  count(name: string): void;
  /** Whether turns are taken: false while the store cannot write. */
  health(): boolean;
  /** Resolves when no turn and no delivery runs any more. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Puts the parts together, takes up what an earlier process left, and starts the clocks. */
export async function startHien(parts: Parts): Promise<Hien> {
  const { store, clock, bus } = parts;
  const pagesSeen = new Map<string, number>();
  const ringing = new Set<string>();
  const nudged = new Set<string>();
  const signs: Signs = {
    rings: (conversation) => ringing.has(conversation),
    pageOpen: (conversation) => clock.now() - (pagesSeen.get(conversation) ?? 0) < limits.pageSeen,
    ring: (conversation) => ringing.add(conversation),
    isNudged: (conversation) => nudged.has(conversation),
    nudge: (conversation) => nudged.add(conversation),
    quieten(conversation) {
      ringing.delete(conversation);
      nudged.delete(conversation);
    },
    called: (staff) => paging.openCall(staff),
    pagerWarnings: () => paging.warnings(),
    isLive: () => live.isLive(),
  };
  const book = makeRosterBook(parts);
  const paging = await makePaging(parts, book);
  const drills = await makeDrills(parts, book, paging);
  const live = makeGoingLive(parts, book);
  // What staff changed before this start. Help waits for none of it: on a fault what is shipped holds.
  await orElse(parts, 'directory-failed', () => parts.directory.refresh(), undefined);
  const staffBook = makeStaffBook(parts);
  const presence = makePresence(parts, paging, staffBook);
  const outbox = makeOutbox(parts, async (conversation, message, why) => {
    await turns.submit(conversation, 'console', { type: 'undelivered', why }, `undelivered ${message}`);
  });
  const notices = makeChannelNotices(parts);
  const unwritten = makeUnwritten(bus, (conversation) => void notices.unwritten(conversation));
  const vendor = makeVendorErasings(parts);
  const turns = makeTurns(parts, presence, afterTurn, unwritten, vendor, staffBook);

  /** News for consoles and pages; everything that matters is already durable. */
  function afterTurn({ row, before, after, commit, alarms, soft, words }: Committed): void {
    const conversation = row.id;
    if (words !== null) opinions.ask(conversation, words, after);
    if (alarms && after.custody.state === 'held') signs.ring(conversation);
    if (soft && after.custody.state === 'held') signs.nudge(conversation);
    if (after.custody.state !== 'held') signs.quieten(conversation);
    if (commit.records.length > 0) staffBook.changed();
    if (commit.outbox.length > 0) outbox.wake(conversation);
    paging.committed(commit.pages);
    for (const { by, at } of commit.pagesAcknowledged) hasClaimed(conversation, by, at);
    bus.publish({ type: 'stream', conversation });
    bus.publish({ type: 'talk', conversation });
    if (
      commit.queue !== undefined ||
      before.custody.state !== after.custody.state ||
      alarms ||
      soft ||
      before.offer !== after.offer ||
      before.wish !== after.wish ||
      commit.pages.length > 0
    )
      bus.publish({ type: 'desk' });
    if (commit.revokeTokens) bus.publish({ type: 'revoked', conversation });
  }

  /** Who claims has heard the bell. */
  function hasClaimed(conversation: string, by: string, at: number): void {
    paging.claimed(conversation, by, at).catch((fault: unknown) => parts.report('acknowledge-failed', fault));
  }

  const opinions = makeOpinions(parts, turns);
  const person = makePersonDoor(parts, turns, {
    unwritten,
    seen(conversation, at) {
      pagesSeen.delete(conversation);
      pagesSeen.set(conversation, at);
      // Oldest first: what was not heard for a while need not be remembered.
      for (const [known, seenAt] of pagesSeen) {
        if (at - seenAt < limits.pageSeen) break;
        pagesSeen.delete(known);
      }
    },
  });
  const count = (name: string): void => {
    const counters = [{ name, day: dayOf(clock.now()), add: 1 }];
    store
      .commit([{ ...emptyCommit(), counters }])
      .catch((fault: unknown) => parts.report('count-failed', fault));
  };
  const channels = makeChannelDoor(parts, turns, notices, count);
  const contacts = makeContactBook(parts);
  const desk = makeDeskDoor(parts, turns, presence, signs, contacts, staffBook);
  const house = makeHouseDoor(parts, contacts, { book, paging, drills }, live);
  const revisions = makeRevisions(parts, turns);
  const commands = makeServerCommands(parts, turns, presence, drills, revisions);

  await orElse(parts, 'keyless-failed', () => dropKeyless(parts), 0);
  await orElse(parts, 'flows-failed', () => revisions.begin(), undefined);
  for (const lane of await store.inboxLanes()) if (lane !== null) turns.wake(lane);
  for (const lane of await store.outboxLanes()) outbox.wake(lane);
  vendor.wake();
  await commands.drain();

  let foreign = await store.foreignChanges();
  const everyTick = async (): Promise<void> => {
    const now = await store.foreignChanges();
    if (now === foreign) return;
    foreign = now;
    await commands.drain();
  };
  const stops = [
    presence.run(turns),
    runTimers(parts, turns),
    paging.run(turns, (id) => drills.isOpen(id)),
    repeat(parts, limits.drillTick, 'drills-failed', () => drills.look()),
    repeat(parts, limits.foreignTick, 'commands-failed', everyTick),
    repeat(parts, limits.directoryTick, 'directory-failed', () => parts.directory.refresh()),
    repeat(parts, limits.directoryTick, 'flows-failed', () => parts.flows.refresh()),
    repeat(parts, limits.auditTick, 'audit-failed', () => store.linkAudit()),
    repeat(parts, limits.retentionTick, 'retention-failed', () => forgetExpired(parts)),
    repeat(parts, limits.retentionTick, 'return-codes-failed', () => makeReturnCodes(parts).tidy()),
  ];

  const idle = async (): Promise<void> => {
    await turns.idle();
    await outbox.idle();
    await vendor.idle();
    await paging.idle();
  };
  return {
    person,
    channels,
    desk,
    house,
    pager: paging,
    revisions,
    count,
    health: () => turns.healthy(),
    idle,
    async stop() {
      for (const stop of stops) stop();
      turns.stop();
      outbox.stop();
      vendor.stop();
      await idle();
    },
  };
}

/** Calls `work` again and again with a pause between; a failure is reported and does not end it. */
function repeat(parts: Parts, everyMs: number, fault: string, work: () => Promise<unknown>): () => void {
  let stopped = false;
  let cancel = (): void => {};
  const next = (): void => {
    if (stopped) return;
    cancel = parts.clock.after(everyMs, () => {
      work()
        .catch((cause: unknown) => parts.report(fault, cause))
        .finally(next);
    });
  };
  next();
  return () => {
    stopped = true;
    cancel();
  };
}
