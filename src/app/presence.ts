import { lineLostMs } from '../conversation/clocks.ts';
import type { Cover } from '../conversation/world.ts';
import { hasRoom } from '../queue/capacity.ts';
import { isResting, type Taker } from '../queue/offering.ts';
import { type ConsoleHeard, heardWithinMs, isOnShift } from '../queue/presence.ts';
import { fits } from '../queue/wishes.ts';
import type { RiskLevel } from '../risk/level.ts';
import { limits } from './limits.ts';
import type { Paging } from './paging.ts';
import type { Parts } from './parts.ts';
import type { PageRow, QueueRow, StaffRow } from './ports.ts';
import type { StaffBook } from './staff-book.ts';
import type { StaffView, Turns } from './turns.ts';

/** One open console window. */
export interface ConsoleWindow {
  beat(soundAllowed: boolean, visible: boolean): void;
  watch(conversation: string | null): void;
  watching(): string | null;
  /** The window closed: it is not heard any more, but when it was heard last still counts. */
  close(): void;
}

export interface Presence extends StaffView {
  open(staff: string): ConsoleWindow;
  isOnShift(member: StaffRow): boolean;
  /** Everybody on shift, as far as it decides who is offered what. */
  takers(queue: readonly QueueRow[]): Promise<readonly Taker[]>;
  /** She said that she heard the bell: her windows make sound, whatever their last beat knew. */
  bellHeard(staff: string): void;
  /** Staff changed (added, shift on or off): cover is worked out anew. */
  staffChanged(): void;
  /** Looks every second at who is there; returns the function that ends it. */
  run(turns: Turns): () => void;
}

interface MutableWindow {
  readonly staff: string;
  heardAt: number;
  soundAllowed: boolean;
  visible: boolean;
  watching: string | null;
}

/** Who of the staff is there: consoles heard in the last seconds, shifts, and so the waiting line that is true. */
export function makePresence(
  parts: Parts,
  paging: Pick<Paging, 'reach' | 'plan'>,
  book: StaffBook,
): Presence {
  const { store, clock, bus } = parts;
  const windows = new Set<MutableWindow>();
  const lastHeard = new Map<string, number>();
  const startedAt = clock.now();
  let staff: readonly StaffRow[] | null = null;
  let lastCover = '';
  /** Whether somebody was on shift at the last look; after a start, once consoles had time to be heard. */
  let wasStaffed = true;

  const heard = (): readonly ConsoleHeard[] =>
    [...windows].map((window) => ({ ...window, watching: window.visible ? window.watching : null }));

  const onShift = (member: StaffRow): boolean =>
    member.active && isOnShift(member.id, member.shiftSince, heard(), clock.now());

  async function members(): Promise<readonly StaffRow[]> {
    staff ??= await store.staff();
    return staff;
  }

  async function takers(queue: readonly QueueRow[]): Promise<readonly Taker[]> {
    const [all, page] = await Promise.all([members(), book.page()]);
    return all.filter(onShift).map(({ id }) => ({
      id,
      facts: page.factsOf(id),
      held: levelsHeldBy(id, queue),
      restsUntil: page.restsUntil(id),
    }));
  }

  async function cover(apart?: string, without: readonly string[] = []): Promise<Cover> {
    const queue = await store.queue();
    const rest = queue.filter(({ conversation }) => conversation !== apart);
    const there = (await takers(rest)).filter(({ id }) => !without.includes(id));
    const holder = queue.find(({ conversation }) => conversation === apart)?.holder ?? null;
    if (there.length === 0) return away(holder);
    const now = clock.now();
    const withRoom = there.filter(({ held }) => hasRoom(held));
    const free = withRoom.some((taker) => !isResting(taker, now));
    const others = there.some(({ id }) => id !== holder);
    const rests = !free && withRoom.length > 0;
    return { state: free ? 'shift' : 'busy', reopens: null, others, ...(rests ? { rests } : {}) };
  }

  /** Nobody is on shift: those on call, as the roster names them and as far as they can be reached. */
  async function away(holder: string | null): Promise<Cover> {
    const { isNamed, working, night } = await paging.reach();
    return {
      state: working.size > 0 ? 'oncall' : 'nobody',
      column: isNamed ? 'oncall' : 'room',
      reopens: parts.reopens(clock.now()),
      night,
      others: [...working].some((id) => id !== holder),
    };
  }

  /** The last console on shift dropped: whoever waits is told to those on call (safety-content §1 rule 7). */
  async function callOnCall(turns: Turns): Promise<void> {
    const isStaffed = (await members()).some(onShift);
    const now = clock.now();
    if (!isStaffed && now - startedAt < heardWithinMs) return;
    const dropped = wasStaffed && !isStaffed;
    // What cannot be read or written now is tried again at the next look: who waits must still be handed on.
    if (dropped && (await paging.reach()).isNamed) await handOn(turns, now);
    wasStaffed = isStaffed;
  }

  async function handOn(turns: Turns, now: number): Promise<void> {
    const called = new Set(
      (await store.openPages()).filter(({ target }) => target === 'first').map((page) => page.conversation),
    );
    for (const { conversation, holder } of await store.queue()) {
      if (holder !== null || called.has(conversation)) continue;
      await turns.submit(conversation, 'console', { type: 'room-left' }, `room left ${String(now)}`);
    }
  }

  /** A holder unheard for too long loses the conversation; before her first beat the server's start counts. */
  async function callLost(turns: Turns): Promise<void> {
    const now = clock.now();
    for (const entry of await store.queue()) {
      if (entry.holder === null) continue;
      const at = Math.max(startedAt, lastHeard.get(entry.holder) ?? 0);
      if (now - at < lineLostMs[entry.level]) continue;
      const once = `lost ${entry.holder} ${String(at)}`;
      await turns.submit(entry.conversation, 'console', { type: 'line-lost', staff: entry.holder }, once);
    }
  }

  async function look(turns: Turns): Promise<void> {
    await callLost(turns);
    await callOnCall(turns);
    const there = await takers([]);
    const now = JSON.stringify([
      (await cover()).state,
      there.map((taker) => [taker.id, isResting(taker, clock.now())]),
    ]);
    if (now !== lastCover) bus.publish({ type: 'desk' });
    lastCover = now;
  }

  return {
    open(id) {
      const window: MutableWindow = {
        staff: id,
        heardAt: clock.now(),
        soundAllowed: false,
        visible: true,
        watching: null,
      };
      windows.add(window);
      lastHeard.set(id, window.heardAt);
      return {
        beat(soundAllowed, visible) {
          Object.assign(window, { soundAllowed, visible, heardAt: clock.now() });
          lastHeard.set(id, window.heardAt);
        },
        watch(conversation) {
          window.watching = conversation;
        },
        watching: () => window.watching,
        close: () => void windows.delete(window),
      };
    },
    isOnShift: onShift,
    bellHeard(id) {
      for (const window of windows) if (window.staff === id) window.soundAllowed = true;
    },
    staffChanged() {
      staff = null;
    },
    takers,
    cover,
    async canMeet() {
      const there = await takers([]);
      return (wanted) => there.some(({ facts }) => fits(wanted, facts));
    },
    deliveries: async (pages: readonly PageRow[], without: readonly string[]) =>
      pages.length === 0
        ? []
        : paging.plan(
            pages,
            (await members())
              .filter((member) => onShift(member) && !without.includes(member.id))
              .map(({ id }) => id),
          ),
    isWatching: (id, conversation) =>
      id !== null && heard().some((line) => line.staff === id && line.watching === conversation),
    run(turns) {
      let cancel = (): void => {};
      let stopped = false;
      const next = (): void => {
        if (stopped) return;
        cancel = clock.after(limits.presenceTick, () => {
          look(turns)
            .catch((fault: unknown) => parts.report('presence-failed', fault))
            .finally(next);
        });
      };
      next();
      return () => {
        stopped = true;
        cancel();
      };
    },
  };
}

/** The levels of the conversations that a member of staff holds. */
export const levelsHeldBy = (staff: string, queue: readonly QueueRow[]): readonly RiskLevel[] =>
  queue.filter(({ holder }) => holder === staff).map(({ level }) => level);
