import type { DatabaseSync } from 'node:sqlite';
import type { TurnCommit } from '../src/app/ports.ts';

/** Writes the rows of one turn, and looks neither left nor right. */
export type BareTurn = (turn: TurnCommit) => void;

/** The least that writes the same rows: prepared statements by hand, no queue, no savepoint, no generator. */
export function bareTurns(database: DatabaseSync): BareTurn {
  const conversation =
    database.prepare(`UPDATE conversation SET owner = ?, level = ?, highest = ?, quiet = ?, holder = ?,
    flow = ?, structure = ?, "nextSeq" = ?, "lastPersonAt" = ?, "closedAt" = ?, "erasedAt" = ?, snapshot = ?, language = ?,
    version = version + 1, positions = positions + 1 WHERE id = ? AND version = ?`);
  const inbox = database.prepare("UPDATE inbox SET state = 'handled', body = NULL WHERE id = ?");
  const message =
    database.prepare(`INSERT INTO message (id, conversation, seq, direction, sender, at, quiet, body, state,
    position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const outbox =
    database.prepare(`INSERT INTO outbox (message, conversation, seq, channel, sender, "holdUntil", "retryAt",
    attempts) VALUES (?, ?, ?, ?, ?, ?, 0, 0)`);
  const stop = database.prepare('DELETE FROM timer WHERE conversation = ? AND kind = ?');
  const start = database.prepare(`INSERT INTO timer (conversation, kind, token, "dueAt") VALUES (?, ?, ?, ?)
    ON CONFLICT (conversation, kind) DO UPDATE SET token = excluded.token, "dueAt" = excluded."dueAt"`);
  const queue =
    database.prepare(`INSERT INTO queue (conversation, level, triggers, "waitingSince", returned, quiet, gone,
    "mayWrite", "usesViolence", child, holder) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (conversation) DO UPDATE SET
    level = excluded.level, triggers = excluded.triggers, "waitingSince" = excluded."waitingSince",
    returned = excluded.returned, quiet = excluded.quiet, gone = excluded.gone, "mayWrite" = excluded."mayWrite",
    "usesViolence" = excluded."usesViolence", child = excluded.child, holder = excluded.holder`);
  const audit = database.prepare(`INSERT INTO audit (id, at, action, pseudonym, "by", params)
    VALUES ((SELECT coalesce(max(id), 0) + 1 FROM audit), ?, ?, ?, ?, ?)`);
  const counter = database.prepare(`INSERT INTO counter (name, day, total) VALUES (?, ?, ?)
    ON CONFLICT (name, day) DO UPDATE SET total = total + excluded.total`);

  return (turn) => {
    const c = turn.conversation;
    if (!c) return;
    conversation.run(
      c.owner,
      c.level,
      c.highest,
      0,
      c.holder,
      c.flow,
      c.structure,
      c.nextSeq,
      c.lastPersonAt,
      c.closedAt,
      c.erasedAt,
      c.snapshot,
      c.language,
      c.id,
      c.expectedVersion,
    );
    for (const id of turn.handled) inbox.run(id);
    for (const m of turn.messages) {
      const position = m.state === 'visible' ? c.expectedVersion + 1 : null;
      message.run(m.id, m.conversation, m.seq, m.direction, m.sender, m.at, 0, m.body, m.state, position);
    }
    for (const o of turn.outbox)
      outbox.run(o.message, o.conversation, o.seq, o.channel, o.sender, o.holdUntil);
    for (const kind of turn.timersStopped) stop.run(c.id, kind);
    for (const t of turn.timersStarted) start.run(t.conversation, t.kind, t.token, t.dueAt);
    const q = turn.queue;
    if (q) queue.run(q.conversation, q.level, q.triggers, q.waitingSince, 0, 0, q.gone, 1, 0, 0, q.holder);
    for (const a of turn.audit) audit.run(a.at, a.action, a.pseudonym, a.by, JSON.stringify(a.params));
    for (const n of turn.counters) counter.run(n.name, n.day, n.add);
  };
}
