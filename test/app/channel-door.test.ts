import { afterEach, expect, test } from 'vitest';
import type { ChannelEvent } from '../../src/app/channel-door.ts';
import type { ChannelSender, Dispatch, Pushed, VendorErasing } from '../../src/app/channel-port.ts';
import { capabilities } from '../../src/channel/channel.ts';
import type { ConfiguredChannel } from '../../src/channels.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { makeUniverse, newStaff, type Universe, type UniverseOptions } from '../support/universe.ts';

/* The application behind the door of pushed channels, with a channel that only notes what it is asked for. */

let universe: Universe | undefined;
afterEach(() => universe?.close());

interface Phone {
  readonly on: Universe;
  readonly sent: Dispatch[];
  readonly erased: VendorErasing[];
  /** What the channel comes to from now on; a function that throws is a broken channel. */
  answer: (dispatch: Dispatch) => Pushed;
  write(inbound: Inbound | string, key?: string): Promise<string>;
  tell(event: ChannelEvent, key?: string): Promise<string>;
  texts(): readonly string[];
}

const fine = (): Pushed => ({ delivery: { status: 'sent' }, vendorIds: ['v'] });

async function phone(kind: 'zalo' | 'telegram' = 'zalo', options: UniverseOptions = {}): Promise<Phone> {
  const sent: Dispatch[] = [];
  const erased: VendorErasing[] = [];
  const state = { answer: fine as Phone['answer'] };
  const sender: ChannelSender = {
    kind,
    capabilities: capabilities[kind],
    push: {
      async send(dispatch) {
        const result = state.answer(dispatch);
        sent.push(dispatch);
        return result;
      },
      async erase(erasing) {
        erased.push(erasing);
        return { status: 'done' };
      },
    },
  };
  const channel: ConfiguredChannel = { sender, open: () => ({ routes: [], stop: async () => {} }) };
  const on = await makeUniverse({ ...options, channels: () => [channel] });
  universe = on;
  let count = 0;
  const tell: Phone['tell'] = async (event, key = `k${String((count += 1))}`) => {
    const arrived = await on.hien.channels.arrive(kind, { address: 'an-address', key, event });
    await on.settle();
    return arrived;
  };
  return {
    on,
    sent,
    erased,
    get answer() {
      return state.answer;
    },
    set answer(value) {
      state.answer = value;
    },
    tell,
    write(inbound, key) {
      const message: Inbound = typeof inbound === 'string' ? { kind: 'text', text: inbound } : inbound;
      return tell({ type: 'message', inbound: message, vendorId: 'hers', media: null }, key);
    },
    texts: () => sent.map(({ bubbles }) => bubbles.join('\n')),
  };
}

const minute = 60_000;
async function leap(on: Universe, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= minute / 2) {
    on.clock.move(minute / 2);
    await on.settle();
  }
}
const rowOf = async (on: Universe) => (await on.store.conversations(9))[0];

test('a card that waited until somebody claimed the talk tells of nobody else and asks nothing', async () => {
  const her = await phone();
  await her.write('chào');
  her.answer = () => ({ delivery: { status: 'retry', afterMs: minute }, vendorIds: [] });
  await her.write('chồng em cầm dao đuổi em');
  const waiting = her.sent.at(-1);
  expect(waiting?.bubbles.join('\n')).toMatch(/113[^]*người trực/u);
  expect(waiting?.choices).not.toEqual([]);
  const desk = await newStaff(her.on, 'Hoa');
  expect(await desk.do('claim-next', {})).toMatchObject({ status: 'done' });
  her.answer = fine;
  await leap(her.on, 3 * minute);
  const last = her.sent.findLast(({ message }) => message === waiting?.message);
  expect(last).toMatchObject({ from: 'system', choices: [] });
  expect(last?.bubbles).toEqual(waiting?.bubbles.slice(0, 1));
});

test('a conversation that could not begin leaves no key, and begins when the event comes again', async () => {
  const her = await phone();
  const { store, vault } = her.on;
  const made: string[] = [];
  const create = vault.create.bind(vault);
  vault.create = (id) => {
    made.push(id);
    return create(id);
  };
  const open = store.open.bind(store);
  store.open = () => Promise.reject(new Error('disk full'));
  expect(await her.write('chào', 'first')).toBe('unwritable');
  store.open = open;
  expect(made).toHaveLength(1);
  expect(await vault.open(made[0] ?? '')).toBeNull();
  expect(await her.write('chào', 'again')).toBe('accepted');
  expect((await rowOf(her.on))?.id).toBe(made[1]);
});

test('two first messages at the same moment make one conversation', async () => {
  const { on } = await phone();
  const message = { type: 'message', vendorId: null, media: null } as const;
  const arrivals = ['a', 'b'].map((key) =>
    on.hien.channels.arrive('zalo', {
      address: 'an-address',
      key,
      event: { ...message, inbound: { kind: 'text', text: `chào ${key}` } },
    }),
  );
  expect(await Promise.all(arrivals)).toEqual(['accepted', 'accepted']);
  await on.settle();
  expect(await on.store.conversations(9)).toHaveLength(1);
});

test('the same address on two channels is two people', async () => {
  const her = await phone();
  await her.write('chào');
  await her.on.hien.channels.arrive('telegram', {
    address: 'an-address',
    key: 'k1',
    event: { type: 'message', inbound: { kind: 'text', text: 'chào' }, vendorId: null, media: null },
  });
  await her.on.settle();
  expect((await her.on.store.conversations(9)).map(({ channel }) => channel).toSorted()).toEqual([
    'telegram',
    'zalo',
  ]);
});

test('an event that is no message makes no conversation', async () => {
  const her = await phone();
  expect(await her.tell({ type: 'withdrawn' })).toBe('ignored');
  expect(await her.tell({ type: 'answered-outside', at: her.on.clock.now() })).toBe('ignored');
  expect(await her.tell({ type: 'status', status: 'seen' })).toBe('ignored');
  expect(await her.on.store.conversations(9)).toEqual([]);
});

test('what was taken survives a crash before its turn', async () => {
  const her = await phone();
  await her.write('chào');
  const before = her.sent.length;
  const { on } = her;
  const arriving = on.hien.channels.arrive('zalo', {
    address: 'an-address',
    key: 'later',
    event: { type: 'message', inbound: { kind: 'text', text: '1' }, vendorId: null, media: null },
  });
  await arriving;
  await on.restart();
  await on.settle();
  expect(her.sent.length).toBeGreaterThan(before);
  expect(await rowOf(on)).toMatchObject({ level: 'imminent' });
});

test('after the time of keeping the same address begins anew', async () => {
  const her = await phone();
  await her.write('chào');
  const first = await rowOf(her.on);
  her.on.clock.move(73 * 60 * minute);
  await her.on.settle();
  await leap(her.on, 11 * minute);
  expect(await rowOf(her.on)).toBeUndefined();
  await her.write('chào');
  expect((await rowOf(her.on))?.pseudonym).not.toBe(first?.pseudonym);
});

test('a channel that throws is tried again, in the end as text alone, and no answer is lost', async () => {
  const her = await phone();
  her.answer = ({ plain }) => {
    if (plain) return fine();
    throw new Error('a fault of the channel');
  };
  await her.write('chào');
  await leap(her.on, 2 * minute);
  expect(her.texts().join('\n')).toContain('Hiên');
  expect(her.sent.every(({ plain }) => plain)).toBe(true);
  expect(her.on.faults.every((fault) => fault.includes('channel-failed zalo'))).toBe(true);
});

test('a message of ours that does not open holds nothing back', async () => {
  const her = await phone();
  her.answer = () => ({ delivery: { status: 'retry', afterMs: 20_000 }, vendorIds: [] });
  await her.write('chào');
  const row = await rowOf(her.on);
  const [pending] = await her.on.store.outbox(row?.id ?? '');
  her.answer = fine;
  const store = her.on.store;
  const real = store.message.bind(store);
  store.message = async (id) => {
    const stored = await real(id);
    return stored === null || id !== pending?.message ? stored : { ...stored, body: new Uint8Array(40) };
  };
  await her.write('0');
  await leap(her.on, minute);
  expect(her.texts().join('\n')).toContain('người trực');
  expect(her.on.faults.some((fault) => fault.includes('message-broken'))).toBe(true);
});

test('parts that went out are not said again', async () => {
  const her = await phone();
  her.answer = () => ({ delivery: { status: 'retry', afterMs: 0 }, vendorIds: ['first'] });
  await her.write('chào');
  her.answer = fine;
  await leap(her.on, minute);
  expect(her.sent.map(({ partsSent }) => partsSent)).toEqual([0, 1]);
});

test('refused wording that went out in neutral words is told to staff', async () => {
  const her = await phone();
  her.answer = () => ({ delivery: { status: 'sent', reworded: true }, vendorIds: ['v'] });
  await her.write('0');
  const row = await rowOf(her.on);
  const desk = await newStaff(her.on, 'Hoa', 'supervisor');
  const talk = await desk.watch(row?.id ?? '');
  expect(talk.messages.map(({ text }) => text)).toContain('note.undelivered.reworded');
});

test('every message offers neutral words, and the fixed buttons outside quiet mode', async () => {
  const her = await phone('telegram');
  await her.write('chào');
  await her.write('1');
  await her.write('2');
  const [first, sos, quiet] = [her.sent[0], her.sent.find(({ card }) => card !== null), her.sent.at(-1)];
  expect(first?.fixed.map(({ value }) => value['b'])).toEqual(['sos', 'person', 'leave']);
  expect(first?.neutral).toMatch(/113/u);
  expect(sos?.neutral).toBe('113 · 115 · 111');
  expect(quiet).toMatchObject({ quiet: true, fixed: [] });
});

const strangled = 'hôm qua anh ta bóp cổ em';

test.each(['zalo', 'telegram'] as const)(
  '%s: advice does not betray its subject on a locked screen',
  async (kind) => {
    const her = await phone(kind);
    await her.write('chào');
    await her.write(strangled);
    const card = her.sent.find((dispatch) => dispatch.card === 'strangle');
    expect(card?.bubbles.join('\n')).toContain('bóp cổ');
    const shown = card?.bubbles
      .filter((_, index) => card.telling[index] !== true || kind === 'zalo')
      .join('\n');
    expect(shown?.slice(0, 80)).not.toMatch(/bóp cổ/u);
    // A question with hidden words would be no question.
    expect(card?.choices.length).toBeGreaterThan(0);
    expect(card?.telling.at(-1)).toBe(false);
  },
);

test('a card in danger now hides nothing: its numbers stand first', async () => {
  const her = await phone('telegram');
  await her.write('em 15 tuổi, bố đang đánh em');
  const card = her.sent.find((dispatch) => dispatch.card !== null);
  expect(card?.telling).not.toContain(true);
  expect(card?.bubbles[0]).toMatch(/11[135]/u);
});

test('the truth about her channel comes before the first disclosure, once', async () => {
  const her = await phone();
  await her.write('chào');
  expect(her.texts().join('\n')).not.toContain('tên Zalo');
  await her.write('3');
  expect(her.texts().at(-1)).toMatch(/^Mình không hỏi tên\. Nhưng Zalo và trung tâm vẫn thấy tên Zalo/u);
  await her.write('7');
  await her.write('3');
  expect(her.texts().filter((text) => text.includes('tên Zalo'))).toHaveLength(1);
});

test('where a model reads along she is told, once; where none does, nothing of the kind is said', async () => {
  const told = 'Một chương trình máy khác cũng đọc tin ở đây';
  const alone = await phone();
  for (const words of ['chào', '3', '7']) await alone.write(words);
  expect(alone.texts().join('\n')).not.toContain(told);
  await alone.on.close();
  const her = await phone('zalo', { secondOpinion: { on: () => Promise.resolve(null) } });
  await her.write('chào');
  expect(her.texts().join('\n')).not.toContain(told);
  for (const words of ['3', '7', '3']) await her.write(words);
  expect(her.texts().filter((text) => text.includes(told))).toHaveLength(1);
});

test('deleting: the vendor is asked, her app is told how, and nothing of the address is left', async () => {
  const her = await phone();
  await her.write('chào');
  await her.write('xóa tin');
  expect(her.texts().at(-1)).toMatch(/Tin vẫn nằm trong Zalo của bạn.*giữ ngón tay trên khung chat/su);
  await her.write('3');
  expect(her.erased).toEqual([
    { address: 'an-address', words: 'gone', messages: expect.arrayContaining([]) as unknown },
  ]);
  expect(her.erased[0]?.messages.map(({ id }) => id)).toContain('hers');
  expect(her.texts().at(-1)).toMatch(/^Phần ở đây đã xóa hết/u);
  expect(await her.on.store.inbox(null)).toEqual([]);
});

test('deleting at the vendor is tried again after a crash, and the last word is said', async () => {
  const her = await phone();
  await her.write('chào');
  await her.write('xóa tin');
  let down = true;
  her.answer = (dispatch) => {
    if (down && dispatch.bubbles[0]?.startsWith('Phần ở đây') === true) throw new Error('crash');
    return fine();
  };
  await her.write('3');
  down = false;
  await her.on.restart();
  await leap(her.on, minute);
  expect(her.erased.length).toBeGreaterThan(0);
  expect(await her.on.store.inbox(null)).toEqual([]);
});

test('“only on this phone”: on Telegram both sides’ messages go, with us the words stay', async () => {
  const her = await phone('telegram');
  await her.write('chào');
  await her.write({ kind: 'button', button: 'erase.device' });
  expect(her.erased.map(({ words }) => words)).toEqual(['kept']);
  const row = await rowOf(her.on);
  expect(await her.on.vault.open(row?.id ?? '')).not.toBeNull();
});

test('“only on this phone”: on Zalo she is told how, because nobody else can', async () => {
  const her = await phone('zalo');
  await her.write('chào');
  await her.write({ kind: 'button', button: 'erase.device' });
  expect(her.erased).toEqual([]);
  expect(her.texts().at(-1)).toMatch(/^Mình không xóa được trong máy bạn/u);
});

test('where nothing can be sent without a sound, quiet mode says less, and SOS is answered', async () => {
  const her = await phone('zalo');
  await her.write('chào');
  await her.write('2');
  const before = her.sent.length;
  await her.write('ở nhà có chuyện');
  expect(her.sent).toHaveLength(before);
  await her.write('1');
  expect(her.texts().at(-1)).toContain('113');
});

test('an answer past Hiên: the program holds back for half an hour, not with SOS', async () => {
  const her = await phone();
  await her.write('chào');
  const before = her.sent.length;
  await her.tell({ type: 'answered-outside', at: her.on.clock.now() });
  await her.write('mình muốn hỏi');
  expect(her.sent).toHaveLength(before);
  const row = await rowOf(her.on);
  expect(await her.on.store.queueEntry(row?.id ?? '')).not.toBeNull();
  expect((await her.on.store.openPages()).map(({ target }) => target)).toContain('supervisor');
  await her.write('1');
  expect(her.texts().at(-1)).toContain('113');
  her.on.clock.move(31 * minute);
  await her.on.settle();
  await her.write('mình muốn hỏi');
  expect(her.sent.length).toBeGreaterThan(before + 1);
});

test('an answer past Hiên that is old news changes nothing', async () => {
  const her = await phone();
  await her.write('chào');
  const before = her.sent.length;
  await her.tell({ type: 'answered-outside', at: her.on.clock.now() - 40 * minute });
  await her.write('mình muốn hỏi');
  expect(her.sent.length).toBeGreaterThan(before);
});
