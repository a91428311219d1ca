import { createHash } from 'node:crypto';
import { storeLimits } from '../limits.ts';
import type { AuditTable } from '../schema.ts';
import { ask, type Operation } from '../statement.ts';
import type { Statements } from '../statements/statements.ts';

/** The link of one audit row: SHA-256 over the link before it and all that the row says. */
export function auditLink(before: string, row: Omit<AuditTable, 'hash'>): string {
  const said = JSON.stringify([before, row.id, row.at, row.action, row.pseudonym, row.by, row.params]);
  return createHash('sha256').update(said).digest('hex');
}

/** Chains the next unlinked rows; how many. */
export function* linkAudit(use: Statements): Operation<number> {
  const last = (yield* ask(use.lastLink, {}))[0];
  const rows = yield* ask(use.unlinkedAudit, { after: last?.id ?? 0, limit: storeLimits.auditLink });
  let hash = last?.hash ?? '';
  for (const row of rows) {
    hash = auditLink(hash, row);
    yield* ask(use.linkAudit, { id: row.id, hash });
  }
  return rows.length;
}
