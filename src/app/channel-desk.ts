import { type ChannelTrace, contexts, sealJson } from './bodies.ts';
import type { Arrival, Arrived, ChannelDoor, ChannelEvent } from './channel-door.ts';
import type { ChannelNotices } from './channel-notices.ts';
import { erasingOf } from './erasing.ts';
import { openFresh } from './fresh-conversation.ts';
import { makeLanes } from './lanes.ts';
import type { Parts } from './parts.ts';
import type { ChannelKind, ConversationRow } from './ports.ts';
import type { Turns } from './turns.ts';

/** Vendors' language codes are dropped at the door: a conversation begins in Vietnamese. */
const firstLanguage = 'vi';

/** The door of channels that are told of messages: an address finds or makes its conversation, and nothing is lost. */
export function makeChannelDoor(
  parts: Parts,
  turns: Turns,
  notices: ChannelNotices,
  count: (name: string) => void,
): ChannelDoor {
  const { store, vault, chance } = parts;
  // One arrival of an address after the other: two first messages make one conversation.
  const lanes = makeLanes<string>(
    () => Promise.resolve(),
    () => {},
  );

  async function arrive(kind: ChannelKind, arrival: Arrival): Promise<Arrived> {
    const { event } = arrival;
    if (event.type === 'status') {
      count(`${event.status}.${kind}`);
      return 'ignored';
    }
    const place = placeOf(kind, arrival);
    try {
      return await lanes.run(place.hash, () => take(place, event));
    } catch (fault) {
      parts.report(`arrival-failed ${kind}`, fault);
      await notices.unwritable(place, arrival.key);
      return 'unwritable';
    }
  }

  const placeOf = (kind: ChannelKind, { address, key }: Arrival): Place => {
    const hash = vault.keyedHash('address', `${kind} ${address}`);
    // Repeats are known by address, not by conversation: what was erased does not come back with a late repeat.
    return { kind, address, hash, dedupe: vault.keyedHash('dedupe', `${hash} ${key}`) };
  };

  async function take(place: Place, event: Exclude<ChannelEvent, { type: 'status' }>): Promise<Arrived> {
    if ((await store.accepted(place.dedupe)) !== null) return repeated(place);
    const known = await standing(place);
    const row = known ?? (event.type === 'message' ? await begin(place) : null);
    if (row === null) return 'ignored';
    const body = event.type === 'message' ? said(event) : event;
    const { status } = await turns.submit(row.id, 'person', body, { dedupe: place.dedupe });
    if (status === 'accepted' && !turns.healthy()) await notices.unwritten(row.id);
    return status;
  }

  /** The turn of a repeat may still wait for a disk or a process that ended. */
  async function repeated(place: Place): Promise<Arrived> {
    const row = await store.conversationByAddress(place.kind, place.hash);
    if (row !== null) turns.wake(row.id);
    return 'duplicate';
  }

  /** The conversation of this address whose words are still there. */
  async function standing(place: Place): Promise<ConversationRow | null> {
    const row = await store.conversationByAddress(place.kind, place.hash);
    if (row === null || (await vault.open(row.id)) !== null) return row;
    // Its key went and the words did not follow: that is finished first, and whoever writes begins anew.
    await store.commit([(await erasingOf(parts, row, chance.id())).commit]);
    return null;
  }

  async function begin({ kind, address, hash }: Place): Promise<ConversationRow> {
    const id = chance.id();
    const seal = await vault.create(id);
    const beginning = {
      id,
      channel: kind,
      language: firstLanguage,
      addressHash: hash,
      address: sealJson(seal, address, contexts.address),
    };
    try {
      return await openFresh(parts, beginning);
    } catch (fault) {
      // The vendor repeats the event under another id: this key would stay for good.
      await vault.destroy(id).catch(() => {});
      throw fault;
    }
  }

  return { arrive };
}

/** An arrival's address and name, hashed; the address in clear only as long as the arrival is looked at. */
export interface Place {
  readonly kind: ChannelKind;
  readonly address: string;
  readonly hash: string;
  readonly dedupe: string;
}

function said({ inbound, vendorId, media }: Extract<ChannelEvent, { type: 'message' }>) {
  const trace: ChannelTrace = { vendorId, media };
  return { type: 'person', inbound, channelData: trace } as const;
}
