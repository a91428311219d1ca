import type { FixedButton, Inbound } from '../conversation/inbound.ts';
import { limits as turnLimits } from '../conversation/limits.ts';
import { countingSignals } from '../conversation/queue-line.ts';
import { composerOf } from '../conversation/staff-turn.ts';
import type { Talk } from '../conversation/talk.ts';
import type { SystemKey } from '../locale/system-keys.ts';
import { debriefWithinMs, hindranceOf, isResting, type Taker } from '../queue/offering.ts';
import { inOrder } from '../queue/order.ts';
import { isAtLeast, type RiskLevel, worseOf } from '../risk/level.ts';
import type { DeskFrame, QueueLine, Reason, TalkFrame, TalkMessage } from '../wire/console.ts';
import { contexts, type MessageBody, openJson } from './bodies.ts';
import type { StaffIdentity } from './desk-door.ts';
import type { DeskFacts, DeskFactsReader } from './desk-facts.ts';
import { loadOf, offeredLine } from './desk-offers.ts';
import { limits } from './limits.ts';
import { handleOf, isOpenable } from './media-trace.ts';
import { orElse } from './or-else.ts';
import type { OpenCall } from './page-answers.ts';
import type { Parts } from './parts.ts';
import { personText } from './person-desk.ts';
import type { ConversationRow, PageRow, QueueRow, Seal, StaffRow, StoredMessage, TimerRow } from './ports.ts';
import { levelsHeldBy, type Presence } from './presence.ts';
import { colourOf } from './pseudonym.ts';
import { reachOf } from './reach.ts';
import type { StaffBook, StaffPage } from './staff-book.ts';
import { inClear, talkOf } from './talk-of.ts';
import { wordsOf } from './wording.ts';

/** What rings and what is open, known only while the server runs. */
export interface DeskSigns {
  rings(conversation: string): boolean;
  pageOpen(conversation: string): boolean;
  /** A colleague's word has not been looked at. */
  isNudged(conversation: string): boolean;
  /** What she is being paged for and has not acknowledged. */
  called(staff: string): Promise<OpenCall | null>;
  /** What is wrong with the ways to reach staff outside this window (`warning.*`). */
  pagerWarnings(): Promise<readonly string[]>;
  /** Every line before opening is signed. */
  isLive(): Promise<boolean>;
}

const seesAll = (who: StaffIdentity): boolean => who.role === 'supervisor' || who.role === 'administrator';

/** Whether this member of staff may read a conversation: its holder, and those who oversee. */
export const mayRead = (who: StaffIdentity, row: ConversationRow): boolean =>
  row.holder === who.id || seesAll(who);

/** What the desk is made of. */
export interface DeskSources {
  readonly parts: Parts;
  readonly presence: Presence;
  readonly signs: DeskSigns;
  readonly book: StaffBook;
  readonly facts: DeskFactsReader;
}

/** The whole desk as one member of staff sees it. */
export async function deskOf(sources: DeskSources, who: StaffIdentity): Promise<DeskFrame> {
  const { parts, presence, signs, book } = sources;
  const { store, clock } = parts;
  const [queue, staff, pages, known] = await Promise.all([
    store.queue(),
    store.staff(),
    store.openPages(),
    book.page(),
  ]);
  const names = new Map(staff.map(({ id, name }) => [id, name]));
  const there = await presence.takers(queue);
  const me = meAmong(there, who.id, queue, known);
  const now = clock.now();
  const seen: Onlooker = { me, there, now };
  const lines = (await Promise.all(queue.map((entry) => lineOf(sources, entry, names, seen)))).map((line) =>
    withPages(line, pages),
  );
  const waiting = inOrder(lines.filter((line) => line.holder === null));
  const paged = new Set(pages.map(({ conversation }) => conversation));
  // What she is not offered does not ring for her.
  const ringing = waiting.filter((line) => paged.has(line.conversation) && line.hindrance === undefined);
  const [called, pagerWarnings, isLive] = await Promise.all([
    orElse(parts, 'pages-unread', () => signs.called(who.id), null),
    orElse(parts, 'pages-unread', () => signs.pagerWarnings(), []),
    orElse(parts, 'going-live-unread', () => signs.isLive(), false),
  ]);
  return {
    type: 'desk',
    now,
    me: meShown(who, staff.find(({ id }) => id === who.id)?.shiftSince ?? null),
    queue: waiting,
    mine: lines.filter(({ holder }) => holder?.id === who.id),
    colleaguesTalks: seesAll(who)
      ? lines.filter(({ holder }) => holder !== null && holder.id !== who.id)
      : [],
    offers: lines.filter(({ offer }) => offer?.to.id === who.id),
    staff: staff
      .filter(({ active }) => active)
      .map((member) => memberOf(member, presence, queue, known, now)),
    alarm: {
      ringing: ringing.length > 0,
      worst: ringing.reduce<RiskLevel>((worst, { level }) => worseOf(worst, level), 'none'),
    },
    capacity: loadOf(me),
    ...(isResting(me, now) ? { restsUntil: me.restsUntil } : {}),
    ...(seesAll(who) ? { debriefs: debriefsDue(known, names) } : {}),
    ...(called === null ? {} : { called }),
    warnings: [
      ...pagerWarnings,
      ...channelWarnings(parts),
      ...(isLive ? [] : ['warning.not-live']),
      ...numberWarnings(parts),
    ],
  };
}

const meShown = (who: StaffIdentity, shiftSince: number | null): DeskFrame['me'] =>
  shiftSince === null ? { ...who, onShift: false } : { ...who, onShift: true, shiftSince };

const meAmong = (there: readonly Taker[], id: string, queue: readonly QueueRow[], known: StaffPage): Taker =>
  there.find((taker) => taker.id === id) ?? {
    id,
    facts: known.factsOf(id),
    held: levelsHeldBy(id, queue),
    restsUntil: known.restsUntil(id),
  };

function memberOf(
  member: StaffRow,
  presence: Presence,
  queue: readonly QueueRow[],
  known: StaffPage,
  now: number,
): DeskFrame['staff'][number] {
  const { id, name, role } = member;
  const held = levelsHeldBy(id, queue);
  const restsUntil = known.restsUntil(id);
  return {
    id,
    name,
    role,
    onShift: presence.isOnShift(member),
    talks: held.length,
    ...(held.includes('imminent') ? { imminent: true } : {}),
    ...(restsUntil > now ? { restsUntil } : {}),
  };
}

const debriefsDue = (
  { due }: StaffPage,
  names: ReadonlyMap<string, string>,
): NonNullable<DeskFrame['debriefs']> =>
  due.map(({ id, value: { staff, pseudonym, endedAt } }) => ({
    id,
    name: names.get(staff) ?? '?',
    pseudonym,
    endedAt,
    dueAt: endedAt + debriefWithinMs,
  }));

const channelWarnings = ({ senders }: Parts): readonly string[] =>
  Object.values(senders).flatMap((sender) => sender.warnings?.() ?? []);

/** How many numbers must be test-called, as a key with its value (like a staff note). */
function numberWarnings({ directory, clock }: Parts): readonly string[] {
  const due = directory.dueCalls(clock.now()).length;
  return due === 0 ? [] : [JSON.stringify({ key: 'warning.untested-numbers', params: { n: due } })];
}

/** Who looks at the desk, and beside whom: decides what is offered to her. */
interface Onlooker {
  readonly me: Taker;
  readonly there: readonly Taker[];
  readonly now: number;
}

async function lineOf(
  { parts, signs, facts: reader }: DeskSources,
  entry: QueueRow,
  names: ReadonlyMap<string, string>,
  seen: Onlooker | null,
): Promise<QueueLine> {
  const row = await parts.store.conversation(entry.conversation);
  const [facts, timers] = await Promise.all([
    row === null ? null : reader.of(row),
    parts.store.timers(entry.conversation),
  ]);
  const pseudonym = row?.pseudonym ?? '?';
  const hindrance =
    seen === null || entry.holder !== null
      ? null
      : hindranceOf(offeredLine(entry, facts), seen.me, seen.there, seen.now);
  return {
    conversation: entry.conversation,
    pseudonym,
    colour: colourOf(pseudonym),
    level: entry.level,
    triggers: entry.triggers.split(' ').filter((code) => code !== ''),
    waitingSince: entry.waitingSince,
    returned: entry.returned,
    quiet: entry.quiet,
    gone: entry.gone,
    mayWrite: entry.mayWrite,
    usesViolence: entry.usesViolence,
    child: entry.child,
    channel: row?.channel ?? 'web',
    holder: entry.holder === null ? null : { id: entry.holder, name: names.get(entry.holder) ?? '?' },
    alarm: signs.rings(entry.conversation),
    lastPersonAt: row?.lastPersonAt ?? null,
    soft: signs.isNudged(entry.conversation),
    nextClockAt: nextClock(timers),
    ...outsideOf(timers),
    ...(facts === null ? {} : shownFacts(facts)),
    ...(hindrance === null ? {} : { hindrance }),
  };
}

function outsideOf(timers: readonly TimerRow[]): Pick<QueueLine, 'outsideUntil'> {
  const outsideUntil = dueOf(timers, 'outside');
  return outsideUntil === null ? {} : { outsideUntil };
}

/** What was called for it and nobody has acknowledged. */
function withPages(line: QueueLine, open: readonly PageRow[]): QueueLine {
  const pages = open.filter(({ conversation }) => conversation === line.conversation);
  if (pages.length === 0) return line;
  return { ...line, pages: { count: pages.length, since: Math.min(...pages.map(({ at }) => at)) } };
}

/** Clocks after which a talk moves on by itself; the others only end something. */
const clocks: ReadonlySet<string> = new Set(['first-message', 'imminent-card', 'sos-unseen']);

/** When the next clock of a line rings: the escalation of what waits, or the way back of what is held. */
function nextClock(timers: readonly TimerRow[]): number | null {
  const due = timers.filter(({ kind }) => kind.startsWith('accept.') || clocks.has(kind));
  return due.length === 0 ? null : Math.min(...due.map(({ dueAt }) => dueAt));
}

function shownFacts({ offer, wanted, contact, retractedAt, safe }: DeskFacts): Partial<QueueLine> {
  const { gender, apart, language } = wanted;
  const wishes = gender !== null || apart || language !== null;
  return {
    contact,
    ...(safe === null ? {} : { safe: { time: safe.time, words: null } }),
    ...(offer === null
      ? {}
      : { offer: { by: offer.by.name, to: offer.to, note: offer.note, until: offer.at + turnLimits.offer } }),
    ...(wishes ? { wish: { gender, apart, language, commune: null } } : {}),
    ...(retractedAt === null ? {} : { otherHand: true }),
  };
}

/** One conversation as its counsellor sees it; null when there is nothing of it any more. */
export async function talkFrameOf(
  sources: DeskSources,
  who: StaffIdentity,
  conversation: string,
): Promise<TalkFrame | null> {
  const { parts, signs } = sources;
  const { store, vault, clock } = parts;
  const row = await store.conversation(conversation);
  if (row === null) return null;
  const [seal, entry, staff, timers, messages] = await Promise.all([
    vault.open(conversation),
    store.queueEntry(conversation),
    store.staff(),
    store.timers(conversation),
    store.messages(conversation, limits.talkMessages),
  ]);
  const talk = readTalk(parts, row, seal, entry);
  const names = new Map(staff.map(({ id, name }) => [id, name]));
  const plain = await lineOf(sources, entry ?? entryOf(row, talk), names, null);
  // The name of her commune stands in the talk alone, for whoever holds it to see that they are strangers.
  const line = {
    ...plain,
    ...(plain.wish === undefined ? {} : { wish: { ...plain.wish, commune: talk.wish?.commune ?? null } }),
    ...(talk.safe === null ? {} : { safe: talk.safe }),
  };
  const counting = new Set(countingSignals(talk));
  const now = clock.now();
  const reach = reachOf(parts, row);
  return {
    type: 'talk',
    conversation,
    line,
    owner: talk.custody.state,
    level: talk.assessment.level,
    highest: talk.assessment.highest,
    disputed: talk.assessment.disputed,
    reasons: talk.assessment.signals.map(
      (signal): Reason => ({
        code: signal.code,
        at: signal.at,
        quote: signal.quote ?? null,
        source: signal.source,
        counts: counting.has(signal),
        ...(signal.doubted && { doubted: true }),
      }),
    ),
    decisions: talk.assessment.decisions,
    messages: seal === null ? [] : messages.flatMap((message) => messageOf(parts, seal, row, message, now)),
    composer: composerOf(talk, who.id, now),
    codeCardAt: dueOf(timers, 'code-card'),
    imminentCardAt: dueOf(timers, 'imminent-card'),
    pageOpen: talk.custody.gone === 'no' && signs.pageOpen(conversation),
    speaker: talk.speaker,
    contact: talk.contact,
    ...(reach === null ? {} : { reach }),
  };
}

function readTalk(parts: Parts, row: ConversationRow, seal: Seal | null, entry: QueueRow | null): Talk {
  try {
    return talkOf(row, seal, entry);
  } catch (fault) {
    parts.report('snapshot-broken', fault);
    return inClear(row, entry);
  }
}

const dueOf = (timers: readonly TimerRow[], kind: TimerRow['kind']): number | null =>
  timers.find((timer) => timer.kind === kind)?.dueAt ?? null;

/** A line for a conversation that does not stand in the queue (closed, or resting). */
const entryOf = (row: ConversationRow, talk: Talk): QueueRow => ({
  conversation: row.id,
  level: row.level,
  triggers: [
    ...new Set(
      talk.assessment.signals.filter(({ level }) => isAtLeast(level, 'high')).map(({ code }) => code),
    ),
  ].join(' '),
  waitingSince: row.lastPersonAt ?? row.createdAt,
  returned: false,
  quiet: row.quiet,
  gone: talk.custody.gone,
  mayWrite: false,
  usesViolence: talk.speaker === 'mayharm',
  child: talk.child,
  holder: row.owner === 'held' ? row.holder : null,
});

function messageOf(
  parts: Parts,
  seal: Seal,
  row: ConversationRow,
  stored: StoredMessage,
  now: number,
): readonly TalkMessage[] {
  const common = { id: stored.id, at: stored.at, state: stored.state, undoUntil: null, card: null };
  try {
    const body = openJson<MessageBody>(seal, stored.body, contexts.message(stored.id));
    switch (body.type) {
      case 'in':
        if (body.inbound.kind === 'media') {
          const { media } = body.inbound;
          if (!isOpenable(media) || handleOf(body) === null) return [];
          return [{ ...common, from: 'person', text: '', media }];
        }
        return [{ ...common, from: 'person', text: inboundText(parts, body.inbound) }];
      case 'note':
        return [{ ...common, from: 'note', text: noteText(body) }];
      case 'out': {
        const { sender, card } = body.message;
        const undoUntil =
          sender === 'counsellor' && stored.state === 'pending' ? stored.at + turnLimits.undo : null;
        return [
          {
            ...common,
            from: sender,
            card,
            undoUntil: undoUntil !== null && undoUntil > now ? undoUntil : null,
            text: wordsOf(parts, body.message, row.language, now).text,
          },
        ];
      }
    }
  } catch (fault) {
    parts.report('message-broken', fault);
    return [];
  }
}

/** What a fixed button reads like in the talk; media carry no words, a note tells of them. */
const pressed: Record<FixedButton, SystemKey> = {
  sos: 'system:button.sos',
  quiet: 'system:button.quiet',
  leave: 'system:button.leave',
  person: 'system:button.person',
  erase: 'system:button.erase',
  'erase.confirm': 'system:button.erase.confirm',
  'erase.device': 'system:button.erase.device',
  'erase.keep': 'system:button.erase.keep',
  more: 'system:button.more',
  dispute: 'system:button.dispute',
  'contact.yes': 'system:button.contact.yes',
  'contact.no': 'system:button.contact.no',
  resume: 'system:button.resume',
  returned: 'system:button.returned',
  read: 'system:button.read',
  safe: 'system:button.safe',
  'safe.morning': 'system:button.safe.morning',
  'safe.afternoon': 'system:button.safe.afternoon',
  'safe.evening': 'system:button.safe.evening',
  'safe.any': 'system:button.safe.any',
  'safe.keep': 'system:button.safe.keep',
  'safe.words': 'system:button.safe.words',
  wish: 'system:button.wish',
  'wish.woman': 'system:button.wish.woman',
  'wish.man': 'system:button.wish.man',
  'wish.any': 'system:button.wish.any',
  'wish.apart': 'system:button.wish.apart',
  'topic.clinic': 'system:button.topic.clinic',
  'topic.phone': 'system:button.topic.phone',
  'topic.images': 'system:button.topic.images',
};

function inboundText(parts: Parts, inbound: Inbound): string {
  if (inbound.kind !== 'button') return personText(inbound);
  return `[${parts.catalogue.render(pressed[inbound.button], 'vi', {}).text}]`;
}

/** A key with its values, as the console's catalogue reads it. */
const noteText = ({ note }: Extract<MessageBody, { type: 'note' }>): string =>
  note.params === undefined ? note.key : JSON.stringify({ key: note.key, params: note.params });
