import { expect, test } from 'vitest';
import type { AuditRow } from '../../src/app/ports.ts';
import { auditLink } from '../../src/store/operations/link-audit.ts';
import { commitAll, staffRow, turn } from './store-rows.ts';
import type { Fixture } from './store-suite.ts';

const audit = (at: number, params: Readonly<Record<string, string>> = {}): AuditRow => ({
  at,
  action: 'level-set',
  pseudonym: `p${at}`,
  by: at % 2 === 0 ? 'staff' : null,
  params,
});

/** Staff, invitations and the audit. */
export function houseContract({ empty }: Fixture): void {
  test('a member of staff is added and changed under one id', async () => {
    const store = await empty();
    await commitAll(
      store,
      turn({ staff: [staffRow('b', { createdAt: 2 }), staffRow('a', { createdAt: 1 })] }),
    );
    const changed = staffRow('b', {
      createdAt: 2,
      name: 'Cô Lan',
      role: 'supervisor',
      active: false,
      shiftSince: 5,
      soundTestedAt: 6,
    });
    await commitAll(store, turn({ staff: [changed] }));
    expect(await store.staff()).toEqual([staffRow('a', { createdAt: 1 }), changed]);
  });

  test('an invitation opens once and only before it expires', async () => {
    const store = await empty();
    const invitation = { hash: 'h', staff: 's', name: 'Lan', role: 'administrator', expiresAt: 100 } as const;
    await commitAll(store, turn({ invitations: [invitation] }));
    expect(await store.invitation('h', 99)).toEqual(invitation);
    expect(await store.invitation('h', 100)).toBeNull();
    const use = turn({ invitationsUsed: ['h'], staff: [staffRow('s')] });
    const results = (await Promise.all([store.commit([use]), store.commit([use])])).flat();
    expect(results.map((result) => result.status)).toEqual(['committed', 'stale']);
    expect(await store.invitation('h', 1)).toBeNull();
    const late = turn({ invitationsUsed: ['h'], staff: [staffRow('late')] });
    expect(await store.commit([late])).toEqual([{ status: 'stale' }]);
    expect((await store.staff()).map((row) => row.id)).toEqual(['s']);
  });

  test('expired invitations go when the store is tidied', async () => {
    const store = await empty();
    const invitation = {
      hash: 'h',
      staff: null,
      name: 'Lan',
      role: 'administrator',
      expiresAt: 100,
    } as const;
    await commitAll(
      store,
      turn({ invitations: [invitation, { ...invitation, hash: 'young', expiresAt: 101 }] }),
    );
    await store.tidy(100);
    expect(await store.invitation('h', 1)).toBeNull();
    expect(await store.invitation('young', 1)).not.toBeNull();
  });

  test('audit rows are numbered in order and read newest first', async () => {
    const store = await empty();
    await commitAll(
      store,
      turn({ audit: [audit(1, { reason: 'nhầm máy' }), audit(2)] }),
      turn({ audit: [audit(3)] }),
    );
    expect(await store.audit(2)).toEqual([
      { ...audit(3), id: 3, hash: null },
      { ...audit(2), id: 2, hash: null },
    ]);
    expect((await store.audit(9)).at(-1)?.params).toEqual({ reason: 'nhầm máy' });
  });

  test('audit rows are chained by hash in order, over many rows and several times', async () => {
    const store = await empty();
    expect(await store.linkAudit()).toBe(0);
    await commitAll(
      store,
      turn({ audit: Array.from({ length: 1_100 }, (_, at) => audit(at, { at: `${at}` })) }),
    );
    expect(await store.linkAudit()).toBe(1_100);
    await commitAll(store, turn({ audit: [audit(7)] }), turn({ audit: [audit(8)] }));
    expect(await store.linkAudit()).toBe(2);
    expect(await store.linkAudit()).toBe(0);
    const rows = (await store.audit(2_000)).toReversed();
    expect(rows).toHaveLength(1_102);
    let before = '';
    for (const row of rows) {
      const { hash, ...said } = row;
      before = auditLink(before, { ...said, params: JSON.stringify(said.params) });
      expect(hash).toBe(before);
    }
    expect(new Set(rows.map((row) => row.hash)).size).toBe(1_102);
  });
}
