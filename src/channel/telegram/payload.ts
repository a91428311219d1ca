import type { StreamChoice } from '../../app/person-door.ts';
import { type FixedButton, fixedButtons, type Inbound } from '../../conversation/inbound.ts';
import { capabilities } from '../channel.ts';

/*
 * What stands behind an inline button, at most 64 bytes: `a:<step>:<visit>:<option>` for an answer, `b:<button>` for a
 * fixed button. Never a bare digit. Ids hold letters, digits, `_`, `.` and `-` only.
 */

/** The payload of a choice, or null where it does not fit: then the number in the text is the way. */
export function payloadOf({ value }: Pick<StreamChoice, 'value'>): string | null {
  const payload = value['k'] === 'b' ? `b:${value['b']}` : `a:${value['s']}:${value['v']}:${value['o']}`;
  return Buffer.byteLength(payload, 'utf8') <= capabilities.telegram.payloadBytes ? payload : null;
}

/** What a tap says; null for a payload that is none of ours. `label` is what she saw on the button. */
export function tapOf(payload: string, label: string): Inbound | null {
  const [kind, first = '', visit = '', option = '', ...rest] = payload.split(':');
  if (kind === 'b' && visit === '' && isFixed(first)) return { kind: 'button', button: first };
  if (kind !== 'a' || first === '' || option === '' || rest.length > 0) return null;
  if (!/^\d{1,9}$/u.test(visit)) return null;
  return { kind: 'answer', step: first, visit: Number(visit), option, text: label };
}

const isFixed = (name: string): name is FixedButton => (fixedButtons as readonly string[]).includes(name);
