import type { StaffNote } from '../conversation/effect.ts';
import type { Inbound } from '../conversation/inbound.ts';
import type { Outbound } from '../conversation/outbound.ts';
import type { StaffAction, StaffRef, TimerKind } from '../conversation/turn-event.ts';
import type { Seal, StaffRole } from './ports.ts';

/*
 * What stands inside sealed bytes, as JSON. The context names the row, so that bytes cannot be moved to another.
 */

/** An inbound event of a conversation, or a command to the whole server. */
export type InboxBody =
  | { readonly type: 'person'; readonly inbound: Inbound; readonly channelData: unknown }
  | { readonly type: 'staff'; readonly action: StaffAction; readonly by: StaffRef }
  | { readonly type: 'timer'; readonly timer: TimerKind; readonly token: string }
  | { readonly type: 'line-lost'; readonly staff: string }
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
  | { readonly do: 'erase'; readonly pseudonym: string; readonly reason: string };

/** A message of a conversation. */
export type MessageBody =
  | { readonly type: 'in'; readonly inbound: Inbound; readonly channelData: unknown }
  | { readonly type: 'out'; readonly message: Outbound }
  | { readonly type: 'note'; readonly note: StaffNote };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Where each kind of sealed row stands. */
export const contexts = {
  inbox: (id: string) => `inbox:${id}`,
  message: (id: string) => `message:${id}`,
  snapshot: 'snapshot',
  record: (kind: string, id: string, version: number) => `record:${kind}:${id}:${String(version)}`,
} as const;

/** Seals a value as JSON. Lone surrogates survive: JSON escapes them. */
export const sealJson = (seal: Seal, value: unknown, context: string): Uint8Array =>
  seal.seal(encoder.encode(JSON.stringify(value)), context);

/** Opens sealed JSON that this program wrote. Throws when bytes or context were changed. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what this program wrote there
export const openJson = <Value>(seal: Seal, sealed: Uint8Array, context: string): Value =>
  JSON.parse(decoder.decode(seal.open(sealed, context))) as Value;
