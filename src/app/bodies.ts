import type { ChannelKind } from '../conversation/channel.ts';
import type { PageTarget, StaffNote } from '../conversation/effect.ts';
import type { Inbound } from '../conversation/inbound.ts';
import type { Outbound } from '../conversation/outbound.ts';
import type { StaffAction, StaffRef, TimerKind } from '../conversation/turn-event.ts';
import type { FlowFile } from '../flow/compile.ts';
import type { Opinion } from '../risk/second-opinion.ts';
import type { DeliveryFailure, VendorErasing } from './channel-port.ts';
import type { Seal, StaffRole } from './ports.ts';

/*
 * What stands inside sealed bytes, as JSON. The context names the row, so that bytes cannot be moved to another.
 */

/** An inbound event of a conversation, or a command to the whole server. */
export type InboxBody =
  | { readonly type: 'person'; readonly inbound: Inbound; readonly channelData: unknown }
  | { readonly type: 'staff'; readonly action: StaffAction; readonly by: StaffRef }
  | { readonly type: 'timer'; readonly timer: TimerKind; readonly token: string }
  | { readonly type: 'opinion'; readonly opinion: Opinion; readonly words: string }
  | { readonly type: 'recalled'; readonly flow: string; readonly structure: string }
  | { readonly type: 'line-lost'; readonly staff: string }
  | { readonly type: 'room-left' }
  | { readonly type: 'page-undelivered'; readonly next: PageTarget }
  /** What a channel told beside messages, and what became of one of ours. */
  | { readonly type: 'withdrawn' }
  | { readonly type: 'answered-outside'; readonly at: number }
  | { readonly type: 'undelivered'; readonly why: DeliveryFailure | 'reworded' }
  /** Work at the vendor that outlives the conversation's key; sealed with the house's, gone when it is done. */
  | {
      readonly type: 'vendor-erase';
      readonly channel: ChannelKind;
      readonly language: string;
      /** She asked for it herself and may be told that it is done. */
      readonly answered: boolean;
      readonly erasing: VendorErasing;
    }
  | { readonly type: 'retention' }
  | { readonly type: 'command'; readonly command: ServerCommand };

/** What `hien` asks of the running server through its inbox. */
export type ServerCommand =
  | {
      readonly do: 'staff-add';
      readonly id: string;
      readonly name: string;
      readonly role: StaffRole;
      /** A password, or the hash of an invitation's secret. */
      readonly way:
        | { readonly password: string }
        | { readonly invitation: string; readonly expiresAt: number };
    }
  | { readonly do: 'erase'; readonly pseudonym: string; readonly reason: string }
  /** Tries the bell; the record with this id says what came of it. */
  | { readonly do: 'drill'; readonly id: string }
  /** Publishes flow files, or marks a structure unsafe; the record with this id says what came of it. */
  | {
      readonly do: 'flow-publish';
      readonly id: string;
      readonly files: readonly FlowFile[];
      readonly by: string;
      readonly note: string;
      /** Only says what would come of it. */
      readonly dry: boolean;
    }
  | {
      readonly do: 'flow-recall';
      readonly id: string;
      readonly flow: string;
      readonly structure: string;
      readonly by: string;
      readonly note: string;
    };

/** A message of a conversation. */
export type MessageBody =
  /** `channelData`: the page's own, given back to it; for a pushed channel a `ChannelTrace`. */
  | { readonly type: 'in'; readonly inbound: Inbound; readonly channelData: unknown }
  | { readonly type: 'out'; readonly message: Outbound }
  | { readonly type: 'note'; readonly note: StaffNote };

/** What a pushed channel knows of a message of hers: the vendor's id, and its handle of a voice note or picture. */
export interface ChannelTrace {
  readonly vendorId: string | null;
  readonly media: string | null;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Where each kind of sealed row stands. */
export const contexts = {
  inbox: (id: string) => `inbox:${id}`,
  message: (id: string) => `message:${id}`,
  snapshot: 'snapshot',
  address: 'address',
  vendor: (message: string) => `vendor:${message}`,
  record: (kind: string, id: string, version: number) => `record:${kind}:${id}:${String(version)}`,
} as const;

/** Seals a value as JSON. Lone surrogates survive: JSON escapes them. */
export const sealJson = (seal: Seal, value: unknown, context: string): Uint8Array =>
  seal.seal(encoder.encode(JSON.stringify(value)), context);

/** Opens sealed JSON that this program wrote. Throws when bytes or context were changed. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what this program wrote there
export const openJson = <Value>(seal: Seal, sealed: Uint8Array, context: string): Value =>
  JSON.parse(decoder.decode(seal.open(sealed, context))) as Value;
