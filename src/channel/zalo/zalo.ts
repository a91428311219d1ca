import type { ChannelDoor } from '../../app/channel-door.ts';
import type { ChannelSender } from '../../app/channel-port.ts';
import type { HttpRoute } from '../../app/http-ports.ts';
import type { Chance, Clock, Store, Vault } from '../../app/ports.ts';
import { capabilities, type PushedChannel } from '../channel.ts';
import { webhookRoute } from '../webhook.ts';
import { arrivalsOf } from './arrivals.ts';
import { type Transport, type ZaloApp, type ZaloHosts, zaloClient, zaloOAuth } from './client.ts';
import { consentRoute } from './consent.ts';
import { zaloLimits } from './limits.ts';
import { ownEchoes } from './own-echoes.ts';
import { parseEvent } from './parse.ts';
import { renderZalo, type ZaloMessage } from './render.ts';
import { zaloPush } from './send.ts';
import { tokenRecords } from './token-record.ts';
import { makeTokenKeeper } from './tokens.ts';
import { verifyWebhook } from './verify.ts';

export interface ZaloOptions {
  readonly app: ZaloApp;
  /** The OA secret key of the webhook settings; not the app secret. */
  readonly oaSecret: string;
  /** The account that may be connected; null: whichever agreed. */
  readonly oaId: string | null;
  readonly hosts: ZaloHosts;
  /** Another way to the hosts than HTTP: a pretended Zalo. */
  readonly transport?: Transport;
  /** Buttons below the text (channels.md §1.4: uncertain). The numbers stand in it all the same. */
  readonly buttons: boolean;
  /** Whether Zalo must give `state` back after consent (uncertain). */
  readonly stateRequired: boolean;
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly report: (fault: string, cause?: unknown) => void;
}

/** The Zalo Official Account as a channel: the sender for `startHien`, and its receiving side once there is a door. */
export interface Zalo {
  readonly channel: PushedChannel<ZaloMessage>;
  readonly sender: ChannelSender;
  /** The routes to mount, and what runs until `stop`. */
  open(door: ChannelDoor): { readonly routes: readonly HttpRoute[]; readonly stop: () => Promise<void> };
}

/** Where Zalo posts its events. */
export const zaloPath = '/hooks/zalo';
const signatureHeader = 'x-zevent-signature';

export function makeZalo(options: ZaloOptions): Zalo {
  const { app, oaSecret, hosts, transport, buttons, clock, chance, report } = options;
  const oauth = zaloOAuth(hosts, app, transport);
  const tokens = makeTokenKeeper({ records: tokenRecords(options), oauth, clock, chance, report });
  const own = ownEchoes(() => clock.now());
  const key = { appId: app.appId, oaSecret };
  const push = zaloPush({ client: zaloClient(hosts, transport), tokens, own, buttons, report });
  let foreignTold = Number.NEGATIVE_INFINITY;

  /** With a wrong secret every event of Zalo looks like this, and Zalo gives up after two hours; so may a stranger's. */
  function tellForeign(): void {
    if (clock.now() - foreignTold < zaloLimits.foreignEvery) return;
    foreignTold = clock.now();
    report('zalo-signature-refused');
  }

  const channel: Zalo['channel'] = {
    ...push,
    kind: 'zalo',
    verify({ body, headers }) {
      const { status } = verifyWebhook(key, body, headers[signatureHeader]);
      if (status === 'foreign') tellForeign();
      return status === 'signed' ? 'ok' : 'refused';
    },
    parse: (body) => ({ arrivals: arrivalsOf(parseEvent(jsonOf(body)), own), courtesies: [] }),
    render: (dispatch) => renderZalo(dispatch, buttons),
  };
  return {
    channel,
    sender: {
      kind: 'zalo',
      capabilities: { ...capabilities.zalo, buttons: buttons ? zaloLimits.buttons : 0 },
      push,
      warnings: () => (tokens.health() === 'whole' ? [] : ['warning.channel-zalo']),
    },
    open(door) {
      const stop = tokens.run();
      const webhook = webhookRoute({
        path: zaloPath,
        headers: [signatureHeader],
        channel,
        door,
        courtesy: () => Promise.resolve(),
        onError: (error, where) => report(`zalo ${where}`, error),
      });
      return {
        routes: [webhook, consentRoute({ ...options, oauth })],
        stop: () => Promise.resolve(stop()),
      };
    },
  };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return null;
  }
}
