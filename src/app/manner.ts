import type { ChannelKind, ChannelManner } from '../conversation/channel.ts';
import type { Parts } from './parts.ts';

/** How a channel's messages travel, as a turn must know it. One that is switched off counts as the loudest. */
export function mannerOf(senders: Parts['senders'], kind: ChannelKind): ChannelManner {
  const { pulled, silent, deleteHours } = senders[kind]?.capabilities ?? loudest;
  return { kind, pulled, silent, deleteHours };
}

const loudest = { pulled: false, silent: false, deleteHours: 0 };
