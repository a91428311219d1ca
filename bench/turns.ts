import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Store, TurnCommit } from '../src/app/ports.ts';
import { openWriter, storeOn } from '../src/store/sqlite/sqlite-store.ts';
import { openVault } from '../src/vault/vault.ts';
import { type BareTurn, bareTurns } from './bare-turns.ts';

/*
 * Durable turns per second through the store, beside bare transactions of the same rows: the same file, the same
 * connection, prepared statements written by hand, as many turns in a transaction as the store has in flight.
 * Both take turns, round by round, so that the disk's moods meet both alike.
 */

const rounds = 8;
const turnsPerRound = 960;
const inFlight = [1, 8, 32];

interface Bodies {
  readonly words: Uint8Array;
  readonly reply: Uint8Array;
  readonly snapshot: Uint8Array;
}

async function sealedBodies(folder: string): Promise<Bodies> {
  const vault = await openVault({ folder });
  const seal = await vault.create('bench');
  const sealed = (bytes: number) => seal.seal(new Uint8Array(bytes).fill(97), 'bench');
  const bodies = { words: sealed(120), reply: sealed(800), snapshot: sealed(1_500) };
  await vault.close();
  return bodies;
}

/** A middling turn: what she wrote, the answer, one clock stopped and one started, the queue, the audit, a count. */
function turnOf(id: string, at: number, { words, reply, snapshot }: Bodies): TurnCommit {
  const message = { conversation: id, at, quiet: false } as const;
  return {
    conversation: {
      id,
      expectedVersion: at,
      owner: 'waiting',
      level: 'high',
      highest: 'high',
      quiet: false,
      holder: null,
      flow: 'triage',
      structure: 's1',
      nextSeq: at * 2 + 3,
      lastPersonAt: at,
      closedAt: null,
      erasedAt: null,
      snapshot,
      language: 'vi',
    },
    handled: [`${id}/event/${at}`],
    messages: [
      {
        ...message,
        id: `${id}/in/${at}`,
        seq: at * 2 + 1,
        direction: 'in',
        sender: 'person',
        body: words,
        state: 'visible',
      },
      {
        ...message,
        id: `${id}/out/${at}`,
        seq: at * 2 + 2,
        direction: 'out',
        sender: 'bot',
        body: reply,
        state: 'pending',
      },
    ],
    outbox: [
      {
        message: `${id}/out/${at}`,
        conversation: id,
        seq: at * 2 + 2,
        channel: 'web',
        sender: 'bot',
        holdUntil: at,
      },
    ],
    suppress: [],
    undo: [],
    timersStopped: ['flow-silence'],
    timersStarted: [{ conversation: id, kind: 'rest', token: `${at}`, dueAt: at + 600_000 }],
    queue: {
      conversation: id,
      level: 'high',
      triggers: 'H11',
      waitingSince: 1,
      returned: false,
      quiet: false,
      gone: 'no',
      mayWrite: true,
      usesViolence: false,
      child: false,
      holder: null,
    },
    pages: [],
    pagesAcknowledged: [],
    audit: [{ at, action: 'raised', pseudonym: id, by: null, params: { to: 'high' } }],
    counters: [{ name: 'turns', day: '2026-11-22', add: 1 }],
    revokeTokens: false,
    erase: false,
    forget: false,
    staff: [],
    invitations: [],
    invitationsUsed: [],
    records: [],
  };
}

/** Conversations with their accepted events, one for each turn of the round. */
async function prepare(store: Store, ids: readonly string[], turns: number): Promise<void> {
  for (const id of ids) {
    await store.open(
      {
        id,
        pseudonym: id,
        channel: 'web',
        addressHash: null,
        address: null,
        language: 'vi',
        owner: 'bot',
        level: 'none',
        highest: 'none',
        quiet: false,
        holder: null,
        flow: null,
        structure: null,
        version: 0,
        nextSeq: 1,
        createdAt: 0,
        lastPersonAt: null,
        closedAt: null,
        erasedAt: null,
        snapshot: null,
      },
      null,
    );
  }
  const events = ids.flatMap((id) => Array.from({ length: turns }, (_, at) => ({ id, at })));
  await Promise.all(
    events.map(({ id, at }) => {
      const key = `${id}/event/${at}`;
      return store.accept({
        id: key,
        conversation: id,
        kind: 'person',
        dedupe: key,
        at,
        body: new Uint8Array(200),
      });
    }),
  );
}

async function throughStore(store: Store, lanes: readonly (readonly TurnCommit[])[]): Promise<number> {
  const start = performance.now();
  await Promise.all(
    lanes.map(async (lane) => {
      for (const turn of lane) {
        const [result] = await store.commit([turn]);
        if (result?.status !== 'committed') throw new Error('a turn was not committed', { cause: result });
      }
    }),
  );
  return performance.now() - start;
}

function bare(database: DatabaseSync, write: BareTurn, lanes: readonly (readonly TurnCommit[])[]): number {
  const start = performance.now();
  for (let at = 0; at < (lanes[0]?.length ?? 0); at += 1) {
    database.exec('BEGIN IMMEDIATE');
    for (const lane of lanes) write(lane[at] as TurnCommit);
    database.exec('COMMIT');
  }
  return performance.now() - start;
}

/** The disk's own time to make 4 KiB durable, in ms, in the folder of the databases. */
function syncTime(folder: string): number {
  const file = openSync(join(folder, 'sync'), 'w');
  const page = new Uint8Array(4_096);
  const times = Array.from({ length: 200 }, () => {
    writeSync(file, page);
    const start = performance.now();
    fdatasyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  return median(times);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const perSecond = (ms: number): string => Math.round((turnsPerRound / ms) * 1_000).toLocaleString('en');

/** Under the working folder, not in a temporary one, which may be memory: it is the disk that is measured. */
function makeFolder(): string {
  mkdirSync('data', { recursive: true });
  return mkdtempSync(join('data', 'bench-'));
}

async function measure(folder: string, flight: number, bodies: Bodies): Promise<void> {
  const path = join(folder, `turns-${flight}.sqlite`);
  const writer = openWriter(path);
  const store = await storeOn(writer, path);
  const write = bareTurns(writer);
  const times: { store: number[]; bare: number[] } = { store: [], bare: [] };
  const each = turnsPerRound / flight;
  for (let round = 0; round <= rounds; round += 1) {
    const lanes = async (side: string) => {
      const ids = Array.from({ length: flight }, (_, lane) => `${side}-${round}-${lane}`);
      await prepare(store, ids, each);
      return ids.map((id) => Array.from({ length: each }, (_, at) => turnOf(id, at, bodies)));
    };
    const [ours, theirs] = [await lanes('store'), await lanes('bare')];
    const took = { store: 0, bare: 0 };
    // Who comes second finds the file warmer: they change places every round.
    if (round % 2 === 0) took.bare = bare(writer, write, theirs);
    took.store = await throughStore(store, ours);
    if (round % 2 === 1) took.bare = bare(writer, write, theirs);
    // The first round warms both up.
    if (round === 0) continue;
    times.store.push(took.store);
    times.bare.push(took.bare);
  }
  await store.close();
  const [ours, theirs] = [median(times.store), median(times.bare)];
  const ratio = (theirs / ours).toFixed(2);
  console.log(
    `${String(flight).padStart(2)} in flight: ${perSecond(ours).padStart(7)} turns/s through the store, ${perSecond(theirs).padStart(7)} bare, ratio ${ratio}`,
  );
}

const folder = makeFolder();
try {
  console.log(`fdatasync of 4 KiB on this disk: ${syncTime(folder).toFixed(3)} ms (median of 200)`);
  const bodies = await sealedBodies(folder);
  for (const flight of inFlight) await measure(folder, flight, bodies);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
