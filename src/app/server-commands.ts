import { contexts, type InboxBody, openJson, type ServerCommand } from './bodies.ts';
import { emptyCommit } from './commit-of.ts';
import type { Drills } from './drills.ts';
import type { Parts } from './parts.ts';
import type { PendingInbox, StaffRow, TurnCommit } from './ports.ts';
import type { Presence } from './presence.ts';
import type { Revisions } from './revisions.ts';
import { type RevisionAnswer, revisionAnswers } from './revisions-answers.ts';
import type { Turns } from './turns.ts';
import { jobOf } from './vendor-erasing.ts';

/** Who acts when a command came from the server's own shell. */
const shell = { id: 'shell', name: 'hien' };

/**
 * Carries out what `hien` put into the inbox from another process. Each command is handled once; its outcome is
 * what the data show afterwards (an account, a conversation without words).
 */
export function makeServerCommands(
  parts: Parts,
  turns: Turns,
  presence: Presence,
  drills: Pick<Drills, 'start'>,
  revisions: Pick<Revisions, 'publish' | 'tryOut' | 'recall'>,
): { drain(): Promise<void> } {
  const { store, vault, clock, bus, accounts } = parts;

  async function drain(): Promise<void> {
    for (const row of await store.inbox(null)) {
      if (jobOf(parts, row) !== null) continue;
      const command = read(row);
      const commit = command === null ? null : await carryOut(command);
      await store.commit([{ ...emptyCommit(), ...commit, handled: [row.id] }]);
      presence.staffChanged();
      bus.publish({ type: 'desk' });
    }
  }

  function read(row: PendingInbox): ServerCommand | null {
    try {
      const body = openJson<InboxBody>(vault.system, row.body, contexts.inbox(row.id));
      return body.type === 'command' ? body.command : null;
    } catch (fault) {
      parts.report('command-unreadable', fault);
      return null;
    }
  }

  function carryOut(command: ServerCommand): Promise<Partial<TurnCommit> | null> {
    switch (command.do) {
      case 'staff-add':
        return addStaff(command);
      case 'erase':
        return erase(command);
      case 'drill':
        return tryBell(command);
      case 'flow-publish':
        return publish(command);
      case 'flow-recall':
        return recall(command);
    }
  }

  async function publish({
    id,
    files,
    by,
    note,
    dry,
  }: Extract<ServerCommand, { do: 'flow-publish' }>): Promise<Partial<TurnCommit>> {
    const outcome = dry
      ? await revisions.tryOut(files)
      : await revisions.publish(files, { by, staff: null, note });
    return { records: [outcomeRow(id, { did: 'publish', outcome })] };
  }

  async function recall({
    id,
    flow,
    structure,
    by,
    note,
  }: Extract<ServerCommand, { do: 'flow-recall' }>): Promise<Partial<TurnCommit>> {
    const outcome = await revisions.recall(flow, structure, { by, staff: null, note });
    return { records: [outcomeRow(id, { did: 'recall', outcome })] };
  }

  const outcomeRow = (id: string, value: RevisionAnswer) =>
    revisionAnswers(parts).row({ id, version: 0, value }, { at: clock.now(), by: null });

  async function tryBell({ id }: Extract<ServerCommand, { do: 'drill' }>): Promise<null> {
    await drills.start(null, null, id);
    return null;
  }

  async function addStaff({
    id,
    name,
    role,
    way,
  }: Extract<ServerCommand, { do: 'staff-add' }>): Promise<Partial<TurnCommit> | null> {
    const now = clock.now();
    const audit = [{ at: now, action: 'staff-added', pseudonym: null, by: null, params: { role } } as const];
    if ('invitation' in way)
      return {
        audit,
        invitations: [{ hash: way.invitation, staff: id, name, role, expiresAt: way.expiresAt }],
      };
    const account = await accounts.create(name, way.password);
    if (account.status !== 'created') {
      parts.report(`staff-add-${account.status}`);
      return null;
    }
    const row: StaffRow = {
      id: account.id,
      name,
      role,
      active: true,
      createdAt: now,
      shiftSince: null,
      soundTestedAt: null,
    };
    return { audit, staff: [row] };
  }

  async function erase({ pseudonym, reason }: Extract<ServerCommand, { do: 'erase' }>): Promise<null> {
    const row = await store.conversationByPseudonym(pseudonym);
    if (row === null || row.erasedAt !== null) return null;
    const { done } = await turns.submit(
      row.id,
      'staff',
      { type: 'staff', action: { do: 'erase', reason }, by: shell },
      `erase ${row.id}`,
    );
    await done;
    return null;
  }

  return { drain };
}
