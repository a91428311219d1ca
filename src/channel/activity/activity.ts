import { randomUUID } from 'node:crypto';
import type { ChannelDoor } from '../../app/channel-door.ts';
import type { ChannelSender } from '../../app/channel-port.ts';
import type { HttpReply, HttpRequest, HttpRoute } from '../../app/http-ports.ts';
import { capabilities } from '../channel.ts';
import { channelLimits } from '../limits.ts';
import { receiveAll } from '../webhook.ts';
import { parseActivity } from './parse.ts';
import { eraseActivity, sendActivity } from './send.ts';
import type { ActivityService } from './service.ts';

export interface ActivityOptions {
  readonly service: ActivityService;
  /** Hosts of services that may be written to. */
  readonly hosts: readonly string[];
  readonly onError: (error: unknown, where: string) => void;
}

/** Where the Azure Bot Service posts. */
export const activityPath = '/api/messages';

/** The Activity endpoint as a channel: Messenger, Teams and others behind the Azure Bot Service. */
export function makeActivity({ service, hosts, onError }: ActivityOptions): {
  readonly sender: ChannelSender;
  open(door: ChannelDoor): { readonly routes: readonly HttpRoute[]; readonly stop: () => Promise<void> };
} {
  const push: NonNullable<ChannelSender['push']> = {
    send: (dispatch) => sendActivity(service, hosts, dispatch),
    erase: (erasing) => eraseActivity(service, erasing),
  };
  async function receive(door: ChannelDoor, request: HttpRequest): Promise<HttpReply> {
    if (!(await isGenuine(request))) return { status: 401 };
    const { arrivals } = parseActivity(request.body, hosts, randomUUID);
    const written = await receiveAll({ channel: { kind: 'activity' }, door }, arrivals);
    return { status: written ? 200 : 503 };
  }
  async function isGenuine(request: HttpRequest): Promise<boolean> {
    try {
      return await service.isGenuine(request.headers['authorization'] ?? '');
    } catch (error) {
      onError(error, activityPath);
      return false;
    }
  }
  return {
    sender: { kind: 'activity', capabilities: capabilities.activity, push },
    open: (door) => ({
      routes: [
        {
          method: 'POST',
          path: activityPath,
          bodyLimit: channelLimits.webhookBody,
          headers: ['authorization'],
          handle: (request) => receive(door, request),
        },
      ],
      stop: () => Promise.resolve(),
    }),
  };
}
