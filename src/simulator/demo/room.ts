import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { emptyCommit } from '../../app/commit-of.ts';
import { limits } from '../../app/limits.ts';
import type { StaffRole } from '../../app/ports.ts';
import { readConfig } from '../../config.ts';
import { type RunningServer, startServer, systemChance, systemClock } from '../../main.ts';
import { workAsColleague } from './colleague.ts';
import { acceptInvitation, type Console } from './console.ts';
import { openPerson } from './person.ts';
import { pretendVendors, type Vendors } from './phones.ts';
import { readTalks, type Talk } from './talks.ts';

/** Everybody who can sign in. The colleague is played by the program. */
const staff = [
  { name: 'Hà', role: 'administrator', played: false },
  { name: 'Thu', role: 'supervisor', played: false },
  { name: 'Lan', role: 'counsellor', played: false },
  { name: 'Nam', role: 'counsellor', played: false },
  { name: 'Mai', role: 'counsellor', played: true },
] as const satisfies readonly { name: string; role: StaffRole; played: boolean }[];

/** How often the supervisor tries to give a talk to the colleague, in milliseconds. */
const pace = { assign: 1000 } as const;

/** A whole evening on loopback, in a folder of its own. */
export interface DemoRoom {
  readonly url: string;
  /** A page with a phone for each channel. */
  readonly phones: string;
  readonly staff: typeof staff;
  /** The one password of everybody. */
  readonly password: string;
  close(): Promise<void>;
}

export interface DemoOptions {
  readonly folder: string;
  /** Empty or absent: a free port. */
  readonly port: string | undefined;
  readonly report: (fault: string, cause?: unknown) => void;
}

/** Starts the server, makes the staff, and lets the people come by themselves. */
export async function openDemoRoom({ folder, port = '', report }: DemoOptions): Promise<DemoRoom> {
  const vendors = await pretendVendors();
  const server = await startPlayground(vendors, { folder, port, report });
  const stopping = new AbortController();
  const close = async (): Promise<void> => {
    stopping.abort();
    await server.close();
    await vendors.close();
  };
  try {
    const { url: phones } = await vendors.open(server);
    const password = easyPassword();
    const consoles = await makeStaff(server, password, stopping.signal);
    play({ url: server.url, consoles, report, stop: stopping.signal });
    return { url: server.url, phones, staff, password, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** The server on loopback, led to the pretended vendors. */
async function startPlayground(
  vendors: Vendors,
  { folder, port = '', report }: DemoOptions,
): Promise<RunningServer> {
  const place = { PORT: port.trim() === '' ? '0' : port, HIEN_DATA: folder };
  try {
    return await startServer(readConfig({ ...place, ...vendors.environment }), report);
  } catch (fault) {
    await vendors.close();
    throw fault;
  }
}

interface Consoles {
  readonly supervisor: Console;
  readonly colleague: Console;
}

/** Every account by an invitation, as the console makes them. */
async function makeStaff(server: RunningServer, password: string, stop: AbortSignal): Promise<Consoles> {
  const consoles: Partial<Record<StaffRole | 'colleague', Console>> = {};
  for (const { name, role, played } of staff) {
    const secret = systemChance.secret();
    const hash = server.vault.keyedHash('invitation', secret);
    const expiresAt = systemClock.now() + limits.setUpLink;
    const invitation = { hash, staff: null, name, role, expiresAt };
    await server.store.commit([{ ...emptyCommit(), invitations: [invitation] }]);
    consoles[played ? 'colleague' : role] = await acceptInvitation(server.url, { secret, password }, stop);
  }
  const { supervisor, colleague } = consoles;
  if (supervisor === undefined || colleague === undefined) throw new Error('The staff is not complete.');
  return { supervisor, colleague };
}

interface Play {
  readonly url: string;
  readonly consoles: Consoles;
  readonly report: DemoOptions['report'];
  readonly stop: AbortSignal;
}

/** Everybody acts at the same time; what fails is reported, and the others go on. */
function play({ url, consoles: { supervisor, colleague }, report, stop }: Play): void {
  const known = new Map<string, Talk>();
  const free = (name: string, work: Promise<void>): void => {
    work.catch((fault: unknown) => {
      if (!stop.aborted) report(`demo: ${name}`, fault);
    });
  };
  free('colleague', beginShift(colleague, known, stop));
  for (const talk of readTalks()) free(talk.about, comes(talk));

  async function comes(talk: Talk): Promise<void> {
    await pause(talk.arrives * 1000, undefined, { signal: stop });
    const person = await openPerson(url, talk, stop);
    known.set(person.conversation, talk);
    if (talk.colleague !== undefined) free('assigning', assign(person.conversation));
    await person.live();
  }

  /** As soon as the talk waits and the colleague has room. */
  async function assign(conversation: string): Promise<void> {
    for (;;) {
      await pause(pace.assign, undefined, { signal: stop });
      const desk = colleague.desk();
      if (!desk?.queue.some((line) => line.conversation === conversation)) continue;
      const reply = await supervisor.run('assign', { conversation, staff: desk.me.id });
      if (reply.status === 'done') return;
    }
  }
}

async function beginShift(
  colleague: Console,
  talks: ReadonlyMap<string, Talk>,
  stop: AbortSignal,
): Promise<void> {
  colleague.open();
  await colleague.run('shift/on', { soundHeard: true });
  await workAsColleague(colleague, talks, stop);
}

/** Good enough for an evening on this machine, and easy to type. */
function easyPassword(): string {
  const one = (letters: string): string => letters.charAt(randomInt(letters.length));
  const syllable = (): string => one('bcdghklmnrstvx') + one('aeiou');
  const word = (): string => syllable() + syllable() + syllable();
  return `${word()}-${word()}-${String(randomInt(1000, 10_000))}`;
}
