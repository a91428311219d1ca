import type { Inbound } from '../conversation/inbound.ts';
import type { MessageBody } from './bodies.ts';

type Media = Extract<Inbound, { kind: 'media' }>['media'];

/** What staff may open of a message. Other kinds stay closed: nothing here could show them safely. */
export const isOpenable = (media: Media): media is 'voice' | 'picture' =>
  media === 'voice' || media === 'picture';

/** The vendor's handle of what she sent; null where there is nothing to fetch (the web keeps no files). */
export function handleOf({ channelData }: Extract<MessageBody, { type: 'in' }>): string | null {
  if (typeof channelData !== 'object' || channelData === null || !('media' in channelData)) return null;
  return typeof channelData.media === 'string' ? channelData.media : null;
}
