/** What a poll gives back, as far as tests look at it. */
export interface Polled {
  readonly watermark: string;
  readonly activities: readonly {
    readonly id: string;
    readonly from: { readonly role: 'bot' | 'user' };
    readonly text: string;
    readonly channelData?: {
      readonly clientActivityID?: string;
      readonly porch?: { readonly from: string; readonly quiet: boolean };
    };
  }[];
}

/** A client of one conversation over plain HTTP. */
export interface DirectLineClient {
  readonly conversation: string;
  readonly token: string;
  /** Posts bytes or a value as they are; the answer as it came. */
  post(body: string | Uint8Array | object, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Posts a text under an id of the client's own making. */
  say(text: string, id?: string): Promise<Response>;
  poll(watermark?: string): Promise<Polled>;
  /** Polls until the answer to her last message stands there. Rejects when it takes longer than `withinMs`. */
  until(found: (polled: Polled) => boolean, withinMs?: number): Promise<Polled>;
}

/** Starts a conversation. `base` may change: after a restart the server listens elsewhere. */
export async function newClient(
  base: () => string,
  headers: Readonly<Record<string, string>> = {},
): Promise<DirectLineClient> {
  const started = await fetch(`${base()}/conversations`, { method: 'POST', headers });
  if (started.status !== 201) throw new Error(`Not started: ${String(started.status)}`);
  const { conversationId: conversation, token } = (await started.json()) as {
    conversationId: string;
    token: string;
  };
  const address = (): string => `${base()}/conversations/${conversation}/activities`;
  const own = { ...headers, authorization: `Bearer ${token}` };
  const client: DirectLineClient = {
    conversation,
    token,
    post: (body, more = {}) =>
      fetch(address(), {
        method: 'POST',
        headers: { ...own, 'content-type': 'application/json', ...more },
        body:
          typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
      }),
    say: (text, id) =>
      client.post({
        type: 'message',
        text,
        ...(id === undefined ? {} : { channelData: { clientActivityID: id } }),
      }),
    async poll(watermark = '') {
      const reply = await fetch(`${address()}?watermark=${watermark}`, { headers: own });
      if (reply.status !== 200) throw new Error(`Not polled: ${String(reply.status)}`);
      return (await reply.json()) as Polled;
    },
    async until(found, withinMs = 10_000) {
      const end = Date.now() + withinMs;
      for (let wait = 20; ; wait = Math.min(wait * 1.3, 200)) {
        const polled = await client.poll();
        if (found(polled)) return polled;
        if (Date.now() > end) throw new Error(`Not there after ${String(withinMs)} ms.`);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    },
  };
  return client;
}

/** Whether the newest thing in the stream is ours. */
export const isAnswered = ({ activities }: Polled): boolean => activities.at(-1)?.from.role === 'bot';
