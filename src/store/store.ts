import type { CommitResult, Store, TurnCommit } from '../app/ports.ts';
import { StoreUnwritable } from './batches.ts';
import type { Engine } from './engine.ts';
import { storeLimits } from './limits.ts';
import { commitTurn, Stale } from './operations/commit-turn.ts';
import { linkAudit } from './operations/link-audit.ts';
import { settleAll } from './operations/settle.ts';
import { pages } from './pages.ts';
import { deskReads, houseReads, talkReads } from './reads.ts';
import { ask, type Operation, type Statement } from './statement.ts';

/** The store over an engine. */
export function makeStore(engine: Engine): Store {
  let closing: Promise<void> | undefined;
  return {
    ...writes(engine),
    ...pages(engine),
    ...talkReads(engine),
    ...deskReads(engine),
    ...houseReads(engine),
    foreignChanges: () => engine.foreignChanges(),
    close: () => (closing ??= engine.close()),
  };
}

function writes(
  engine: Engine,
): Pick<
  Store,
  | 'open'
  | 'addToken'
  | 'revokeToken'
  | 'accept'
  | 'accepted'
  | 'commit'
  | 'settle'
  | 'inboxFailed'
  | 'linkAudit'
  | 'tidy'
  | 'forgetRecord'
> {
  const use = engine.statements;
  return {
    open: (conversation, token) =>
      engine.write(function* () {
        const row = { ...conversation, quiet: conversation.quiet ? 1 : 0 };
        if ((yield* ask(use.insertConversation, row)).length === 0) return 'pseudonym-taken';
        if (token) yield* ask(use.insertToken, token);
        return 'opened';
      }),
    addToken: (token) => engine.write(() => once(use.insertToken, token)),
    revokeToken: (hash) => engine.write(() => once(use.deleteToken, { hash })),
    accept: (row) =>
      engine.write(function* () {
        if ((yield* ask(use.insertInbox, row)).length > 0) return { status: 'accepted' } as const;
        const first = (yield* ask(use.inboxByDedupe, { dedupe: row.dedupe }))[0];
        return { status: 'duplicate', id: first?.id ?? row.id } as const;
      }),
    accepted: async (dedupe) => (await engine.read(use.inboxByDedupe, { dedupe }))[0]?.id ?? null,
    commit: (turns) => Promise.all(turns.map((turn) => commitOne(engine, turn))),
    settle: (settlements) => engine.write(() => settleAll(use, settlements)),
    inboxFailed: (id, giveUp) =>
      engine.write(function* () {
        yield* ask(use.countAttempt, { id });
        if (giveUp) yield* ask(use.setAside, { id });
      }),
    async linkAudit() {
      let linked = 0;
      for (;;) {
        const rows = await engine.write(() => linkAudit(use));
        linked += rows;
        if (rows < storeLimits.auditLink) return linked;
      }
    },
    forgetRecord: (kind, id) => engine.write(() => once(use.forgetRecord, { kind, id }), true),
    tidy: (now) =>
      engine.write(function* () {
        yield* ask(use.deleteOldInbox, { before: now - storeLimits.dedupeKeptMs });
        yield* ask(use.deleteExpiredTokens, { before: now - storeLimits.expiredTokensKeptMs });
        yield* ask(use.deleteExpiredInvitations, { now });
        const before = now - storeLimits.pagesKeptMs;
        yield* ask(use.deleteOldDeliveries, { before });
        yield* ask(use.deleteOldAcknowledgements, { before });
      }, true),
  };
}

function* once<Params>(statement: Statement<Params, unknown>, params: Params): Operation<void> {
  yield* ask(statement, params);
}

async function commitOne(engine: Engine, turn: TurnCommit): Promise<CommitResult> {
  try {
    await engine.write(() => commitTurn(engine.statements, turn), turn.erase || turn.forget);
    return { status: 'committed' };
  } catch (cause) {
    if (cause instanceof Stale) return { status: 'stale' };
    if (cause instanceof StoreUnwritable) throw cause;
    return { status: 'failed', cause };
  }
}
