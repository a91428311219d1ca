import type { Store, StoredMessage } from '../app/ports.ts';
import type { Engine } from './engine.ts';
import { auditOf, conversationOf, inboxOf, messageOf, outboxOf, queueOf, recordOf, staffOf } from './rows.ts';
import type { Statement } from './statement.ts';

function readers(engine: Engine) {
  const all = async <Params, Row, Out>(
    statement: Statement<Params, Row>,
    params: Params,
    read: (row: Row) => Out,
  ) => (await engine.read(statement, params)).map(read);
  const one = async <Params, Row, Out>(
    statement: Statement<Params, Row>,
    params: Params,
    read: (row: Row) => Out,
  ) => (await all(statement, params, read))[0] ?? null;
  return { all, one };
}

/** What stands of conversations: themselves, their mail, their messages. */
export function talkReads(
  engine: Engine,
): Pick<
  Store,
  | 'token'
  | 'conversation'
  | 'conversationByPseudonym'
  | 'conversationByAddress'
  | 'conversations'
  | 'inFlows'
  | 'inbox'
  | 'inboxLanes'
  | 'messages'
  | 'message'
  | 'stream'
  | 'position'
  | 'outbox'
  | 'outboxLanes'
> {
  const use = engine.statements;
  const { all, one } = readers(engine);
  return {
    token: (hash) => one(use.token, { hash }, (row) => ({ ...row })),
    conversation: (id) => one(use.conversation, { id }, conversationOf),
    conversationByPseudonym: (pseudonym) => one(use.conversationByPseudonym, { pseudonym }, conversationOf),
    conversationByAddress: (channel, addressHash) =>
      one(use.conversationByAddress, { channel, addressHash }, conversationOf),
    conversations: (limit) => all(use.keptConversations, { limit }, conversationOf),
    inFlows: () => all(use.conversationsInFlows, {}, conversationOf),
    inbox: (conversation) =>
      conversation === null
        ? all(use.inboxOfServer, {}, inboxOf)
        : all(use.inboxOf, { conversation }, inboxOf),
    inboxLanes: () => all(use.inboxLanes, {}, (row) => row.conversation),
    async messages(conversation, limit): Promise<StoredMessage[]> {
      return (await all(use.newestMessages, { conversation, limit }, messageOf)).toReversed();
    },
    message: (id) => one(use.message, { id }, messageOf),
    stream: (conversation, after, limit) => all(use.stream, { conversation, after, limit }, messageOf),
    position: async (id) => (await engine.read(use.position, { id }))[0]?.positions ?? 0,
    outbox: (conversation) => all(use.outboxOf, { conversation }, outboxOf),
    outboxLanes: () => all(use.outboxLanes, {}, (row) => row.conversation),
  };
}

/** What the desk looks at: clocks, queue, pages, and whose time is up. */
export function deskReads(
  engine: Engine,
): Pick<Store, 'timersDue' | 'nextTimerAt' | 'timers' | 'queue' | 'queueEntry' | 'openPages' | 'expired'> {
  const use = engine.statements;
  const { all, one } = readers(engine);
  return {
    timersDue: (now, limit) => all(use.timersDue, { now, limit }, (row) => ({ ...row })),
    nextTimerAt: async () => (await engine.read(use.nextTimer, {}))[0]?.dueAt ?? null,
    timers: (conversation) => all(use.timersOf, { conversation }, (row) => ({ ...row })),
    queue: () => all(use.queue, {}, queueOf),
    queueEntry: (conversation) => one(use.queueEntry, { conversation }, queueOf),
    openPages: () => all(use.openPages, {}, (row) => ({ ...row })),
    expired: (cut, limit) => all(use.expired, { ...cut, limit }, (row) => row.id),
  };
}

/** Staff, invitations, what they edit and file, and the audit. */
export function houseReads(
  engine: Engine,
): Pick<Store, 'staff' | 'invitation' | 'audit' | 'record' | 'records' | 'recordHistory'> {
  const use = engine.statements;
  const { all, one } = readers(engine);
  return {
    staff: () => all(use.staff, {}, staffOf),
    invitation: (hash, now) => one(use.invitation, { hash, now }, (row) => ({ ...row })),
    record: (kind, id) => one(use.record, { kind, id }, recordOf),
    records: (kind, since = 0) => all(use.records, { kind, since }, recordOf),
    recordHistory: (kind, id) => all(use.recordHistory, { kind, id }, recordOf),
    audit: (limit) => all(use.newestAudit, { limit }, auditOf),
  };
}
