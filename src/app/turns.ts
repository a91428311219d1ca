import type { Effect } from '../conversation/effect.ts';
import type { StaffOutcome } from '../conversation/staff-outcome.ts';
import type { Talk, Wish } from '../conversation/talk.ts';
import { takeTurn } from '../conversation/turn.ts';
import type { TurnEvent } from '../conversation/turn-event.ts';
import type { Cover, World } from '../conversation/world.ts';
import type { Wanted } from '../queue/wishes.ts';
import { contexts, type InboxBody, openJson, sealJson } from './bodies.ts';
import { commitOf, emptyCommit } from './commit-of.ts';
import { erasingOf, isKeyless } from './erasing.ts';
import { makeLanes } from './lanes.ts';
import { limits } from './limits.ts';
import { mannerOf } from './manner.ts';
import { orElse } from './or-else.ts';
import type { PageDeliveryRow } from './page-rows.ts';
import type { Parts } from './parts.ts';
import type { ConversationRow, InboxKind, PageRow, PendingInbox, Seal, TurnCommit } from './ports.ts';
import { servicesAt } from './services.ts';
import type { StaffBook } from './staff-book.ts';
import { inClear, talkOf } from './talk-of.ts';
import type { Unwritten } from './unwritten.ts';
import type { VendorErasings } from './vendor-erasing.ts';
import { wantedBy } from './wanted.ts';

/** What became of an event that somebody waits for. `gone`: no such conversation any more. */
export type TurnOutcome = StaffOutcome | { readonly status: 'gone' };

/** What a turn must know of staff at this second. */
export interface StaffView {
  /** As the conversation of this turn finds it: who holds that one alone has room for it; `without` may know her. */
  cover(apart: string, without: readonly string[]): Promise<Cover>;
  /** Whether somebody like that is on shift now. */
  canMeet(): Promise<(wanted: Wanted) => boolean>;
  isWatching(staff: string | null, conversation: string): boolean;
  /** The ways by which these pages go out: they are written with the turn. */
  deliveries(pages: readonly PageRow[], without: readonly string[]): Promise<readonly PageDeliveryRow[]>;
}

/** After a turn was committed. */
export interface Committed {
  readonly row: ConversationRow;
  readonly before: Talk;
  readonly after: Talk;
  readonly commit: TurnCommit;
  readonly alarms: boolean;
  /** A colleague's word rings softly at the holder. */
  readonly soft: boolean;
  /** The words that she wrote, where the turn began with words. */
  readonly words: string | null;
}

export interface Turns {
  /**
   * Makes an event durable and wakes its lane. `once` recognises a repeat within the conversation; `dedupe` is a keyed
   * hash that does so beyond it. Rejects when nothing can be written.
   * `done` resolves when the turn was committed.
   */
  submit(
    conversation: string,
    kind: InboxKind,
    body: InboxBody,
    once: string | { readonly dedupe: string },
  ): Promise<{
    readonly status: 'accepted' | 'duplicate';
    readonly id: string;
    readonly done: Promise<TurnOutcome>;
  }>;
  wake(conversation: string): void;
  idle(): Promise<void>;
  stop(): void;
  /** Whether the last commit worked: turns are taken. */
  healthy(): boolean;
}

/** Runs the turns: inbox rows of each conversation in order, each committed whole before the next. */
export function makeTurns(
  parts: Parts,
  staff: StaffView,
  onCommitted: (committed: Committed) => void,
  unwritten: Unwritten,
  vendor: Pick<VendorErasings, 'record'>,
  book: Pick<StaffBook, 'endedBy'>,
): Turns {
  const { store, vault, clock, chance } = parts;
  const waiting = new Map<string, PromiseWithResolvers<TurnOutcome>>();
  let failing = false;
  let probing = false;
  let stopped = false;

  const lanes = makeLanes<string>(drain, (fault) => {
    parts.report('lane-failed', fault);
  });

  async function drain(conversation: string): Promise<void> {
    for (const row of await store.inbox(conversation)) {
      if (!(await handle(conversation, row))) {
        clock.after(limits.turnRetry, () => lanes.wake(conversation));
        return;
      }
    }
  }

  /** True when the row is dealt with, false when it must be tried again later. */
  async function handle(conversation: string, inbox: PendingInbox): Promise<boolean> {
    try {
      const outcome = await turn(conversation, inbox);
      failing = false;
      unwritten.forget(conversation);
      settle(inbox.id, outcome);
      return true;
    } catch (fault) {
      parts.report('turn-failed', fault);
      return failed(inbox, fault);
    }
  }

  /** A turn that keeps failing is set aside so that the next message is heard; a store that cannot write keeps it. */
  async function failed(inbox: PendingInbox, fault: unknown): Promise<boolean> {
    if (isStoreFault(fault)) {
      stumbled();
      if (inbox.kind === 'person' && inbox.conversation !== null)
        unwritten.tell(inbox.conversation, inbox.id);
      return false;
    }
    const giveUp = inbox.attempts + 1 >= limits.turnAttempts;
    if (giveUp && (await callPerson(inbox))) return true;
    await store.inboxFailed(inbox.id, giveUp).catch(() => {});
    if (giveUp) settle(inbox.id, { status: 'gone' });
    return giveUp;
  }

  /**
   * A message whose turn keeps failing still stands in the talk, and a person is called in place of the turn:
   * what was acknowledged is not lost (promise 3). By custody alone, which reads neither words nor flows.
   */
  async function callPerson(inbox: PendingInbox): Promise<boolean> {
    try {
      const row = inbox.conversation === null ? null : await store.conversation(inbox.conversation);
      const seal = row === null ? null : await vault.open(row.id);
      const body = openBody(inbox, seal);
      if (row === null || row.erasedAt !== null || body?.type !== 'person') return false;
      const { inbound, channelData } = body;
      const event = { type: 'person', inbound: { kind: 'button', button: 'person' } } as const;
      settle(inbox.id, await play(row, seal, inbox, event, { type: 'in', inbound, channelData }));
      return true;
    } catch (fault) {
      parts.report('call-person-failed', fault);
      return false;
    }
  }

  /** Nothing can be written: from now on it is tried again and again, so that health does not wait for a message. */
  function stumbled(): void {
    failing = true;
    if (probing) return;
    probing = true;
    clock.after(limits.turnRetry, () => void probe());
  }

  async function probe(): Promise<void> {
    probing = false;
    if (stopped || !failing) return;
    const id = chance.id();
    const dedupe = vault.keyedHash('dedupe', `probe ${id}`);
    const nothing = { type: 'retention', room: ' '.repeat(limits.probeBytes) };
    const body = sealJson(vault.system, nothing, contexts.inbox(id));
    try {
      await store.accept({ id, conversation: null, kind: 'retention', dedupe, at: clock.now(), body });
      await commitOne({ ...emptyCommit(), handled: [id] });
      failing = false;
    } catch {
      stumbled();
    }
  }

  function settle(id: string, outcome: TurnOutcome): void {
    waiting.get(id)?.resolve(outcome);
    waiting.delete(id);
  }

  async function turn(conversation: string, inbox: PendingInbox): Promise<TurnOutcome> {
    const row = await store.conversation(conversation);
    const seal = await vault.open(conversation);
    if (row !== null && isKeyless(row, seal)) return finishErasing(row, inbox);
    const body = row === null ? null : openBody(inbox, seal);
    if (row === null || body === null) return drop(inbox);
    if (body.type === 'retention' || body.type === 'command' || body.type === 'vendor-erase')
      return drop(inbox);
    const event = await eventOf(row, body);
    if (event === null) return drop(inbox);
    return play(
      row,
      seal,
      inbox,
      event,
      body.type === 'person' ? { type: 'in', inbound: body.inbound, channelData: body.channelData } : null,
    );
  }

  /** Sealed under the conversation's key, or under the house's once that key was gone. */
  function openBody(inbox: PendingInbox, seal: Seal | null): InboxBody | null {
    for (const candidate of [seal, vault.system]) {
      if (candidate === null) continue;
      try {
        return openJson<InboxBody>(candidate, inbox.body, contexts.inbox(inbox.id));
      } catch {
        continue;
      }
    }
    return null;
  }

  /** A timer counts only while it is armed under the same token. */
  async function eventOf(
    row: ConversationRow,
    body: Exclude<InboxBody, { type: 'retention' | 'command' | 'vendor-erase' }>,
  ): Promise<TurnEvent | null> {
    switch (body.type) {
      case 'person':
        return row.erasedAt === null ? { type: 'person', inbound: body.inbound } : null;
      case 'opinion':
        return { type: 'opinion', opinion: body.opinion, words: body.words };
      case 'staff':
        return { type: 'staff', action: body.action, by: body.by };
      case 'withdrawn':
        return row.erasedAt === null ? { type: 'withdrawn' } : null;
      case 'answered-outside':
        return row.erasedAt === null ? { type: 'answered-outside', at: body.at } : null;
      case 'undelivered':
        return { type: 'undelivered', why: body.why };
      case 'recalled':
        return { type: 'recalled', flow: body.flow, structure: body.structure };
      case 'line-lost':
        return { type: 'line-lost', staff: body.staff };
      case 'room-left':
        return { type: 'room-left' };
      case 'page-undelivered':
        return { type: 'page-undelivered', next: body.next };
      case 'timer': {
        const armed = await store.timers(row.id);
        return armed.some(({ kind, token }) => kind === body.timer && token === body.token)
          ? { type: 'timer', timer: body.timer }
          : null;
      }
    }
  }

  /** The key went, and the disk did not take the turn that went with it: nothing else can be done with what comes. */
  async function finishErasing(row: ConversationRow, inbox: PendingInbox): Promise<TurnOutcome> {
    const { before, after, commit } = await erasingOf(parts, row, inbox.id);
    await commitOne(commit);
    onCommitted({ row, before, after, commit, alarms: false, soft: false, words: null });
    return { status: 'done' };
  }

  async function drop(inbox: PendingInbox): Promise<TurnOutcome> {
    await commitOne({ ...emptyCommit(), handled: [inbox.id] });
    return { status: 'gone' };
  }

  async function play(
    row: ConversationRow,
    seal: Seal | null,
    inbox: PendingInbox,
    event: TurnEvent,
    incoming: Parameters<typeof commitOf>[0]['incoming'],
  ): Promise<TurnOutcome> {
    const entry = await store.queueEntry(row.id);
    const before = safeTalk(row, seal, entry);
    const now = clock.now();
    const without = whoMayKnow(before, event);
    const world: World = {
      now,
      cover: await orElse(parts, 'cover-unread', () => staff.cover(row.id, without), nobodyKnown),
      channel: mannerOf(parts.senders, row.channel),
      flows: parts.flows,
      detector: parts.detector,
      services: servicesAt(parts, now),
      holderWatches: staff.isWatching(before.custody.holder, row.id),
      canMeet: await meeting(row.language),
      readAlong: parts.secondOpinion !== undefined,
      newId: () => chance.id(),
    };
    const { after, effects, outcome } = takeTurn(before, event, world);
    const fired = event.type === 'timer' ? [event.timer] : [];
    const commit = commitOf({ row, seal, after, effects, inboxId: inbox.id, incoming, now });
    const acknowledged =
      event.type === 'staff' && after.custody.state === 'held' && before.custody.state !== 'held';
    const whole: TurnCommit = {
      ...commit,
      timersStopped: [...fired, ...commit.timersStopped],
      // Without a way off screen the page still stands, and rings at the desk.
      deliveries: await orElse(parts, 'ways-unread', () => staff.deliveries(commit.pages, without), []),
      records: outcome.status === 'done' ? book.endedBy(row, before, event, inbox.id) : [],
      pagesAcknowledged: acknowledged ? [{ conversation: row.id, by: event.by.id, at: now }] : [],
    };
    if (seal !== null) await clearVendor(row, seal, event, effects, inbox.id);
    // The key goes first and for good: a crash after this line leaves sealed words that nobody can open.
    if (commit.erase) await vault.destroy(row.id);
    await commitOne(whole);
    onCommitted({
      row,
      before,
      after,
      commit: whole,
      alarms: effects.some((effect) => effect.type === 'note' && effect.note.alarm),
      soft: effects.some((effect) => effect.type === 'note' && effect.note.soft === true),
      words: event.type === 'person' && event.inbound.kind === 'text' ? event.inbound.text : null,
    });
    return outcome;
  }

  /** Whom she could meet: her language is part of the wish. What cannot be read is not promised. */
  async function meeting(language: string): Promise<(wish: Wish) => boolean> {
    const meets = await orElse(
      parts,
      'staff-unread',
      () => staff.canMeet(),
      () => false,
    );
    return (wish) => meets(wantedBy(wish, language));
  }

  /** What must go at the vendor is written down while the address can still be opened. */
  async function clearVendor(
    row: ConversationRow,
    seal: Seal,
    event: TurnEvent,
    effects: readonly Effect[],
    once: string,
  ): Promise<void> {
    const erases = effects.some(({ type }) => type === 'erase');
    if (!erases && !effects.some(({ type }) => type === 'clear-phone')) return;
    const leaving = {
      words: erases ? 'gone' : 'kept',
      answered: event.type === 'person' && !row.quiet,
    } as const;
    await vendor.record(row, seal, leaving, once).catch((cause: unknown) => {
      throw new StoreFault(cause);
    });
  }

  /** A snapshot that does not open never stops the codes: what stands in clear carries on (promise 1). */
  function safeTalk(row: ConversationRow, seal: Seal | null, entry: Parameters<typeof talkOf>[2]): Talk {
    try {
      return talkOf(row, seal, entry);
    } catch (fault) {
      parts.report('snapshot-broken', fault);
      return inClear(row, entry);
    }
  }

  async function commitOne(commit: TurnCommit): Promise<void> {
    let results;
    try {
      results = await store.commit([commit]);
    } catch (cause) {
      throw new StoreFault(cause);
    }
    const [result] = results;
    if (result?.status === 'stale') throw new Error('another turn was first');
    if (result?.status === 'failed') throw new Error('the store refused the turn', { cause: result.cause });
  }

  return {
    async submit(conversation, kind, body, once) {
      const id = chance.id();
      // Only words need her key. A clock must be heard also after that key was destroyed.
      const seal =
        kind === 'person' || kind === 'staff' || kind === 'opinion' ? await vault.open(conversation) : null;
      const row = {
        id,
        conversation,
        kind,
        dedupe: typeof once === 'string' ? vault.keyedHash('dedupe', `${conversation} ${once}`) : once.dedupe,
        at: clock.now(),
        body: sealJson(seal ?? vault.system, body, contexts.inbox(id)),
      };
      const outcome = Promise.withResolvers<TurnOutcome>();
      waiting.set(id, outcome);
      const accepted = await store.accept(row).catch((cause: unknown) => {
        waiting.delete(id);
        stumbled();
        throw new StoreFault(cause);
      });
      if (accepted.status === 'duplicate') {
        waiting.delete(id);
        // What the first one came to; one that an earlier process took is behind whatever its lane has before it.
        const first = waiting.get(accepted.id)?.promise;
        const done = first ?? lanes.run(conversation, async () => ({ status: 'done' }) as const);
        return { status: 'duplicate', id: accepted.id, done };
      }
      lanes.wake(conversation);
      return { status: 'accepted', id, done: outcome.promise };
    },
    wake: (conversation) => lanes.wake(conversation),
    idle: () => lanes.idle(),
    stop() {
      stopped = true;
      lanes.stop();
    },
    healthy: () => !failing,
  };
}

/** Staff who may know this person, also the one who says so in this very turn: nobody of them is there for her. */
const whoMayKnow = ({ notFor }: Talk, event: TurnEvent): readonly string[] =>
  event.type === 'staff' && event.action.do === 'return' && event.action.known === true
    ? [...notFor, event.by.id]
    : notFor;

/** Who is there cannot be read: nobody is promised, and the room is called. */
const nobodyKnown: Cover = { state: 'nobody', reopens: null };

/** The store cannot write (full disk): the event stays and is tried again, nothing is given up. */
export class StoreFault extends Error {
  constructor(cause: unknown) {
    super('the store cannot write', { cause });
    this.name = 'StoreFault';
  }
}
const isStoreFault = (fault: unknown): boolean => fault instanceof StoreFault;
