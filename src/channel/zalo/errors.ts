import type { Delivery } from '../../app/channel-port.ts';
import { zaloLimits } from './limits.ts';

/**
 * What an error of Zalo means for us (channels.md §1.7).
 * `token` refresh the pair once and try again · `busy` and `failed` try later · `window` the person wrote too long ago ·
 * `unreachable` she blocked, left or restricted the account · `setup` an administrator must act · `content` Zalo does
 * not let these words through · `ours` a call that we should not have made.
 */
export type ErrorClass =
  | 'token'
  | 'busy'
  | 'failed'
  | 'window'
  | 'unreachable'
  | 'setup'
  | 'content'
  | 'ours';

/** Every code of the documentation; the test holds this table to it. Unknown codes count as `failed`. */
const classes: Readonly<Record<number, ErrorClass>> = {
  [-32]: 'busy',
  [-100]: 'ours',
  [-200]: 'failed',
  [-201]: 'ours',
  [-204]: 'setup',
  [-205]: 'setup',
  [-209]: 'setup',
  [-210]: 'ours',
  [-211]: 'setup',
  [-212]: 'setup',
  [-213]: 'unreachable',
  [-216]: 'token',
  [-217]: 'unreachable',
  [-218]: 'unreachable',
  [-219]: 'setup',
  [-220]: 'token',
  [-221]: 'setup',
  [-223]: 'setup',
  [-224]: 'setup',
  [-227]: 'unreachable',
  [-230]: 'window',
  [-232]: 'window',
  [-233]: 'ours',
  [-234]: 'failed',
  [-235]: 'setup',
  [-237]: 'ours',
  [-238]: 'ours',
  [-240]: 'ours',
  [-241]: 'ours',
  [-242]: 'setup',
  [-244]: 'unreachable',
  [-248]: 'content',
  [-249]: 'ours',
  [-320]: 'setup',
  [-321]: 'setup',
  [-403]: 'ours',
  [-14_002]: 'setup',
  [-14_003]: 'setup',
};

/** The codes that have a class of their own. */
export const knownCodes: readonly number[] = Object.keys(classes).map(Number);

export const classOf = (code: number): ErrorClass => classes[code] ?? 'failed';

/** What becomes of a message that Zalo refused; the outbox itself doubles its pauses. */
export function deliveryOf(kind: ErrorClass): Delivery {
  switch (kind) {
    case 'busy':
      return { status: 'retry', afterMs: zaloLimits.busyRetry };
    case 'failed':
      return { status: 'retry', afterMs: 0 };
    case 'window':
      return { status: 'windowClosed' };
    case 'unreachable':
      return { status: 'unreachable' };
    case 'token':
    case 'setup':
      return { status: 'misconfigured' };
    case 'content':
    case 'ours':
      return { status: 'rejected' };
  }
}
