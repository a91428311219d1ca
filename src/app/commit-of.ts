import type { Effect, QueueEntryState } from '../conversation/effect.ts';
import type { Talk } from '../conversation/talk.ts';
import { contexts, type MessageBody, sealJson } from './bodies.ts';
import type {
  ConversationRow,
  MessageRow,
  MessageState,
  OutboxRow,
  QueueRow,
  Seal,
  TurnCommit,
} from './ports.ts';

type MutableCommit = {
  -readonly [Field in keyof TurnCommit]: TurnCommit[Field] extends readonly (infer Row)[]
    ? Row[]
    : TurnCommit[Field];
};

/** A commit that changes nothing. */
export const emptyCommit = (): MutableCommit => ({
  conversation: null,
  handled: [],
  messages: [],
  outbox: [],
  suppress: [],
  undo: [],
  timersStopped: [],
  timersStarted: [],
  pages: [],
  pagesAcknowledged: [],
  audit: [],
  counters: [],
  revokeTokens: false,
  erase: false,
  forget: false,
  staff: [],
  invitations: [],
  invitationsUsed: [],
  records: [],
});

/** The facts of one turn, before they are sealed and written. */
export interface TurnFacts {
  readonly row: ConversationRow;
  /** Null once the words and the key are gone: nothing is sealed or kept any more. */
  readonly seal: Seal | null;
  readonly after: Talk;
  readonly effects: readonly Effect[];
  /** The inbox row: ids of what the turn writes derive from it, so that a repeat writes the same rows. */
  readonly inboxId: string;
  /** The person's own message, when the turn began with one. */
  readonly incoming: Extract<MessageBody, { type: 'in' }> | null;
  readonly now: number;
}

/** Turns what a turn decided into rows: sealed, numbered, together. Pure but for the sealing it is given. */
export function commitOf(facts: TurnFacts): TurnCommit {
  const commit = emptyCommit();
  commit.handled.push(facts.inboxId);
  const erased = facts.effects.some(({ type }) => type === 'erase');
  const seal = erased ? null : facts.seal;
  const writer = messageWriter(facts, seal, commit);
  if (facts.incoming !== null) {
    const quiet = facts.after.custody.quiet;
    writer.add('in', 'person', facts.incoming, { quiet, state: 'visible' });
    commit.counters.push({ name: `in.${facts.row.channel}`, day: dayOf(facts.now), add: 1 });
  }
  for (const effect of facts.effects) apply(effect, facts, commit, writer);
  commit.conversation = changeOf(facts, seal, writer.nextSeq());
  return commit;
}

interface Writer {
  add(
    direction: MessageRow['direction'],
    sender: MessageRow['sender'],
    body: MessageBody,
    how: { quiet: boolean; state: MessageState },
  ): string | null;
  nextSeq(): number;
}

function messageWriter(facts: TurnFacts, seal: Seal | null, commit: MutableCommit): Writer {
  let seq = facts.row.nextSeq;
  let count = 0;
  return {
    add(direction, sender, body, how) {
      if (seal === null) return null;
      count += 1;
      const id = `${facts.inboxId}.${String(count)}`;
      const sealed = sealJson(seal, body, contexts.message(id));
      commit.messages.push({
        id,
        conversation: facts.row.id,
        seq,
        direction,
        sender,
        at: facts.now,
        body: sealed,
        ...how,
      });
      seq += 1;
      return id;
    },
    nextSeq: () => seq,
  };
}

function apply(effect: Effect, facts: TurnFacts, commit: MutableCommit, writer: Writer): void {
  const { row, now } = facts;
  switch (effect.type) {
    case 'send': {
      const { message } = effect;
      const seq = writer.nextSeq();
      const id = writer.add(
        'out',
        message.sender,
        { type: 'out', message },
        { quiet: message.quiet, state: 'pending' },
      );
      if (id !== null)
        commit.outbox.push(outboxRow(id, seq, row, message.sender, now + (effect.holdMs ?? 0)));
      return;
    }
    case 'note':
      writer.add('note', 'note', { type: 'note', note: effect.note }, { quiet: true, state: 'visible' });
      return;
    case 'queue':
      commit.queue = effect.entry === null ? null : queueRow(row.id, effect.entry);
      return;
    case 'page':
      commit.pages.push({
        id: `${facts.inboxId}.p${String(commit.pages.length)}`,
        conversation: row.id,
        target: effect.target,
        why: effect.why,
        at: now,
      });
      return;
    case 'start-timer':
      commit.timersStarted.push({
        conversation: row.id,
        kind: effect.timer,
        token: effect.token,
        dueAt: now + effect.afterMs,
      });
      return;
    case 'stop-timer':
      commit.timersStopped.push(effect.timer);
      return;
    case 'undo-message':
      commit.undo.push(effect.messageId);
      return;
    case 'audit':
      commit.audit.push({
        at: now,
        action: effect.action,
        pseudonym: row.pseudonym,
        by: effect.by,
        params: effect.params,
      });
      return;
    case 'suppress':
      commit.suppress.push(...effect.senders);
      return;
    case 'revoke-token':
      commit.revokeTokens = true;
      return;
    case 'clear-phone':
      return;
    case 'erase':
      commit.erase = true;
      return;
  }
}

const outboxRow = (
  message: string,
  seq: number,
  row: ConversationRow,
  sender: OutboxRow['sender'],
  holdUntil: number,
): OutboxRow => ({
  message,
  conversation: row.id,
  seq,
  channel: row.channel,
  sender,
  holdUntil,
});

const queueRow = (conversation: string, entry: QueueEntryState): QueueRow => ({
  ...entry,
  conversation,
  triggers: entry.triggers.join(' '),
});

function changeOf(
  { row, after, now, effects }: TurnFacts,
  seal: Seal | null,
  nextSeq: number,
): NonNullable<TurnCommit['conversation']> {
  const { state, waitingSince } = after.custody;
  // A talk that rests with nobody waiting is over until she writes again: its time of keeping runs (§9.1).
  const ended = state === 'ended' || (state === 'resting' && waitingSince === null);
  return {
    id: row.id,
    expectedVersion: row.version,
    owner: after.custody.state,
    level: after.assessment.level,
    highest: after.assessment.highest,
    quiet: after.custody.quiet,
    holder: after.custody.holder,
    flow: after.flow?.flow ?? null,
    structure: after.flow?.structure ?? null,
    nextSeq,
    lastPersonAt: after.lastPersonAt,
    closedAt: ended ? (row.closedAt ?? now) : null,
    erasedAt: effects.some(({ type }) => type === 'erase') ? now : row.erasedAt,
    snapshot: seal === null ? null : sealJson(seal, after, contexts.snapshot),
    language: row.language,
  };
}

/** The day in Viet Nam (UTC+7, no summer time), as `2026-11-22`. */
export const dayOf = (at: number): string => new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);
