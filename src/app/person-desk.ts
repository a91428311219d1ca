import type { Inbound } from '../conversation/inbound.ts';
import { contexts, type MessageBody, openJson } from './bodies.ts';
import { openFresh } from './fresh-conversation.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';
import type { PersonDoor, ReceiveResult, StreamItem } from './person-door.ts';
import type { ConversationRow, Seal, StoredMessage } from './ports.ts';
import { makeReturnCodes } from './return-codes.ts';
import { StoreFault, type Turns } from './turns.ts';
import type { Unwritten } from './unwritten.ts';
import { wordsOf } from './wording.ts';

/** What the person's side shares with the rest: whether her page is open, and what could not be written. */
export interface PageWatch {
  readonly unwritten: Unwritten;
  seen(conversation: string, at: number): void;
}

/** The person's side of the application, for channels that fetch (the web). */
export function makePersonDoor(parts: Parts, turns: Turns, pages: PageWatch): PersonDoor {
  const { store, vault, clock, chance, bus } = parts;
  const codes = makeReturnCodes(parts);
  const hashOf = (token: string): string => vault.keyedHash('token', token);

  async function issueFor(conversation: string): Promise<{ token: string; expiresInSeconds: number }> {
    const token = chance.secret();
    await store.addToken({ hash: hashOf(token), conversation, expiresAt: clock.now() + limits.token });
    return { token, expiresInSeconds: limits.token / 1000 };
  }

  return {
    async issueToken() {
      const conversation = chance.id();
      return { conversation, ...(await issueFor(conversation)) };
    },
    async whose(token) {
      const found = await store.token(hashOf(token));
      if (found === null) return null;
      return found.expiresAt > clock.now() ? { conversation: found.conversation } : 'expired';
    },
    refresh: issueFor,
    async start(conversation, language) {
      if ((await store.conversation(conversation)) !== null) return { created: false };
      await vault.create(conversation);
      await openFresh(parts, { id: conversation, channel: 'web', language });
      return { created: true };
    },
    exists: async (conversation) => (await store.conversation(conversation)) !== null,
    receive: (conversation, inbound, key, channelData) => receive(conversation, inbound, key, channelData),
    giveReturnCode: (conversation, word) => codes.give(conversation, word),
    async comeBack(code, word) {
      const found = await codes.open(code, word);
      if (found.status === 'too-many') return { status: 'too-many', retrySeconds: limits.returnHour / 1000 };
      if (found.status === 'wrong') return found;
      const { conversation } = found;
      return {
        status: 'open',
        conversation,
        ...(await issueFor(conversation)),
        position: await lastOwn(conversation),
      };
    },
    async leave(conversation, token) {
      await store.revokeToken(hashOf(token));
      bus.publish({ type: 'revoked', conversation });
      await receive(conversation, { kind: 'button', button: 'leave' }, `leave ${hashOf(token)}`, null);
    },
    stream: (conversation, position) => stream(conversation, position),
    onNews: (conversation, listener) =>
      bus.subscribe((news) => {
        if (!('conversation' in news) || news.conversation !== conversation) return;
        if (news.type === 'stream' || news.type === 'revoked') listener(news.type);
      }),
    seen: (conversation) => pages.seen(conversation, clock.now()),
  };

  /** The place of her own newest message in her stream. */
  async function lastOwn(conversation: string): Promise<number> {
    const messages = await store.messages(conversation, limits.streamPage);
    return (
      messages.findLast(({ direction, position }) => direction === 'in' && position !== null)?.position ?? 0
    );
  }

  async function receive(
    conversation: string,
    inbound: Inbound,
    key: string,
    channelData: unknown,
  ): Promise<ReceiveResult> {
    const row = await store.conversation(conversation);
    if (row === null || row.erasedAt !== null) return { status: 'gone' };
    try {
      const { status, id } = await turns.submit(
        conversation,
        'person',
        { type: 'person', inbound, channelData },
        `person ${key}`,
      );
      // Behind a turn that cannot be written this one waits too: the numbers are shown meanwhile.
      if (status === 'accepted' && !turns.healthy()) pages.unwritten.tell(conversation, id);
      // The person's own message stands in her stream under the id that its turn gives it.
      return { status, id: `${id}.1` };
    } catch (fault) {
      if (!(fault instanceof StoreFault)) throw fault;
      return { status: 'unwritable', notice: unwritableNotice(row) };
    }
  }

  /** Numbers that help even when nothing can be written (promise 1). Not stored: shown once, best effort. */
  function unwritableNotice(row: ConversationRow): StreamItem {
    const now = clock.now();
    const key = row.quiet ? 'system:quiet.sos' : 'system:unwritable';
    const message = {
      sender: 'system',
      why: 'notice',
      bubbles: [{ kind: 'text', key }],
      choices: [],
      card: 'unknown',
      quiet: row.quiet,
    } as const;
    const words = wordsOf(parts, message, row.language, now);
    return {
      id: chance.id(),
      position: 0,
      at: now,
      from: 'system',
      ...words,
      card: 'unknown',
      quiet: row.quiet,
      channelData: null,
    };
  }

  async function stream(conversation: string, after: number): ReturnType<PersonDoor['stream']> {
    const row = await store.conversation(conversation);
    if (row === null) return { items: [], position: after, state: { quiet: false, ended: true } };
    const seal = await vault.open(conversation);
    const stored = await store.stream(conversation, after, limits.streamPage);
    const position = stored.at(-1)?.position ?? after;
    if (seal === null || row.erasedAt !== null) return erasedStream(row, after);
    // Whoever opens the page again in quiet mode sees nothing of what was said before, her own words neither.
    const allowed = stored.filter((message) => !row.quiet || message.quiet);
    const items = allowed.flatMap((message) => itemOf(row, seal, message));
    if (pages.unwritten.take(conversation)) items.push({ ...unwritableNotice(row), position });
    return { items, position, state: { quiet: row.quiet, ended: false } };
  }

  /** After erasing one line is left, of nobody's words: that it is done (safety-content §4.1, Deleting). */
  function erasedStream(row: ConversationRow, after: number): Awaited<ReturnType<PersonDoor['stream']>> {
    const position = Number.MAX_SAFE_INTEGER;
    const state = { quiet: false, ended: true };
    if (after >= position) return { items: [], position, state };
    const now = clock.now();
    const message = {
      sender: 'system',
      why: 'notice',
      bubbles: [{ kind: 'text', key: 'system:delete.done' }],
      choices: [],
      card: null,
      quiet: true,
    } as const;
    const words = wordsOf(parts, message, row.language, now);
    const item: StreamItem = {
      id: `${row.id}.erased`,
      position,
      at: row.erasedAt ?? now,
      from: 'system',
      ...words,
      card: null,
      quiet: false,
      channelData: null,
    };
    return { items: [item], position, state };
  }

  function itemOf(row: ConversationRow, seal: Seal, stored: StoredMessage): readonly StreamItem[] {
    const body = openBody(seal, stored);
    if (body === null || body.type === 'note' || stored.position === null) return [];
    const place = { id: stored.id, position: stored.position, at: stored.at };
    if (body.type === 'in') {
      const text = personText(body.inbound);
      return [
        {
          ...place,
          from: 'person',
          text,
          bubbles: [text],
          choices: [],
          card: null,
          quiet: stored.quiet,
          channelData: body.channelData,
        },
      ];
    }
    const words = wordsOf(parts, body.message, row.language, clock.now());
    const quiet = row.quiet && body.message.quiet;
    return [
      { ...place, from: body.message.sender, ...words, card: body.message.card, quiet, channelData: null },
    ];
  }

  function openBody(seal: Seal, stored: StoredMessage): MessageBody | null {
    try {
      return openJson<MessageBody>(seal, stored.body, contexts.message(stored.id));
    } catch (fault) {
      parts.report('message-broken', fault);
      return null;
    }
  }
}

/** What the person's own message reads like: her words, or the label of what she tapped. */
export function personText(inbound: Inbound): string {
  switch (inbound.kind) {
    case 'text':
    case 'answer':
      return inbound.text;
    case 'button':
    case 'media':
      return '';
  }
}
