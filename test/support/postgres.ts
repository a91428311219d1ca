import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

/** A private PostgreSQL server in a temporary folder, reached over a socket in that folder and by nobody else. */
export interface PostgresServer {
  /** Makes an empty database; its address. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

const debian = '/usr/lib/postgresql';
export const installPostgres = 'apt-get install postgresql';

/** Where Debian keeps the newest server's programs; null where none is installed. */
export function postgresPrograms(): string | null {
  if (!existsSync(debian)) return null;
  const versions = readdirSync(debian).sort((a, b) => Number(b) - Number(a));
  const found = versions
    .map((version) => join(debian, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
  return found ?? null;
}

/** The server refuses to run as root: there it becomes Debian's own user for it. */
function serverUser(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const ask = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}

export async function startPostgres(programs: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'hien-postgres-'));
  const user = serverUser();
  if ('uid' in user) chownSync(folder, user['uid'], user['gid']);
  const place = join(folder, 'server');
  execFileSync(
    join(programs, 'initdb'),
    ['-D', place, '-U', 'hien', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    {
      ...user,
      cwd: folder,
      stdio: 'pipe',
    },
  );
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', place, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const address = (name: string) => `postgresql://hien@/${name}?host=${encodeURIComponent(folder)}`;
  await untilReady(server, address('postgres'));
  return {
    async database() {
      const name = `t${randomBytes(6).toString('hex')}`;
      await query(address('postgres'), `CREATE DATABASE ${name}`);
      return address(name);
    },
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function query(address: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The server says so itself: no guessing, no waiting longer than it takes. */
async function untilReady(server: ChildProcess, address: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code} while starting: ${said}`)));
  });
  await query(address, 'SELECT 1');
}
