import type { PersonDoor, StreamChoice, StreamItem } from '../../src/app/person-door.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';

/** What a test may do to the far side of the door, and what it can look at there. */
export interface ScriptedDoor extends PersonDoor {
  readonly received: { readonly conversation: string; readonly inbound: Inbound; readonly key: string }[];
  readonly left: string[];
  readonly languages: Map<string, string>;
  readonly seenBy: string[];
  /** Somebody on our side writes; what is hidden has a place in the stream and is not shown. */
  say(conversation: string, item: Partial<StreamItem> & { readonly hidden?: boolean }): void;
  revoke(conversation: string): void;
  expire(token: string): void;
  /** Words and key of the conversation are gone; its token still opens. */
  erase(conversation: string): void;
  /** News without anything new. */
  knock(conversation: string): void;
  /** Quiet: nothing of this conversation may be shown any more. */
  hush(conversation: string): void;
  /** The disk takes nothing: events are refused, other writes reject. */
  fill(notice?: string): void;
  /** At most this many items per reading of the stream. */
  page: number;
}

interface Talk {
  readonly items: StreamItem[];
  readonly keys: Map<string, string>;
}

export const choice: StreamChoice = {
  digit: 3,
  label: 'nhắn được',
  value: { k: 'a', s: 'here', v: 1, o: 'can' },
};

/**
 * The application's port as a script: it keeps what it hears in memory, repeats are recognised by their key, and
 * every text is answered by `Bạn viết: …` with one choice. Strict: calls that an application would never see fail.
 */
export function scriptedDoor(now: () => number = () => 0): ScriptedDoor {
  const tokens = new Map<string, { conversation: string; expired: boolean }>();
  const talks = new Map<string, Talk>();
  const listeners = new Map<string, Set<(news: 'stream' | 'revoked') => void>>();
  const hiddenIds = new Set<string>();
  let count = 0;
  let full: { notice?: string } | null = null;

  const next = (name: string): string => `${name}-${(count += 1)}`;
  const newToken = (conversation: string): { token: string; expiresInSeconds: number } => {
    if (full !== null) throw new Error('disk full');
    const token = next('token');
    tokens.set(token, { conversation, expired: false });
    return { token, expiresInSeconds: 43_200 };
  };
  const talkOf = (conversation: string): Talk => {
    const talk = talks.get(conversation);
    if (talk === undefined) throw new Error(`${conversation} was never started`);
    return talk;
  };
  const tell = (conversation: string, news: 'stream' | 'revoked'): void => {
    for (const listener of listeners.get(conversation) ?? []) listener(news);
  };
  const itemOf = (conversation: string, item: Partial<StreamItem>): StreamItem => ({
    id: next('item'),
    position: talkOf(conversation).items.length + 1,
    at: now(),
    from: 'bot',
    text: '',
    bubbles: item.text === undefined ? [] : [item.text],
    choices: [],
    card: null,
    quiet: false,
    channelData: null,
    ...item,
  });

  const codes = new Map<string, string>();
  const door: ScriptedDoor = {
    received: [],
    left: [],
    languages: new Map(),
    seenBy: [],
    page: 1_000,
    say(conversation, { hidden = false, ...item }) {
      const said = itemOf(conversation, item);
      talkOf(conversation).items.push(said);
      if (hidden) hiddenIds.add(said.id);
      tell(conversation, 'stream');
    },
    revoke(conversation) {
      for (const [token, held] of tokens) if (held.conversation === conversation) tokens.delete(token);
      tell(conversation, 'revoked');
    },
    expire(token) {
      const held = tokens.get(token);
      if (held === undefined) throw new Error('no such token');
      held.expired = true;
    },
    erase: (conversation) => void talks.delete(conversation),
    knock: (conversation) => tell(conversation, 'stream'),
    hush: (conversation) => void (talkOf(conversation).items.length = 0),
    fill(notice) {
      full = notice === undefined ? {} : { notice };
    },

    issueToken: async () => {
      const conversation = next('talk');
      return { conversation, ...newToken(conversation) };
    },
    whose: async (token) => {
      const held = tokens.get(token);
      if (held === undefined) return null;
      return held.expired ? 'expired' : { conversation: held.conversation };
    },
    refresh: async (conversation) => newToken(conversation),
    start: async (conversation, language) => {
      if (full !== null) throw new Error('disk full');
      if (talks.has(conversation)) return { created: false };
      talks.set(conversation, { items: [], keys: new Map() });
      door.languages.set(conversation, language);
      return { created: true };
    },
    exists: async (conversation) => talks.has(conversation),
    receive: async (conversation, inbound, key, channelData) => {
      const talk = talks.get(conversation);
      if (talk === undefined) return { status: 'gone' };
      if (full?.notice !== undefined) {
        return {
          status: 'unwritable',
          notice: itemOf(conversation, { from: 'system', text: full.notice, position: 0 }),
        };
      }
      if (full !== null) return { status: 'unwritable' };
      const known = talk.keys.get(key);
      if (known !== undefined) return { status: 'duplicate', id: known };
      door.received.push({ conversation, inbound, key });
      // What is kept goes through JSON, as it would through a sealed row.
      const kept: unknown = JSON.parse(JSON.stringify(channelData));
      const text = 'text' in inbound ? inbound.text : '';
      const own = itemOf(conversation, { from: 'person', text, channelData: kept });
      talk.keys.set(key, own.id);
      talk.items.push(own);
      talk.items.push(itemOf(conversation, { text: `Bạn viết: ${text}`, choices: [choice] }));
      tell(conversation, 'stream');
      return { status: 'accepted', id: own.id };
    },
    giveReturnCode: async (conversation, word) => {
      codes.set(`0912345678 ${word}`, conversation);
      return '0912345678';
    },
    comeBack: async (code, word) => {
      const conversation = codes.get(`${code} ${word}`);
      if (conversation === undefined) return { status: 'wrong' };
      return { status: 'open', conversation, ...newToken(conversation), position: 0 };
    },
    leave: async (conversation, token) => {
      tokens.delete(token);
      door.left.push(conversation);
      tell(conversation, 'revoked');
    },
    stream: async (conversation, position) => {
      const later = talkOf(conversation).items.filter((item) => item.position > position);
      const page = later.slice(0, door.page);
      const items = page.filter((item) => !hiddenIds.has(item.id));
      return { items, position: page.at(-1)?.position ?? position, state: { quiet: false, ended: false } };
    },
    onNews: (conversation, listener) => {
      const all = listeners.get(conversation) ?? new Set();
      listeners.set(conversation, all.add(listener));
      return () => all.delete(listener);
    },
    seen: (conversation) => void door.seenBy.push(conversation),
  };
  return door;
}
