import type { FixedButton, Inbound } from '../../conversation/inbound.ts';
import { fixedButtons } from '../../conversation/inbound.ts';
import { type ButtonValue, buttonValue } from '../../wire/chat.ts';
import { zaloLimits } from './limits.ts';

/** Stands before every payload: a word that betrays nothing, and no code. */
const mark = 'porch.';

/**
 * What a button sends back as the text of a message. Never a bare digit or a code, and opaque: should Zalo show it, it
 * tells a watcher nothing (safety-content §3.0, channels.md §1.4).
 */
export function payloadOf(value: Readonly<Record<string, string | number>>, label: string): string {
  const bytes = Buffer.from(JSON.stringify([value, label.slice(0, zaloLimits.buttonTitleCharacters)]));
  return mark + bytes.toString('base64url');
}

/** The tap behind a text, or null when the text is her own words. */
export function readPayload(text: string): Inbound | null {
  if (!text.startsWith(mark) || text.length > zaloLimits.payloadCharacters) return null;
  const [value, label] = listOf(text.slice(mark.length));
  const read = buttonValue.safeParse(value);
  return read.success && typeof label === 'string' ? inboundOf(read.data, label) : null;
}

function inboundOf(value: ButtonValue, label: string): Inbound | null {
  if (value.k === 'a') return { kind: 'answer', step: value.s, visit: value.v, option: value.o, text: label };
  return isFixed(value.b) ? { kind: 'button', button: value.b } : null;
}

const isFixed = (name: string): name is FixedButton => (fixedButtons as readonly string[]).includes(name);

function listOf(text: string): readonly unknown[] {
  try {
    const read = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown;
    return Array.isArray(read) ? (read as readonly unknown[]) : [];
  } catch {
    return [];
  }
}
