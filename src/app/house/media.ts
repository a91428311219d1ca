import type { mediaCalls } from '../../wire/house/media.ts';
import { contexts, type MessageBody, openJson } from '../bodies.ts';
import { emptyCommit } from '../commit-of.ts';
import type { StaffIdentity } from '../desk-door.ts';
import { mayRead } from '../desk-view.ts';
import { limits } from '../limits.ts';
import { handleOf, isOpenable } from '../media-trace.ts';
import type { Parts } from '../parts.ts';
import type { ConversationRow } from '../ports.ts';
import { talkOf } from '../talk-of.ts';
import { done, type Handlers, refused } from './handlers.ts';

/**
 * Opens one voice note or picture for staff: fetched at that moment, shown, kept nowhere. Who, what kind and why stand
 * in the audit before anything is fetched. In a child's talk pictures are the supervisor's alone (safety-content §4.1).
 */
export function makeMediaCalls(parts: Parts): Handlers<typeof mediaCalls> {
  const { store, vault, clock } = parts;

  async function found(row: ConversationRow, message: string) {
    const [seal, stored] = await Promise.all([vault.open(row.id), store.message(message)]);
    if (seal === null || stored === null || stored.conversation !== row.id) return null;
    const body = openJson<MessageBody>(seal, stored.body, contexts.message(stored.id));
    if (body.type !== 'in' || body.inbound.kind !== 'media' || !isOpenable(body.inbound.media)) return null;
    const handle = handleOf(body);
    const { child } = talkOf(row, seal, null);
    return handle === null ? null : { media: body.inbound.media, handle, child };
  }

  return {
    async 'media/open'(by, { conversation, message, reason }) {
      const row = await store.conversation(conversation);
      if (row === null || row.erasedAt !== null) return refused('gone');
      if (!mayRead(by, row)) return refused('not-allowed');
      const it = await found(row, message);
      if (it === null) return refused('gone');
      if (it.media === 'picture' && reason === '') return refused('invalid');
      if (it.media === 'picture' && it.child && !oversees(by)) return refused('not-allowed');
      const params = { kind: it.media, reason };
      const audit = [
        { at: clock.now(), action: 'media-opened', pseudonym: row.pseudonym, by: by.id, params } as const,
      ];
      const [written] = await store.commit([{ ...emptyCommit(), audit }]);
      if (written?.status !== 'committed') return refused('unwritable');
      const bytes = await parts.senders[row.channel]?.push?.fetch?.(it.handle, limits.mediaBytes);
      const type = bytes === undefined || bytes === null ? null : typeOf(bytes);
      // What claims to be a picture and is none is not handed to a browser.
      if (bytes === undefined || bytes === null || type === null) return refused('gone');
      return done({ kind: it.media, type, base64: base64Of(bytes) });
    },
  };
}

const oversees = ({ role }: StaffIdentity): boolean => role === 'supervisor' || role === 'administrator';

/** How files begin that a browser plays or shows and that run nothing. */
const beginnings: readonly (readonly [type: string, at: number, text: string])[] = [
  ['audio/ogg', 0, 'OggS'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/mp4', 4, 'ftyp'],
  ['audio/amr', 0, '#!AMR'],
  ['image/jpeg', 0, '\u00ff\u00d8\u00ff'],
  ['image/png', 0, '\u0089PNG'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
];

/** What the bytes are by how they begin, whatever the vendor says of them; null for anything else. */
export function typeOf(bytes: Uint8Array): string | null {
  const starts = (at: number, text: string): boolean =>
    String.fromCharCode(...bytes.subarray(at, at + text.length)) === text;
  return beginnings.find(([, at, text]) => starts(at, text))?.[0] ?? null;
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
