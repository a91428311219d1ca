import * as z from 'zod';

/** One line on a pretended phone. */
export interface PhoneLine {
  readonly from: 'person' | 'centre';
  readonly text: string;
  /** Buttons under it: what stands on them, and what a tap sends back to `tap`. */
  readonly buttons: readonly { readonly label: string; readonly tap: string }[];
  /** What the channel does with it: sent without a sound, hidden in previews. */
  readonly marks: readonly ('silent' | 'hidden')[];
}

/** A phone with one app on it. */
export interface Phone {
  lines(): Promise<readonly PhoneLine[]>;
  say(text: string): Promise<void>;
  tap(tap: string): Promise<void>;
}

const opened = z.object({ conversationId: z.string(), token: z.string() });
const set = z.object({
  activities: z.array(
    z.looseObject({
      text: z.string().default(''),
      from: z.object({ role: z.string() }),
      suggestedActions: z
        .object({ actions: z.array(z.object({ title: z.string(), text: z.string(), value: z.unknown() })) })
        .optional(),
    }),
  ),
});

/** The web page's own protocol, drawn as a chat: Direct Line over HTTP. */
export function webPhone(url: string): Phone {
  const root = `${url}/v3/directline/conversations`;
  let talk: Promise<z.infer<typeof opened>> | null = null;
  let count = 0;

  async function open(): Promise<z.infer<typeof opened>> {
    const answer = await fetch(root, { method: 'POST' });
    return opened.parse(await answer.json());
  }

  async function post(activity: object): Promise<void> {
    const { conversationId, token } = await (talk ??= open());
    count += 1;
    const channelData = { clientActivityID: `phone ${String(count)}` };
    await fetch(`${root}/${conversationId}/activities`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'message', from: { id: 'phone' }, channelData, ...activity }),
    });
  }

  return {
    async lines() {
      if (talk === null) return [];
      const { conversationId, token } = await talk;
      const answer = await fetch(`${root}/${conversationId}/activities`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return set.parse(await answer.json()).activities.map(({ text, from, suggestedActions }) => ({
        from: from.role === 'user' ? 'person' : 'centre',
        text,
        buttons: (suggestedActions?.actions ?? []).map((action) => ({
          label: action.title,
          tap: JSON.stringify({ text: action.text, value: action.value }),
        })),
        marks: [],
      }));
    },
    say: (text) => post({ text }),
    tap: (tap) => post(z.looseObject({}).parse(JSON.parse(tap))),
  };
}
