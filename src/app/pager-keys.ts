import * as z from 'zod/mini';
import type { Parts } from './parts.ts';
import { collectionOf } from './records.ts';

const pair = z.object({ publicKey: z.string(), privateKey: z.string() });
export type KeyPair = z.infer<typeof pair>;

/**
 * The server's key pair for Web Push: made on the first run and kept sealed. Subscriptions are bound to it, so it
 * stays. Two processes that start at once end with the same pair.
 */
export async function pushKeys(
  parts: Pick<Parts, 'store' | 'vault' | 'clock'>,
  make: () => KeyPair,
): Promise<KeyPair> {
  const keys = collectionOf(parts, 'push-keys', pair);
  const kept = await keys.get('vapid');
  if (kept !== null) return kept.value;
  const value = make();
  const change = { id: 'vapid', version: 0, value };
  const outcome = await keys.put([change], { at: parts.clock.now(), by: null, audit: [] });
  return outcome === 'done' ? value : pushKeys(parts, make);
}
