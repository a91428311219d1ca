import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { emptyCommit } from '../../src/app/commit-of.ts';
import type { ConversationRow } from '../../src/app/ports.ts';
import { newStaff, type Universe, type UniverseOptions } from '../support/universe.ts';
import type { ChannelBench, Happening, Posted } from './channel-bench.ts';

/** What a channel's vendor has not got, so that a case does not apply to it. */
export type Lacking = 'push' | 'block' | 'window';

/** Every channel keeps these, whatever its vendor does. */
export function channelContract(
  name: string,
  lacking: readonly Lacking[],
  open: (options?: UniverseOptions) => Promise<ChannelBench>,
): void {
  let bench: ChannelBench | undefined;
  const begin = async (options?: UniverseOptions): Promise<ChannelBench> => (bench = await open(options));
  const has = (what: Lacking): boolean => !lacking.includes(what);
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  describe(`${name}: what comes in`, () => {
    test('the first words are answered, and nothing that the vendor knows of her is kept', async () => {
      const on = await begin();
      expect(await tell(on, 'Lan', { says: 'chào' })).toBe(200);
      expect((await on.heard('Lan')).join('\n')).toContain('Hiên');
      const [row] = await on.universe.store.conversations(9);
      expect(row).toMatchObject({ channel: on.kind, level: 'none' });
      const bytes = readFileSync(join(on.universe.folder, 'hien.sqlite-wal')).toString('latin1');
      expect(bytes).not.toMatch(/nguoi_|Avatar|"chào"|7000\d\d\b/u);
      expect(on.universe.faults).toEqual([]);
    });

    test('a repeat is recognised, also when others came between', async () => {
      const on = await begin();
      const first = await on.event('Lan', { says: 'chào' });
      const second = await on.event('Lan', { says: 'ở nhà mình có chuyện' });
      for (const each of [second, first, second, first]) expect(await on.post(each)).toBe(200);
      const said = await inTalk(on.universe, 'in');
      expect(said).toBe(2);
    });

    test.each(['one wrong byte', 'garbage', 'missing'])('a signature with %s is refused', async (fault) => {
      const on = await begin();
      const posted = await on.event('Lan', { says: 'chào' });
      const status = await on.post(withSignature(posted, on.signatureHeader, fault));
      expect([401, 403]).toContain(status);
      expect(await on.universe.store.conversations(9)).toHaveLength(await startedBefore(on));
      expect(await inTalk(on.universe, 'in')).toBe(0);
    });

    test('a body without end is refused', async () => {
      const on = await begin();
      const posted = await on.event('Lan', { says: 'chào' });
      expect(await on.post({ ...posted, body: posted.body + ' '.repeat(2 * 1024 * 1024) })).toBe(413);
      expect(await inTalk(on.universe, 'in')).toBe(0);
    });

    test('an event that nobody knows is taken and does nothing', async () => {
      const on = await begin();
      expect(await tell(on, 'Lan', { does: 'unknown' })).toBe(200);
      expect(await on.heard('Lan')).toEqual([]);
      expect(await inTalk(on.universe, 'in')).toBe(0);
    });

    test('a button of a screen of long ago is answered', async () => {
      const on = await begin();
      await tell(on, 'Lan', { says: 'chào' });
      const before = (await on.heard('Lan')).length;
      expect(await tell(on, 'Lan', { taps: 'old' })).toBe(200);
      expect((await on.heard('Lan')).length).toBeGreaterThan(before);
    });

    test.each<[string, Happening, string]>([
      ['a picture', { sends: 'picture' }, 'note.media.picture'],
      ['a sticker', { sends: 'sticker' }, 'note.media.'],
      ['a voice note', { sends: 'voice' }, 'note.media.voice'],
    ])('%s leads somewhere useful and reaches the counsellor', async (_what, happening, note) => {
      const on = await begin();
      expect(await tell(on, 'Lan', happening)).toBe(200);
      expect((await on.heard('Lan')).join('\n')).toMatch(/nhắn|xem/u);
      expect(await notesOf(on)).toContain(note);
      // Nobody listened to it yet: unassessed danger (safety-content §1.1 H22).
      const [row] = await on.universe.store.conversations(9);
      expect(row?.highest).toBe(note === 'note.media.voice' ? 'high' : 'none');
    });
  });

  describe(`${name}: what goes out`, () => {
    test('in quiet mode one reply, and then not a byte, whatever rings', async () => {
      const on = await begin();
      await tell(on, 'Lan', { says: 'chào' });
      await tell(on, 'Lan', { says: '2' });
      const after = await on.heard('Lan');
      expect(after.at(-1)).toContain('khi nào rảnh');
      const lan = await newStaff(on.universe, 'Mai');
      await lan.do('claim-next', {});
      await leap(on.universe, 20 * minute);
      expect(await on.heard('Lan')).toHaveLength(on.kind === 'web' ? 1 : after.length);
      await tell(on, 'Lan', { says: '1' });
      expect((await on.heard('Lan')).at(-1)).toContain('113');
    });

    test.skipIf(!has('push'))('whoever leaves hears nothing more', async () => {
      const on = await begin();
      await tell(on, 'Lan', { says: 'chào' });
      const before = (await on.heard('Lan')).length;
      await tell(on, 'Lan', { says: '9' });
      await leap(on.universe, 20 * minute);
      expect(await on.heard('Lan')).toHaveLength(before);
    });

    test('nobody who did not write is ever written to', async () => {
      const on = await begin();
      await tell(on, 'Lan', { says: 'chào' });
      const [row] = await on.universe.store.conversations(9);
      if (row === undefined) throw new Error('No conversation.');
      const asked = await askWithoutWish(on.universe, row);
      await on.universe.settle();
      expect(await on.universe.store.outbox(asked)).toEqual([]);
      expect((await on.universe.store.messages(asked, 9)).map(({ state }) => state)).toEqual(
        on.kind === 'web' ? ['visible'] : ['suppressed'],
      );
    });

    test.skipIf(!has('push')).each(['patience', 'cut', 'silence'] as const)(
      'the vendor answers with %s: the message arrives all the same, before the next one',
      async (fault) => {
        const on = await begin();
        await tell(on, 'Lan', { says: 'chào' });
        const before = (await on.heard('Lan')).length;
        expect(on.fault('Lan', fault)).toBe(true);
        await tell(on, 'Lan', { says: '0' });
        await tell(on, 'Lan', { sends: 'picture' });
        await leap(on.universe, 2 * minute);
        const texts = (await on.heard('Lan')).slice(before);
        const waiting = texts.findIndex((text) => /người trực/u.test(text));
        expect(waiting).toBeGreaterThanOrEqual(0);
        expect(texts.findLastIndex((text) => /ảnh/iu.test(text))).toBeGreaterThan(waiting);
      },
    );

    test.skipIf(!has('push'))('the vendor is down for an hour: every answer arrives, in order', async () => {
      const on = await begin();
      await tell(on, 'Lan', { says: 'chào' });
      const before = (await on.heard('Lan')).length;
      expect(on.setDown(true)).toBe(true);
      await tell(on, 'Lan', { says: '1' });
      await tell(on, 'Lan', { sends: 'picture' });
      await leap(on.universe, 60 * minute);
      expect(await on.heard('Lan')).toHaveLength(before);
      on.setDown(false);
      await leap(on.universe, 2 * minute);
      const texts = (await on.heard('Lan')).slice(before);
      expect(texts[0]).toContain('113');
      expect(texts.at(-1)).toMatch(/ảnh/iu);
      // What was true at its second only is not said an hour later.
      expect(texts.filter((text) => /Vẫn chưa có ai/u.test(text))).toEqual([]);
    });

    test.skipIf(!has('block'))('a message that never arrives is told to the counsellor', async () => {
      const on = await begin();
      await tell(on, 'Lan', { says: 'chào' });
      const posted = await on.event('Lan', { says: '0' });
      expect(on.fault('Lan', 'blocked')).toBe(true);
      expect(await on.post(posted)).toBe(200);
      expect(await notesOf(on)).toContain('note.undelivered.unreachable');
      expect(await states(on.universe)).toContain('failed');
    });

    test.skipIf(!has('window'))('a closed window is told to the counsellor', async () => {
      const on = await begin();
      await tell(on, 'Lan', { says: 'chào' });
      const posted = await on.event('Lan', { says: '0' });
      expect(on.fault('Lan', 'window')).toBe(true);
      expect(await on.post(posted)).toBe(200);
      expect(await notesOf(on)).toContain('note.undelivered.window');
    });
  });

  describe(`${name}: what goes away`, () => {
    test.skipIf(!has('block'))('blocking us is deleting: words, key and address go', async () => {
      const on = await begin();
      const first = await on.event('Lan', { says: 'anh ta dọa giết mình' });
      await on.post(first);
      const [row] = await on.universe.store.conversations(9);
      expect(await tell(on, 'Lan', { does: 'block' })).toBe(200);
      await expectErased(on.universe, row);
      // A late repeat of what was erased does not bring it back.
      expect(await on.post(first)).toBe(200);
      expect(await on.universe.store.conversations(9)).toEqual([]);
    });

    test.skipIf(!has('push'))('after deleting whoever writes begins anew', async () => {
      const on = await begin();
      await tell(on, 'Lan', { says: 'chào' });
      const [row] = await on.universe.store.conversations(9);
      await tell(on, 'Lan', { says: 'xóa tin' });
      expect((await on.heard('Lan')).at(-1)).toMatch(/Xóa rồi không lấy lại được/u);
      await tell(on, 'Lan', { says: '3' });
      await expectErased(on.universe, row);
      await tell(on, 'Lan', { says: 'chào' });
      const [next] = await on.universe.store.conversations(9);
      expect(next?.pseudonym).not.toBe(row?.pseudonym);
      expect((await on.heard('Lan')).at(-1)).toContain('Hiên');
      expect(await on.universe.store.inbox(null)).toEqual([]);
    });
  });

  describe(`${name}: when nothing can be written`, () => {
    test('the vendor is told to come again, and the numbers are shown', async () => {
      let full = false;
      const on = await begin({
        faulty: (store) => ({
          ...store,
          accept: (row) => (full ? Promise.reject(new Error('disk full')) : store.accept(row)),
        }),
      });
      await tell(on, 'Lan', { says: 'chào' });
      full = true;
      const posted = await on.event('Lan', { says: 'anh ta dọa giết mình' });
      expect(await on.post(posted)).toBe(503);
      expect(await on.post(posted)).toBe(503);
      const numbers = (await on.heard('Lan')).filter((text) => /113/u.test(text));
      // The web gives them in its answer to the post.
      expect(numbers).toHaveLength(has('push') ? 1 : 0);
      full = false;
      expect(await on.post(posted)).toBe(200);
      expect(await inTalk(on.universe, 'in')).toBe(2);
    });
  });
}

const minute = 60_000;

async function tell(on: ChannelBench, who: string, happening: Happening): Promise<number> {
  return on.post(await on.event(who, happening));
}

/** Time in steps of half a minute, each with all that falls due in it. */
async function leap(universe: Universe, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 30_000) {
    universe.clock.move(Math.min(30_000, left));
    await universe.settle();
  }
}

/** A conversation on the web exists before its first message: the page begins it. */
const startedBefore = (on: ChannelBench): Promise<number> => Promise.resolve(on.kind === 'web' ? 1 : 0);

async function messagesOf(universe: Universe) {
  const rows = await universe.store.conversations(9);
  return (await Promise.all(rows.map(({ id }) => universe.store.messages(id, 99)))).flat();
}

const inTalk = async (universe: Universe, direction: string): Promise<number> =>
  (await messagesOf(universe)).filter((message) => message.direction === direction).length;
const states = async (universe: Universe): Promise<string[]> =>
  (await messagesOf(universe)).map(({ state }) => state);

/** The notes that a supervisor reads in the newest conversation. */
async function notesOf({ universe }: ChannelBench): Promise<string> {
  const [row] = await universe.store.conversations(1);
  const desk = await newStaff(universe, 'Hoa', 'supervisor');
  const talk = await desk.watch(row?.id ?? '');
  return talk.messages
    .filter(({ from }) => from === 'note')
    .map(({ text }) => text)
    .join('\n');
}

function withSignature(posted: Posted, header: string, fault: string): Posted {
  const { [header]: given = '', ...others } = posted.headers;
  if (fault === 'missing') return { ...posted, headers: others };
  const last = given.at(-1) === 'a' ? 'b' : 'a';
  return {
    ...posted,
    headers: { ...others, [header]: fault === 'garbage' ? '\u0000ÿ{}' : given.slice(0, -1) + last },
  };
}

/** Somebody asks the outbox to begin a talk: a row without any message of hers. */
async function askWithoutWish(universe: Universe, model: ConversationRow): Promise<string> {
  const id = 'nobody-wrote';
  await universe.vault.create(id);
  const { store, vault } = universe;
  const known = await vault.open(model.id);
  const [newest] = await store.messages(model.id, 1);
  if (known === null || newest === undefined) throw new Error('Nothing to copy.');
  const fresh = { lastPersonAt: null, version: 0, nextSeq: 1, snapshot: null, addressHash: `${id} hash` };
  await store.open({ ...model, ...fresh, id, pseudonym: 'Ai đó' }, null);
  const message = { ...newest, id: `${id}.1`, conversation: id, seq: 1, state: 'pending' as const };
  const out = { ...message, direction: 'out' as const, sender: 'bot' as const };
  const row = { message: out.id, conversation: id, seq: 1, channel: model.channel, sender: 'bot' as const };
  const [result] = await store.commit([
    { ...emptyCommit(), messages: [out], outbox: [{ ...row, holdUntil: 0 }] },
  ]);
  if (result?.status !== 'committed') throw new Error('Not committed.');
  await universe.restart();
  return id;
}

async function expectErased(universe: Universe, row: ConversationRow | undefined): Promise<void> {
  if (row === undefined) throw new Error('No conversation.');
  expect(await universe.vault.open(row.id)).toBeNull();
  const after = await universe.store.conversation(row.id);
  expect(after).toMatchObject({ address: null, addressHash: null, snapshot: null });
  expect(after?.erasedAt).not.toBeNull();
  expect(await universe.store.messages(row.id, 9)).toEqual([]);
}
