import type { Allowance } from './rate.ts';

/** What the Direct Line server bears. Times in milliseconds, sizes in bytes. */
export const webLimits = {
  /** A text of 64 KiB fits with its JSON escapes and the activity around it. */
  activityBody: 256 * 1024,
  /** A picture or file. Its bytes are dropped: only that it came is told. */
  uploadBody: 1024 * 1024,
  /** Nesting of an activity. Deeper ones are attacks on whoever walks them. */
  depth: 32,
  /** `channelData.clientActivityID`, `from.id`: identifiers of the client's own making. */
  clientId: 256,
  /** A button's value sent as text is short. */
  valueText: 512,
  multipartParts: 10,
  multipartHead: 2 * 1024,

  /** A stream address opens one socket, once, within this time (Direct Line's own 60 s). */
  ticketMs: 60_000,
  /** Unused tickets kept at most; the oldest go first. */
  tickets: 20_000,
  /** Work before a try to come back: about four thousand digests, once, within ten minutes. */
  taskBits: 12,
  taskMs: 600_000,
  tasks: 5_000,
  /** Empty frames keep the path open through carriers' gateways. */
  keepAliveMs: 20_000,
  /** Activities in one frame or one poll. */
  frameActivities: 25,
  /** Not yet taken by the peer: above this nothing more is written … */
  socketBuffer: 1024 * 1024,
  /** … and a peer that stays above it for so long is closed. */
  slowPeerMs: 20_000,
  slowPeerLookMs: 250,
  /** Safety notices that wait in memory for the next poll. */
  notices: 1_000,

  /** Many people share one address behind a carrier's gateway: generous, and configurable. */
  startsPerMinute: 240,
  /** One conversation's messages; the SOS button and leaving are never limited. */
  posts: { burst: 30, perMs: 10_000 },
  /** Microsoft's client polls five times a second at most; two tabs. */
  polls: { burst: 100, perMs: 10_000 },
  /** Reconnecting, refreshing, starting again. */
  connects: { burst: 30, perMs: 60_000 },
  /** Callers and conversations remembered by each limit; the longest unheard are forgotten first. */
  rateKeys: 50_000,

  /** `Retry-After` when an event cannot be made durable now. */
  unavailableRetrySeconds: 2,
  preflightSeconds: 600,
} as const satisfies Record<string, number | Allowance>;
