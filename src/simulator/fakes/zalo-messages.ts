/* What a pretended Zalo takes as a message (channels.md §1.4). */

/** A button below a message, as her phone shows it and sends it back. */
export interface FakeZaloButton {
  readonly title: string;
  readonly payload: string;
}

const mostButtons = 5;

/** A message as the call brings it; `valid` false where Zalo would not read it (-201). */
export function readMessage(message: unknown): {
  readonly text: string;
  readonly buttons: readonly FakeZaloButton[];
  readonly valid: boolean;
} {
  const { text, attachment } = (message ?? {}) as {
    text?: unknown;
    attachment?: { type?: unknown; payload?: { buttons?: unknown } };
  };
  const given = attachment?.payload?.buttons;
  const buttons = (Array.isArray(given) ? given : []) as readonly unknown[];
  return {
    text: typeof text === 'string' ? text : '',
    buttons: buttons.filter(isButton),
    valid:
      typeof text === 'string' &&
      text !== '' &&
      (attachment === undefined || attachment.type === 'template') &&
      buttons.length <= mostButtons &&
      buttons.every(isButton),
  };
}

function isButton(button: unknown): button is { title: string; payload: string } {
  const { title, payload, type } = button as { title?: unknown; payload?: unknown; type?: unknown };
  const isShort = typeof title === 'string' && title.length <= 100;
  return (
    isShort && typeof payload === 'string' && payload.length <= 1000 && String(type).startsWith('oa.query.')
  );
}

/** A body as an object; an empty one for anything else. */
export function objectOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
