import type { FixedButton, Inbound } from '../conversation/inbound.ts';
import { limits as turnLimits } from '../conversation/limits.ts';
import { countingSignals } from '../conversation/queue-line.ts';
import { composerOf } from '../conversation/staff-turn.ts';
import type { Talk } from '../conversation/talk.ts';
import type { SystemKey } from '../locale/system-keys.ts';
import { capacityOf } from '../queue/capacity.ts';
import { inOrder } from '../queue/order.ts';
import { isAtLeast, type RiskLevel, worseOf } from '../risk/level.ts';
import type { DeskFrame, QueueLine, Reason, TalkFrame, TalkMessage } from '../wire/console.ts';
import { contexts, type MessageBody, openJson } from './bodies.ts';
import type { StaffIdentity } from './desk-door.ts';
import { limits } from './limits.ts';
import type { OpenCall } from './paging.ts';
import type { Parts } from './parts.ts';
import { personText } from './person-desk.ts';
import type { ConversationRow, QueueRow, Seal, StoredMessage, TimerRow } from './ports.ts';
import { levelsHeldBy, type Presence } from './presence.ts';
import { colourOf } from './pseudonym.ts';
import { inClear, talkOf } from './talk-of.ts';
import { wordsOf } from './wording.ts';

/** What rings and what is open, known only while the server runs. */
export interface DeskSigns {
  rings(conversation: string): boolean;
  pageOpen(conversation: string): boolean;
  /** What she is being paged for and has not acknowledged. */
  called(staff: string): Promise<OpenCall | null>;
  /** What is wrong with the ways to reach staff outside this window (`warning.*`). */
  pagerWarnings(): Promise<readonly string[]>;
}

const seesAll = (who: StaffIdentity): boolean => who.role === 'supervisor' || who.role === 'administrator';

/** Whether this member of staff may read a conversation: its holder, and those who oversee. */
export const mayRead = (who: StaffIdentity, row: ConversationRow): boolean =>
  row.holder === who.id || seesAll(who);

/** The whole desk as one member of staff sees it. */
export async function deskOf(
  parts: Parts,
  presence: Presence,
  signs: DeskSigns,
  who: StaffIdentity,
): Promise<DeskFrame> {
  const { store } = parts;
  const [queue, staff, pages] = await Promise.all([store.queue(), store.staff(), store.openPages()]);
  const names = new Map(staff.map(({ id, name }) => [id, name]));
  const lines = await Promise.all(queue.map((entry) => lineOf(parts, signs, entry, names)));
  const waiting = inOrder(lines.filter((line) => line.holder === null));
  const paged = new Set(pages.map(({ conversation }) => conversation));
  const ringing = waiting.filter(({ conversation }) => paged.has(conversation));
  const me = staff.find(({ id }) => id === who.id);
  const held = levelsHeldBy(who.id, queue);
  const [called, pagerWarnings] = await Promise.all([signs.called(who.id), signs.pagerWarnings()]);
  return {
    type: 'desk',
    now: parts.clock.now(),
    me: { ...who, onShift: me !== undefined && me.shiftSince !== null },
    queue: waiting,
    mine: lines.filter(({ holder }) => holder?.id === who.id),
    colleaguesTalks: seesAll(who)
      ? lines.filter(({ holder }) => holder !== null && holder.id !== who.id)
      : [],
    staff: staff
      .filter(({ active }) => active)
      .map((member) => ({
        id: member.id,
        name: member.name,
        role: member.role,
        onShift: presence.isOnShift(member),
        talks: levelsHeldBy(member.id, queue).length,
      })),
    alarm: {
      ringing: ringing.length > 0,
      worst: ringing.reduce<RiskLevel>((worst, { level }) => worseOf(worst, level), 'none'),
    },
    capacity: { talks: held.length, limit: capacityOf(held) },
    ...(called === null ? {} : { called }),
    warnings: [...pagerWarnings, 'warning.not-live', ...numberWarnings(parts)],
  };
}

/** How many numbers must be test-called, as a key with its value (like a staff note). */
function numberWarnings({ directory, clock }: Parts): readonly string[] {
  const due = directory.dueCalls(clock.now()).length;
  return due === 0 ? [] : [JSON.stringify({ key: 'warning.untested-numbers', params: { n: due } })];
}

async function lineOf(
  parts: Parts,
  signs: DeskSigns,
  entry: QueueRow,
  names: ReadonlyMap<string, string>,
): Promise<QueueLine> {
  const row = await parts.store.conversation(entry.conversation);
  const pseudonym = row?.pseudonym ?? '?';
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
  };
}

/** One conversation as its counsellor sees it; null when there is nothing of it any more. */
export async function talkFrameOf(
  parts: Parts,
  signs: DeskSigns,
  who: StaffIdentity,
  conversation: string,
): Promise<TalkFrame | null> {
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
  const line = await lineOf(parts, signs, entry ?? entryOf(row, talk), names);
  const counting = new Set(countingSignals(talk));
  const now = clock.now();
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
        if (body.inbound.kind === 'media') return [];
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
  read: 'system:button.read',
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
