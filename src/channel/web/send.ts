import type { ChannelSender } from '../../app/channel-port.ts';
import { capabilities } from '../channel.ts';

/** The person fetches: a message is delivered by standing in her stream, which settling it as sent does. */
export const webSender: ChannelSender = { kind: 'web', capabilities: capabilities.web, push: null };
