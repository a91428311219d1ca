import { existsSync } from 'node:fs';
import type { Store, Vault } from './app/ports.ts';
import { zaloClient } from './channel/zalo/client.ts';
import { pairId, tokenRecords } from './channel/zalo/token-record.ts';
import { botHost } from './channel/zalo-bot/client.ts';
import { type Config, databaseFiles } from './config.ts';
import { openSqliteStore } from './store/sqlite/sqlite-store.ts';
import { openVault } from './vault/vault.ts';

/** One line of the doctor, before its mark is drawn. */
interface Finding {
  readonly mark: 'ok' | 'note' | 'mend';
  readonly text: string;
}
const ok = (text: string): Finding => ({ mark: 'ok', text });
const note = (text: string): Finding => ({ mark: 'note', text });
const mend = (text: string): Finding => ({ mark: 'mend', text });

/** What is missing on the way to Zalo, and how to mend it. Asks Zalo for the account itself, never for people. */
export async function zaloFindings(
  config: Pick<Config, 'zalo' | 'zaloBot' | 'publicUrl' | 'dataFolder' | 'masterKey'>,
  now: number,
): Promise<readonly Finding[]> {
  return [...(await account(config, now)), ...staffBot(config)];
}

async function account(config: Parameters<typeof zaloFindings>[0], now: number): Promise<readonly Finding[]> {
  const { zalo, publicUrl, dataFolder } = config;
  if (zalo.status === 'off')
    return [note('Zalo Official Account: not configured (src/channel/zalo/README.md).')];
  if (zalo.status === 'incomplete')
    return [mend(`Zalo Official Account: ${zalo.missing.join(', ')} must be set too.`)];
  const address =
    publicUrl?.startsWith('https://') === true
      ? ok(
          `Zalo: the webhook to register is ${publicUrl}/hooks/zalo, the callback ${publicUrl}/hooks/zalo/consent.`,
        )
      : mend('Zalo: PUBLIC_URL must be https and without a port, because Zalo posts its events there.');
  if (!existsSync(databaseFiles(dataFolder).conversations))
    return [address, mend('Zalo: start the server once, then connect the account with "hien zalo connect".')];
  const vault = await openVault({ folder: dataFolder, masterKey: config.masterKey?.reveal() });
  const store = await openSqliteStore(databaseFiles(dataFolder).conversations);
  try {
    return [address, await tokens(zalo, { store, vault }, now)];
  } finally {
    await store.close();
    await vault.close();
  }
}

async function tokens(
  { hosts, oaId }: Extract<Config['zalo'], { status: 'on' }>,
  house: { readonly store: Store; readonly vault: Vault },
  now: number,
): Promise<Finding> {
  const kept = await tokenRecords(house).get(pairId);
  if (kept === null) return mend('Zalo: the account is not connected; run "hien zalo connect".');
  const { trouble, expiresAt, access } = kept.value;
  if (trouble?.why === 'answer-lost')
    return mend(
      `Zalo: the token pair was lost on ${dateOf(trouble.at)}: Zalo voided the old refresh token and its answer never reached the disk. Run "hien zalo connect".`,
    );
  if (trouble !== null)
    return mend(
      `Zalo: refreshing was refused on ${dateOf(trouble.at)} (error ${String(trouble.code)}): look whether the app is active and ZALO_APP_SECRET is right; otherwise run "hien zalo connect".`,
    );
  if (expiresAt < now)
    return mend(
      'Zalo: the access token is over: the server has not run, or could not reach Zalo, for a day.',
    );
  const answer = await zaloClient(hosts).account(access);
  if (answer.status === 'silent')
    return note(`Zalo: connected, but Zalo cannot be reached now (${answer.why}).`);
  if (answer.status === 'refused')
    return mend(`Zalo: connected, but Zalo answers with error ${String(answer.code)}.`);
  if (oaId !== null && answer.value.id !== oaId)
    return mend('Zalo: the connected account is not ZALO_OA_ID; run "hien zalo connect".');
  const until =
    answer.value.packageUntil === null ? '' : `, its package runs until ${answer.value.packageUntil}`;
  return ok(
    `Zalo: the account is connected${until}; the access token ends ${dateOf(expiresAt)} and is refreshed before.`,
  );
}

/**
 * The Bot Platform withholds what children, people with disabilities and people who cannot read send: it has no way to
 * the flows, and the configuration refuses any use but staff's (`ZALO_BOT_FOR`).
 */
function staffBot({ zaloBot, publicUrl }: Parameters<typeof zaloFindings>[0]): readonly Finding[] {
  if (zaloBot === null) return [];
  if (publicUrl?.startsWith('https://') !== true)
    return [mend('Zalo Bot: PUBLIC_URL must be https, because the bot hears answers there.')];
  const through = zaloBot.host === botHost ? '' : ` through ${zaloBot.host}`;
  return [
    ok(
      `Zalo Bot: pages staff${through}; no way leads from it to the flows. Each member links her chat with "hien zalo-bot link NAME".`,
    ),
  ];
}

/** To the minute, in universal time. */
const dateOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
