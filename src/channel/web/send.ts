import type { ChannelSender } from '../../app/ports.ts';

/** The person fetches: a message is delivered by standing in her stream, which settling it as sent does. */
export const webSender: ChannelSender = {
  kind: 'web',
  send: () => Promise.resolve({ status: 'sent' }),
};
