import type { Arrived, ChannelDoor } from '../app/channel-door.ts';
import type { HttpReply, HttpRoute } from '../app/http-ports.ts';
import type { PushedChannel } from './channel.ts';
import { channelLimits } from './limits.ts';

/** Where a vendor posts its events, and who hears of them. */
export interface Webhook<Wire, Courtesy> {
  readonly path: string;
  /** Headers that the signature stands in, lower case: everything else stays outside. */
  readonly headers: readonly string[];
  readonly channel: PushedChannel<Wire, Courtesy>;
  readonly door: ChannelDoor;
  /** Carried out after the answer, best effort. */
  readonly courtesy: (courtesy: Courtesy) => Promise<void>;
  readonly onError: (error: unknown, where: string) => void;
}

/** The route of a vendor's events: verified, made durable, then 200. Everything else happens afterwards. */
export function webhookRoute<Wire, Courtesy>(webhook: Webhook<Wire, Courtesy>): HttpRoute {
  const { path, headers, channel, courtesy, onError } = webhook;
  return {
    method: 'POST',
    path,
    bodyLimit: channelLimits.webhookBody,
    headers,
    async handle(request): Promise<HttpReply> {
      if (channel.verify(request) !== 'ok') return { status: 401 };
      const { arrivals, courtesies } = channel.parse(request.body);
      const written = await receiveAll(webhook, arrivals);
      for (const each of courtesies) courtesy(each).catch((error: unknown) => onError(error, path));
      // Not durable: the vendor keeps it and comes again.
      return { status: written ? 200 : 503 };
    },
  };
}

/** In the order in which they came; false when one of them could not be made durable. */
export async function receiveAll<Wire, Courtesy>(
  {
    channel,
    door,
  }: { readonly channel: Pick<PushedChannel<Wire, Courtesy>, 'kind'>; readonly door: ChannelDoor },
  arrivals: ReturnType<PushedChannel<Wire, Courtesy>['parse']>['arrivals'],
): Promise<boolean> {
  const results: Arrived[] = [];
  for (const arrival of arrivals) results.push(await door.arrive(channel.kind, arrival));
  return !results.includes('unwritable');
}
