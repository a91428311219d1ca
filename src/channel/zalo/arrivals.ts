import type { Arrival } from '../../app/channel-door.ts';
import { addressText } from './address.ts';
import type { OwnEchoes } from './own-echoes.ts';
import type { ZaloEvent } from './parse.ts';

/** What an event means to the application; nothing for what it need not know. */
export function arrivalsOf(event: ZaloEvent, own: Pick<OwnEchoes, 'isOurs'>): readonly Arrival[] {
  switch (event.kind) {
    case 'message':
      return messagesOf(event);
    case 'echo': {
      const address = addressText(event.to);
      if (!event.byPerson || own.isOurs(address, event.text)) return [];
      return [{ address, key: event.key, event: { type: 'answered-outside', at: event.at } }];
    }
    case 'gone':
      return [{ address: addressText(event.who), key: event.key, event: { type: 'withdrawn' } }];
    case 'status': {
      const status = event.status === 'seen' ? 'seen' : 'delivered';
      return [{ address: addressText(event.from), key: event.key, event: { type: 'status', status } }];
    }
    case 'entered':
    case 'dropped':
    case 'unknown':
      return [];
  }
}

/** Words and what came with them are two messages under one name. */
function messagesOf(event: Extract<ZaloEvent, { kind: 'message' }>): readonly Arrival[] {
  const address = addressText(event.from);
  return event.inbounds.map((inbound, index) => ({
    address,
    key: index === 0 ? event.key : `${event.key} #${String(index)}`,
    event: {
      type: 'message',
      inbound,
      vendorId: event.messageId,
      media: inbound.kind === 'media' ? event.media : null,
    },
  }));
}
