import { setTimeout as pause } from 'node:timers/promises';
import type { Chance, Clock, Store, Vault } from './app/ports.ts';
import { beginConsent, consentPath, consentState } from './channel/zalo/consent.ts';
import { pairId, tokenRecords } from './channel/zalo/token-record.ts';
import { newLinkCode } from './channel/zalo-bot/link-codes.ts';
import type { Config } from './config.ts';

/** What these commands need of the data folder, beside a running server. */
interface House {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly chance: Chance;
}

interface Terminal {
  readonly output: { write(text: string): unknown };
  readonly error: { write(text: string): unknown };
}

/** How often the shell looks whether the administrator came back from Zalo's page, in milliseconds. */
const lookEvery = 1000;

/**
 * `hien zalo connect`: the link of Zalo's consent page, and whether the account is connected in the end. The server must
 * run: Zalo sends the administrator's browser back to it.
 */
export async function runZaloConnect(
  config: Pick<Config, 'zalo' | 'publicUrl'>,
  house: House,
  { output, error }: Terminal,
): Promise<number> {
  const { zalo, publicUrl } = config;
  if (zalo.status !== 'on' || publicUrl === null) {
    const missing =
      zalo.status === 'incomplete' ? zalo.missing : ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_SECRET'];
    const names = zalo.status === 'on' ? ['PUBLIC_URL'] : missing;
    error.write(`Set ${names.join(', ')} first (src/channel/zalo/README.md).\n`);
    return 2;
  }
  const before = await versionOf(house);
  const link = await beginConsent(house, { appId: zalo.appId, hosts: zalo.hosts, publicUrl });
  output.write(`Open this link as an administrator of the Official Account, within 30 minutes:\n${link}\n`);
  output.write(`The callback registered in Zalo's console must be ${publicUrl}${consentPath}\n`);
  while ((await consentState(house)) === 'open') await pause(lookEvery);
  // The code is exchanged after the link was used up.
  for (let looks = 0; looks < 15 && (await versionOf(house)) === before; looks += 1) await pause(lookEvery);
  if ((await versionOf(house)) === before) {
    error.write('The account was not connected: see what the browser says, then run this again.\n');
    return 1;
  }
  output.write('The account is connected.\n');
  return 0;
}

const versionOf = async (house: House): Promise<number> =>
  (await tokenRecords(house).get(pairId))?.version ?? 0;

/** `hien zalo-bot link NAME`: a code that this member of staff sends to the bot from her own phone. */
export async function runZaloBotLink(
  name: string,
  house: House,
  { output, error }: Terminal,
): Promise<number> {
  const member = (await house.store.staff()).find((row) => row.active && row.name === name);
  if (member === undefined) {
    error.write(`There is no member of staff called ${name}.\n`);
    return 2;
  }
  const code = await newLinkCode(house, member.id);
  output.write(`${name} sends this to the bot within 15 minutes, from her own phone: ${code}\n`);
  return 0;
}
