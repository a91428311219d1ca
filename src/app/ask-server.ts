import { contexts, type ServerCommand, sealJson } from './bodies.ts';
import type { Chance, Clock, Store, Vault } from './ports.ts';

/** What a process that is not the server needs to pass it a command. */
export interface Asking {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly chance: Chance;
}

/** How long the answer is waited for, and how often it is looked at, in milliseconds. */
const patience = { total: 8000, step: 100 } as const;

/**
 * Puts a command into the running server's inbox and waits until it was carried out. `queued`: no server took it
 * within a few seconds; it stays in the inbox and is carried out when one starts.
 */
export async function askServer(
  { store, vault, clock, chance }: Asking,
  command: ServerCommand,
): Promise<'done' | 'queued'> {
  const id = chance.id();
  await store.accept({
    id,
    conversation: null,
    kind: 'command',
    dedupe: vault.keyedHash('dedupe', `command ${id}`),
    at: clock.now(),
    body: sealJson(vault.system, { type: 'command', command }, contexts.inbox(id)),
  });
  for (let waited = 0; waited < patience.total; waited += patience.step) {
    const pending = await store.inbox(null);
    if (!pending.some((row) => row.id === id)) return 'done';
    await new Promise<void>((resolve) => clock.after(patience.step, resolve));
  }
  return 'queued';
}
