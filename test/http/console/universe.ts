import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import websocket from '@fastify/websocket';
import Fastify from 'fastify';
import { afterEach } from 'vitest';
import { WebSocket } from 'ws';
import type { ConsoleLine, DeskDoor, InvitationView, StaffIdentity } from '../../../src/app/desk-door.ts';
import type { HouseDoor } from '../../../src/app/house/house-door.ts';
import type { Clock } from '../../../src/app/ports.ts';
import { consolePlugin } from '../../../src/http/console/plugin.ts';
import { openStaff, type Staff } from '../../../src/http/staff/open-staff.ts';
import type { CommandReply, ConsoleFrame, DeskFrame, ServerFrame } from '../../../src/wire/console.ts';

export const secret = 'a secret for tests, long enough 0123456789';
export const goodPassword = 'mưa rơi trên mái ngói';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'console-'));
  closers.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A clock that moves only when it is told to. */
export function steppingClock(): Clock & { advance(ms: number): void; timers(): number } {
  let time = 1_800_000_000_000;
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    now: () => time,
    timers: () => waiting.size,
    after(ms, callback) {
      const entry = { at: time + ms, callback };
      waiting.add(entry);
      return () => void waiting.delete(entry);
    },
    advance(ms) {
      const until = time + ms;
      for (;;) {
        const next = [...waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        waiting.delete(next);
        time = Math.max(time, next.at);
        next.callback();
      }
      time = until;
    },
  };
}

/** A desk that does what the test says and remembers what it was asked. */
export function scriptedDoor() {
  const people = new Map<string, StaffIdentity>();
  const invitations = new Map<string, InvitationView>();
  const given: { by: string; name: string; body: unknown }[] = [];
  const heard: ConsoleFrame[] = [];
  const signIns: string[] = [];
  const lines: { who: StaffIdentity; send: (frame: ServerFrame) => void; open: boolean }[] = [];
  const script: {
    reply: () => CommandReply;
    hear: (frame: ConsoleFrame) => void;
    useInvitation: 'as written' | 'void' | 'breaks';
    signedIn: () => Promise<void>;
  } = {
    reply: () => ({ status: 'done' }),
    hear: () => {},
    useInvitation: 'as written',
    signedIn: () => Promise.resolve(),
  };
  const door: DeskDoor = {
    staff: (id) => Promise.resolve(people.get(id) ?? null),
    async command(by, name, body) {
      given.push({ by: by.name, name, body });
      return script.reply();
    },
    openLine(who, send): ConsoleLine {
      const line = { who, send, open: true };
      lines.push(line);
      send(desk(0));
      return {
        hear: (frame) => {
          heard.push(frame);
          script.hear(frame);
        },
        close: () => {
          line.open = false;
        },
      };
    },
    invitation: (key) => Promise.resolve(invitations.get(key) ?? { status: 'void' }),
    async useInvitation(key, id, name) {
      if (script.useInvitation === 'breaks') throw new Error('the disk is full');
      const view = invitations.get(key);
      invitations.delete(key);
      if (script.useInvitation === 'void' || view?.status !== 'open') return { status: 'void' };
      people.set(id, { id, name, role: view.role });
      return { status: 'done' };
    },
    signedIn(who) {
      signIns.push(who.name);
      return script.signedIn();
    },
  };
  const house: HouseDoor = {
    async call(by, name, body) {
      given.push({ by: by.name, name, body });
      return { status: 'done', reply: { heard: name } };
    },
  };
  return { door, house, people, invitations, given, heard, signIns, lines, script };
}

export function desk(now: number): DeskFrame {
  return {
    type: 'desk',
    now,
    me: { id: 'x', name: 'x', role: 'counsellor', onShift: false },
    queue: [],
    mine: [],
    colleaguesTalks: [],
    staff: [],
    alarm: { ringing: false, worst: 'none' },
    capacity: { talks: 0, limit: 2 },
    warnings: [],
  };
}

/** A real server on loopback with the console mounted, and a database of its own. */
export async function startConsole(options: { readonly publicUrl?: string } = {}) {
  const path = join(folder(), 'staff.sqlite');
  const publicUrl = options.publicUrl ?? null;
  const staff = await openStaff({ path, secret, publicUrl });
  const clock = steppingClock();
  const desk = scriptedDoor();
  const counted: string[] = [];
  const faults: string[] = [];
  const app = Fastify({ trustProxy: true });
  await app.register(websocket);
  await app.register(
    consolePlugin({
      staff,
      door: desk.door,
      house: desk.house,
      publicUrl,
      clock,
      count: (event) => counted.push(event),
      onError: (error, route) => faults.push(`${route}: ${String(error)}`),
    }),
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  closers.push(async () => {
    for (const client of app.websocketServer.clients) client.terminate();
    await app.close();
    staff.close();
  });
  return { url, path, staff, clock, desk, counted, faults, origin: publicUrl ?? url };
}
export type Universe = Awaited<ReturnType<typeof startConsole>>;

/** Makes an active counsellor with the good password. */
export async function hire(
  universe: { staff: Staff; desk: Universe['desk'] },
  name: string,
): Promise<string> {
  const made = await universe.staff.accounts.create(name, goodPassword);
  if (made.status !== 'created') throw new Error(made.status);
  universe.desk.people.set(made.id, { id: made.id, name, role: 'counsellor' });
  return made.id;
}

/** Whose accounts the staff database holds. */
export function accountNames({ path }: Pick<Universe, 'path'>): unknown[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const names = database
    .prepare('select name from user order by name')
    .all()
    .map((row) => row['name']);
  database.close();
  return names;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A browser window: keeps cookies, sends its own origin. */
export function browser({ url, origin }: Pick<Universe, 'url' | 'origin'>, caller = '203.0.113.7') {
  let cookie = '';
  const always = () => ({ 'x-forwarded-for': caller, 'user-agent': 'Firefox of Lan', cookie });
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, init);
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      cookie = /Max-Age=0/u.test(line) ? '' : pair;
    }
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  };
  return {
    get: (path: string) => call(path, { headers: always() }),
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      call(path, {
        method: 'POST',
        headers: { ...always(), origin, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    raw: (
      path: string,
      { headers, ...init }: Omit<RequestInit, 'headers'> & { readonly headers: Record<string, string> },
    ) => call(path, { ...init, headers: { ...always(), origin, ...headers } }),
    signIn: (name: string, password = goodPassword) =>
      call('/console/api/sign-in', {
        method: 'POST',
        headers: { ...always(), origin, 'content-type': 'application/json' },
        body: JSON.stringify({ name, password }),
      }),
    cookie: () => cookie,
    live: (headers: Record<string, string> = {}, options: { autoPong?: boolean } = {}) =>
      openLive(url, { cookie, origin, ...headers }, options),
  };
}

/** A live socket that keeps what it got and lets a test wait for more. */
function openLive(url: string, headers: Record<string, string>, options: { autoPong?: boolean }) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/console/live`, { headers, ...options });
  closers.push(() => socket.terminate());
  const frames: ServerFrame[] = [];
  const refused = new Promise<number>((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('error', () => {});
  socket.on('message', (bytes: Buffer) => frames.push(JSON.parse(bytes.toString('utf8')) as ServerFrame));
  return { socket, frames, refused, closed, say: (frame: unknown) => socket.send(JSON.stringify(frame)) };
}
