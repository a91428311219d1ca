import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { ConsoleLine } from '../../src/app/desk-door.ts';
import type { Store } from '../../src/app/ports.ts';
import {
  closeTalk,
  type Desk,
  makeUniverse,
  newPerson,
  newStaff,
  type Universe,
  type Writer,
} from '../support/universe.ts';

let universe: Universe;
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

const textOf = (items: readonly { text: string }[]): string => items.map(({ text }) => text).join('\n');
const quiet = { kind: 'button', button: 'quiet' } as const;
const ack = 'Vâng, khi nào rảnh bạn nhắn lại nhé.';
const note = { note: 'giao ca' };

/** What may happen around somebody who is quiet, without a message of hers. */
const happenings = {
  'a second passes': (scene: Scene) => scene.pass(1000),
  'twenty seconds pass': (scene: Scene) => scene.pass(21_000),
  'a minute passes': (scene: Scene) => scene.pass(61_000),
  'five minutes pass': (scene: Scene) => scene.pass(301_000),
  'Lan claims': ({ lan }: Scene) => lan.do('claim-next', {}),
  'Mai claims': ({ mai }: Scene) => mai.do('claim-next', {}),
  'it is assigned to Mai': ({ sao, person }: Scene) =>
    sao.do('assign', { conversation: person.conversation, staff: 'mai' }),
  'Lan writes': ({ lan, person }: Scene) => write(lan, person),
  'Mai writes': ({ mai, person }: Scene) => write(mai, person),
  'Lan takes it back': ({ lan, person }: Scene) =>
    lan.do('undo', { conversation: person.conversation, message: 'm' }),
  'Lan returns it': ({ lan, person }: Scene) =>
    lan.do('return', { conversation: person.conversation, ...note }),
  'Mai returns it': ({ mai, person }: Scene) =>
    mai.do('return', { conversation: person.conversation, ...note }),
  'Lan releases it': ({ lan, person }: Scene) =>
    lan.do('release', { conversation: person.conversation, ...note }),
  'Lan closes it': ({ lan, person }: Scene) => closeTalk(universe, lan, person.conversation),
  'Lan shows the card': ({ lan, person }: Scene) =>
    lan.do('code', { conversation: person.conversation, answer: 'card' }),
  'Lan raises the level': ({ lan, person }: Scene) =>
    lan.do('level', { conversation: person.conversation, level: 'imminent', reason: 'nghe giọng' }),
  'Lan is not heard any more': (scene: Scene) => scene.silence('lan'),
  'Mai is not heard any more': (scene: Scene) => scene.silence('mai'),
  'the server starts anew': (scene: Scene) => scene.restart(),
} as const;
type Happening = keyof typeof happenings;

/** How it stood when quiet began. */
const beginnings = {
  'on the first screen': async () => {},
  'with a danger told': async ({ person }: Scene) => void (await person.write('nó đang phá cửa')),
  'waiting for somebody': async ({ person }: Scene) => void (await person.write('0')),
  'while Lan holds it': async ({ person, lan }: Scene) => {
    await person.write('0');
    await lan.do('claim-next', {});
  },
  'while Lan has just written': async ({ person, lan }: Scene) => {
    await person.write('1');
    await lan.do('claim-next', {});
    await write(lan, person);
  },
  'while a typed code waits for Lan': async ({ person, lan }: Scene) => {
    await person.write('0');
    await lan.do('claim-next', {});
    await write(lan, person);
    await person.write('1');
  },
} as const;
type Beginning = keyof typeof beginnings;

const write = (desk: Desk, { conversation }: Writer): ReturnType<Desk['do']> =>
  desk.do('write', { conversation, text: 'Bạn còn đó không?', clientId: `client-${String((clients += 1))}` });
let clients = 0;

interface Scene {
  readonly person: Writer;
  readonly lan: Desk;
  readonly mai: Desk;
  readonly sao: Desk;
  pass(ms: number): Promise<void>;
  silence(staff: string): void;
  restart(): Promise<void>;
}

/** Three of the staff with consoles that beat until they fall silent, also after a restart. */
async function newScene(): Promise<Scene> {
  const lan = await newStaff(universe, 'Lan');
  const mai = await newStaff(universe, 'Mai');
  const sao = await newStaff(universe, 'Sao', 'supervisor');
  const lines = new Map<string, ConsoleLine>([lan, mai, sao].map(({ who, line }) => [who.id, line]));
  const beat = (): void => {
    for (const line of lines.values()) line.hear({ type: 'beat', soundAllowed: true, visible: true });
  };
  return {
    person: await newPerson(universe),
    lan,
    mai,
    sao,
    async pass(ms) {
      for (let left = ms; left > 0; left -= 10_000) {
        beat();
        await universe.pass(Math.min(left, 10_000));
      }
    },
    silence(staff) {
      lines.get(staff)?.close();
      lines.delete(staff);
    },
    async restart() {
      await universe.restart();
      for (const { who } of [lan, mai, sao])
        if (lines.has(who.id))
          lines.set(
            who.id,
            universe.hien.desk.openLine(who, () => {}),
          );
      beat();
    },
  };
}

test('whatever happens around her, in quiet mode not a byte stands in her stream', {
  timeout: 120_000,
}, async () => {
  const names = fc.constantFrom(...(Object.keys(happenings) as Happening[]));
  const property = fc.asyncProperty(
    fc.constantFrom(...(Object.keys(beginnings) as Beginning[])),
    fc.array(names, { minLength: 3, maxLength: 9 }),
    async (beginning, sequence) => {
      universe = await makeUniverse();
      try {
        const scene = await newScene();
        await beginnings[beginning](scene);
        // In quiet mode a button pressed while held is answered by the notice, everything before stays unread.
        expect(textOf(await scene.person.write(quiet))).toBe(ack);
        for (const happening of sequence) {
          await happenings[happening](scene);
          await universe.settle();
          expect([happening, await scene.person.look()]).toEqual([happening, []]);
        }
        const replayed = await universe.hien.person.stream(scene.person.conversation, 0);
        expect(replayed.items.filter(({ from, text }) => from !== 'person' && text !== ack)).toEqual([]);
        expect(universe.faults).toEqual([]);
      } finally {
        await universe.close();
      }
    },
  );
  await fc.assert(property, { numRuns: 20 });
  universe = await makeUniverse();
});

test('her own messages are answered by the fixed texts alone, and 3 ends it without a repetition', async () => {
  universe = await makeUniverse();
  const person = await newPerson(universe);
  const opened = await person.write('xin chào');
  expect(opened.length).toBeGreaterThan(0);
  expect(textOf(await person.write('2'))).toBe(ack);
  expect(textOf(await person.write('chồng tôi hay đánh tôi'))).toBe('Vâng. Rảnh thì 3, gấp thì 1.');
  expect(textOf(await person.write('1'))).toBe('Vâng. 113 · 115 · 111');
  await universe.pass(300_000);
  expect(await person.look()).toEqual([]);
  const back = textOf(await person.write('3'));
  expect(back).not.toBe('');
  expect(back).not.toContain(textOf(opened));
});

test('what was delivered and not read before quiet began is not shown by a later poll, nor after quiet', async () => {
  universe = await makeUniverse();
  const door = universe.hien.person;
  const { conversation } = await door.issueToken();
  await door.start(conversation, 'vi');
  await door.receive(conversation, { kind: 'text', text: 'nó đang phá cửa' }, 'a', null);
  await universe.settle();
  await door.receive(conversation, quiet, 'b', null);
  await universe.settle();
  const polled = await door.stream(conversation, 0);
  expect(textOf(polled.items.filter(({ from }) => from !== 'person'))).toBe(ack);
  expect(polled.state.quiet).toBe(true);
  await door.receive(conversation, { kind: 'text', text: '3' }, 'c', null);
  await universe.settle();
  const later = await door.stream(conversation, polled.position);
  expect(textOf(later.items)).not.toContain('115');
});

test('what was on its way when quiet began never arrives, also when its delivery had failed and is tried again', async () => {
  let failing = false;
  const faulty = (store: Store): Store => ({
    ...store,
    settle: (rows) => (failing ? Promise.reject(new Error('disk')) : store.settle(rows)),
  });
  universe = await makeUniverse({ faulty });
  const person = await newPerson(universe);
  failing = true;
  expect(await person.write('nó đang phá cửa')).toEqual([]);
  expect(await person.write(quiet)).toEqual([]);
  failing = false;
  await universe.pass(5000);
  expect(textOf(await person.look())).toBe(ack);
  expect(universe.faults.splice(0).every((fault) => fault.startsWith('outbox-failed'))).toBe(true);
});

test('a counsellor who unlocked with a reason reaches her; nobody else does', async () => {
  universe = await makeUniverse();
  const scene = await newScene();
  const { person, lan } = scene;
  await person.write('1');
  await person.write(quiet);
  await lan.do('claim-next', {});
  expect(await write(lan, person)).toEqual({ status: 'refused', why: 'quiet' });
  expect(await lan.do('unlock', { conversation: person.conversation, reason: 'đã gọi được' })).toMatchObject({
    status: 'done',
  });
  expect(await write(lan, person)).toMatchObject({ status: 'done' });
  await scene.pass(5000);
  expect(textOf(await person.look())).toBe('Bạn còn đó không?');
});
