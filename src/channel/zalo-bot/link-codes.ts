import * as z from 'zod/mini';
import type { Chance, Clock, Store, Vault } from '../../app/ports.ts';
import { collectionOf } from '../../app/records.ts';
import { botLimits } from './limits.ts';

interface House {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Pick<Clock, 'now'>;
}

const link = z.object({ staff: z.string(), until: z.number() });
const linksOf = (house: House) => collectionOf(house, 'zalo-bot.link', link);

/** Only the keyed hash of a code is kept. */
const idOf = ({ vault }: House, code: string): string =>
  vault.keyedHash('invitation', `zalo-bot ${code.trim().toLowerCase()}`);

/** A code that a member of staff sends to the bot from her own phone: a quarter of an hour, once. */
export async function newLinkCode(
  house: House & { readonly chance: Pick<Chance, 'below'> },
  staff: string,
): Promise<string> {
  const { codeAlphabet: alphabet, codeLength } = botLimits;
  const code = Array.from({ length: codeLength }, () => alphabet[house.chance.below(alphabet.length)]).join(
    '',
  );
  const now = house.clock.now();
  const value = { staff, until: now + botLimits.code };
  await linksOf(house).put([{ id: idOf(house, code), version: 0, value }], { at: now, by: null, audit: [] });
  return code;
}

/** Whose code this is; it is used up. Null for any other text, and for one that was used or is over. */
export async function useLinkCode(house: House, text: string): Promise<string | null> {
  if (text.trim().length !== botLimits.codeLength) return null;
  const id = idOf(house, text);
  const kept = await linksOf(house).get(id);
  if (kept === null) return null;
  const used = { id, version: kept.version, value: null };
  const outcome = await linksOf(house).put([used], { at: house.clock.now(), by: null, audit: [] });
  return outcome === 'done' && kept.value.until > house.clock.now() ? kept.value.staff : null;
}
