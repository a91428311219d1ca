import type { Arrival } from '../app/channel-door.ts';
import type { ChannelCapabilities, Dispatch, Push } from '../app/channel-port.ts';
import type { HttpRequest } from '../app/http-ports.ts';
import type { ChannelKind } from '../app/ports.ts';

/** What a vendor's bytes came to: facts in our words, and small duties towards the vendor itself. */
export interface Parsed<Courtesy = never> {
  readonly arrivals: readonly Arrival[];
  /** What the vendor's app waits for at once (a tap's spinner) or must be told (leave a group). Never a message. */
  readonly courtesies: readonly Courtesy[];
}

/**
 * A channel whose vendor tells us of messages. `verify` and `parse` and `render` are pure; nothing outside the folder
 * learns a vendor's word. Sending (`Push`) never throws: what went wrong is a `Delivery`.
 */
export interface PushedChannel<Wire, Courtesy = never> extends Push {
  readonly kind: ChannelKind;
  /** Over the bytes exactly as received, in constant time. */
  verify(request: HttpRequest): 'ok' | 'refused';
  /** Verified bytes; never throws: what is unknown or broken is no arrival. */
  parse(body: Uint8Array): Parsed<Courtesy>;
  /** Within the channel's limits, in order; never empty. */
  render(dispatch: Dispatch): readonly Wire[];
}

/** What every channel can do, one row each. `zalo-bot` reaches staff only and has no row. */
export const capabilities = {
  web: {
    pulled: true,
    silent: true,
    longestText: 64 * 1024,
    textUnit: 'bytes',
    buttons: 10,
    payloadBytes: 512,
    spoiler: false,
    protect: false,
    deleteHours: 0,
    windowHours: null,
    freeHours: null,
    audioIn: true,
    audioOut: false,
    pictures: true,
    location: false,
  },
  telegram: {
    pulled: false,
    silent: true,
    longestText: 4096,
    textUnit: 'characters',
    buttons: 12,
    payloadBytes: 64,
    spoiler: true,
    protect: true,
    deleteHours: 48,
    windowHours: null,
    freeHours: null,
    audioIn: true,
    audioOut: false,
    pictures: true,
    location: true,
  },
  zalo: {
    pulled: false,
    silent: false,
    longestText: 2000,
    textUnit: 'characters',
    // Uncertain on today's interface (channels.md §1.4): the numbers in the text always work.
    buttons: 0,
    payloadBytes: 1000,
    spoiler: false,
    protect: false,
    deleteHours: 0,
    windowHours: 7 * 24,
    freeHours: 48,
    audioIn: true,
    audioOut: false,
    pictures: true,
    location: true,
  },
  activity: {
    pulled: false,
    silent: false,
    longestText: 4000,
    textUnit: 'characters',
    buttons: 6,
    payloadBytes: 512,
    spoiler: false,
    protect: false,
    deleteHours: 0,
    windowHours: null,
    freeHours: null,
    audioIn: true,
    audioOut: false,
    pictures: true,
    location: false,
  },
} as const satisfies Record<Exclude<ChannelKind, 'zalo-bot'>, ChannelCapabilities>;
