import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyCommit } from '../../src/app/commit-of.ts';
import type { ConsoleLine, StaffIdentity } from '../../src/app/desk-door.ts';
import { type Hien, startHien } from '../../src/app/hien.ts';
import type { HttpRoute } from '../../src/app/http-ports.ts';
import { type LivingDirectory, makeLivingDirectory } from '../../src/app/living-directory.ts';
import type { Pager } from '../../src/app/pager-port.ts';
import type { StreamItem } from '../../src/app/person-door.ts';
import type { Chance, Clock, SecondOpinion, Store, Vault } from '../../src/app/ports.ts';
import { makeLivingFlows, type ShippedFlows } from '../../src/app/revisions-living.ts';
import { makeBus } from '../../src/bus/in-process.ts';
import { webSender } from '../../src/channel/web/send.ts';
import { type ConfiguredChannel, sendersOf } from '../../src/channels.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { openStaff } from '../../src/http/staff/open-staff.ts';
import type { ContactRecord } from '../../src/report/contact-record.ts';
import type { Detector } from '../../src/risk/detector.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { openVault } from '../../src/vault/vault.ts';
import type { ServerFrame, TalkFrame } from '../../src/wire/console.ts';
import type { HouseReply } from '../../src/wire/house/calls.ts';
import { shippedContent } from './content.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

const content = shippedContent();

/** The whole application on real stores in a folder of its own, with a clock that steps. */
export interface Universe {
  readonly folder: string;
  readonly clock: ManualClock;
  hien: Hien;
  store: Store;
  vault: Vault;
  directory: LivingDirectory;
  /** What the channels of this universe mount. */
  routes: readonly HttpRoute[];
  /** Faults that were reported: a test that expects none looks here. */
  readonly faults: string[];
  /** Lets time pass in small steps, so that what falls due is done before the next. */
  pass(ms: number): Promise<void>;
  /** Lets everything that is on its way arrive. */
  settle(): Promise<void>;
  /** Ends the application, lets somebody change the files, and starts another on them. */
  restart(between?: () => void): Promise<void>;
  close(): Promise<void>;
}

let seeds = 0;

function seededChance(): Chance {
  const seed = (seeds += 1);
  let count = 0;
  const next = (prefix: string): string => `${prefix}${String(seed)}x${String((count += 1))}`.padEnd(22, 'q');
  return {
    id: () => next('i'),
    secret: () => next('s').padEnd(43, 'z'),
    below: (limit) => (count += 1) % limit,
  };
}

/** What a channel may need of a universe. */
export interface ChannelHouse {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly report: (fault: string, cause?: unknown) => void;
}

export interface UniverseOptions {
  /** How staff are reached off screen. */
  readonly pager?: Pager;
  /** Stands between the application and its store, to make it fail. */
  readonly faulty?: (store: Store) => Store;
  /** Opens the store in another way, so that the test holds its write connection. */
  readonly openStore?: (path: string) => Promise<Store>;
  /** Says what a language model would. */
  readonly secondOpinion?: SecondOpinion;
  /** Flows in the place of the shipped ones, asked for at every start. */
  readonly shipped?: () => ShippedFlows;
  /** Pushed channels beside the web; made anew at every start. */
  readonly channels?: (house: ChannelHouse) => readonly ConfiguredChannel[];
  /** Judges messages in the place of the shipped rules. */
  readonly detector?: Detector;
}

export async function makeUniverse(options: UniverseOptions = {}): Promise<Universe> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-'));
  const clock = manualClock(Date.parse('2026-03-02T02:00:00Z'));
  const faults: string[] = [];
  const chance = seededChance();
  const report = (fault: string, cause?: unknown): void => {
    faults.push(`${fault} ${cause instanceof Error ? (cause.stack ?? '') : String(cause)}`);
  };
  let stops: readonly (() => Promise<void>)[] = [];

  const stopChannels = async (): Promise<void> => {
    for (const stop of stops) await stop();
  };

  async function start(): Promise<Pick<Universe, 'hien' | 'store' | 'vault' | 'directory' | 'routes'>> {
    const vault = await openVault({ folder });
    const real = await (options.openStore ?? openSqliteStore)(join(folder, 'hien.sqlite'));
    const store = options.faulty?.(real) ?? real;
    const directory = makeLivingDirectory(content.register, { store, vault });
    const staff = await openStaff({ path: ':memory:', secret: 'x'.repeat(40), publicUrl: null });
    const flows = makeLivingFlows(options.shipped?.() ?? content.shipped, { store, vault });
    const channels = options.channels?.({ store, vault, clock, chance, report }) ?? [];
    const hien = await startHien({
      store,
      vault,
      bus: makeBus((fault) => faults.push(String(fault))),
      clock,
      chance,
      flows,
      detector: options.detector ?? content.detector,
      catalogue: flows.catalogue,
      directory,
      placeholders: (now) => directory.placeholders(now),
      reopens: (now) => directory.reopens(now),
      senders: { web: webSender, ...sendersOf(channels) },
      accounts: staff.accounts,
      ...(options.pager === undefined ? {} : { pager: options.pager }),
      ...(options.secondOpinion === undefined ? {} : { secondOpinion: options.secondOpinion }),
      report,
    });
    const opened = channels.map((channel) => channel.open(hien.channels));
    stops = opened.map(({ stop }) => stop);
    return { hien, store, vault, directory, routes: opened.flatMap(({ routes }) => routes) };
  }

  const universe: Universe = {
    folder,
    clock,
    faults,
    ...(await start()),
    async settle() {
      for (let round = 0; round < 4; round += 1) {
        await universe.hien.idle();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async pass(ms) {
      const step = 1000;
      for (let left = ms; left > 0; left -= step) {
        clock.move(Math.min(step, left));
        await universe.settle();
      }
    },
    async restart(between = () => {}) {
      await stopChannels();
      await universe.hien.stop();
      await universe.store.close();
      await universe.vault.close();
      between();
      Object.assign(universe, await start());
    },
    async close() {
      await stopChannels();
      await universe.hien.stop();
      await universe.store.close();
      await universe.vault.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return universe;
}

/** Somebody who writes on the web. */
export interface Writer {
  readonly conversation: string;
  /** Sends, lets everything happen, and returns what is new in the stream for her, without her own messages. */
  write(inbound: Inbound | string): Promise<readonly StreamItem[]>;
  /** What is new in her stream since she last looked, without her own messages. */
  look(): Promise<readonly StreamItem[]>;
}

export async function newPerson(universe: Universe): Promise<Writer> {
  const { conversation } = await universe.hien.person.issueToken();
  await universe.hien.person.start(conversation, 'vi');
  let position = 0;
  let count = 0;
  const look = async (): Promise<readonly StreamItem[]> => {
    const seen = await universe.hien.person.stream(conversation, position);
    position = seen.position;
    return seen.items.filter(({ from }) => from !== 'person');
  };
  return {
    conversation,
    look,
    async write(inbound) {
      count += 1;
      const message: Inbound = typeof inbound === 'string' ? { kind: 'text', text: inbound } : inbound;
      const received = await universe.hien.person.receive(conversation, message, `m${String(count)}`, {
        clientActivityID: `m${String(count)}`,
      });
      if (received.status !== 'accepted') throw new Error(`Not accepted: ${received.status}`);
      await universe.settle();
      return look();
    },
  };
}

/**
 * Closes a talk as she would: writes its contact record as it was begun, with what is given put right, then closes;
 * where she has no record to write she only tries. What the close was answered.
 */
export async function closeTalk(
  universe: Universe,
  desk: Desk,
  conversation: string,
  change: Partial<ContactRecord> = {},
): ReturnType<Desk['do']> {
  const begun = await universe.hien.house.call(desk.who, 'contacts/of', { conversation });
  if (begun.status === 'done') {
    const { version, record } = begun.reply as HouseReply<'contacts/of'>;
    const body = { conversation, id: null, version, record: { ...record, ...change } };
    const saved = await universe.hien.house.call(desk.who, 'contacts/save', body);
    if (saved.status !== 'done') throw new Error(`Not written: ${saved.why}`);
  }
  return desk.do('close', { conversation, note: 'đã an toàn' });
}

/** A member of staff on shift with a console that is heard. */
export interface Desk {
  readonly who: StaffIdentity;
  readonly line: ConsoleLine;
  /** The newest frame of a kind. */
  newest<Type extends ServerFrame['type']>(type: Type): Extract<ServerFrame, { type: Type }> | undefined;
  do(name: Parameters<Hien['desk']['command']>[1], body: unknown): ReturnType<Hien['desk']['command']>;
  watch(conversation: string): Promise<TalkFrame>;
  beat(): void;
}

export async function newStaff(
  universe: Universe,
  name: string,
  role: StaffIdentity['role'] = 'counsellor',
): Promise<Desk> {
  const who: StaffIdentity = { id: name.toLowerCase(), name, role };
  const now = universe.clock.now();
  const row = { ...who, active: true, createdAt: now, shiftSince: null, soundTestedAt: null };
  await universe.store.commit([{ ...emptyCommit(), staff: [row] }]);
  const frames: ServerFrame[] = [];
  const line = universe.hien.desk.openLine(who, (frame) => frames.push(frame));
  const beat = (): void => line.hear({ type: 'beat', soundAllowed: true, visible: true });
  beat();
  await universe.hien.desk.command(who, 'shift/on', { soundHeard: true });
  const newest: Desk['newest'] = (type) =>
    frames.findLast((frame): frame is Extract<ServerFrame, { type: typeof type }> => frame.type === type);
  return {
    who,
    line,
    newest,
    beat,
    async do(command, body) {
      const reply = await universe.hien.desk.command(who, command, body);
      await universe.settle();
      return reply;
    },
    async watch(conversation) {
      line.hear({ type: 'watch', conversation });
      await universe.settle();
      const frame = newest('talk');
      if (frame === undefined) throw new Error('No talk to watch.');
      return frame;
    },
  };
}
