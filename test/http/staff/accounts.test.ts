import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { makeStaffAccounts } from '../../../src/http/staff/accounts.ts';
import { openAuth } from '../../../src/http/staff/auth.ts';
import { openStaff } from '../../../src/http/staff/open-staff.ts';
import { folder, goodPassword, secret } from '../console/universe.ts';

const file = () => join(folder(), 'staff.sqlite');
const open = (path: string, key = secret) => openStaff({ path, secret: key, publicUrl: null });
const pairs = (cookies: readonly string[]) => cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');

describe('accounts', () => {
  test('are made once for each name, whatever its case or form', async () => {
    const { accounts, close } = await open(':memory:');
    expect(await accounts.create('Mỹ Lan', goodPassword)).toMatchObject({ status: 'created' });
    for (const again of ['MỸ LAN', 'mỹ lan'.normalize('NFD'), ' Mỹ Lan ', 'Ｍỹ Ｌan'])
      expect({ again, ...(await accounts.create(again, goodPassword)) }).toEqual({ again, status: 'taken' });
    expect(await accounts.create('My Lan', goodPassword)).toMatchObject({ status: 'created' });
    close();
  });

  test('are made once when two ask at the same moment', async () => {
    const { accounts, close } = await open(':memory:');
    const made = await Promise.all([1, 2, 3].map(() => accounts.create('Lan', goodPassword)));
    expect(made.map(({ status }) => status).sort()).toEqual(['created', 'taken', 'taken']);
    close();
  });

  test('refuse what is no name, and a weak password', async () => {
    const { accounts, close } = await open(':memory:');
    expect(await accounts.create('x', goodPassword)).toEqual({ status: 'invalid' });
    expect(await accounts.create('Lan', 'short')).toEqual({ status: 'weak' });
    close();
  });

  test('go with all that hangs on them, and free the name', async () => {
    const path = file();
    const { accounts, sessions, close } = await open(path);
    const made = await accounts.create('Lan', goodPassword);
    const outcome = await sessions.signIn('Lan', goodPassword);
    if (made.status !== 'created' || outcome.status !== 'in') throw new Error('not made');
    await accounts.remove(made.id);
    const rows = new DatabaseSync(path);
    for (const table of ['user', 'account', 'session'])
      expect({ table, rows: rows.prepare(`select * from ${table}`).all() }).toEqual({ table, rows: [] });
    expect((await sessions.find(pairs(outcome.cookies), false)).session).toBeNull();
    expect(await accounts.create('Lan', goodPassword)).toMatchObject({ status: 'created' });
    await accounts.remove('nobody');
    close();
  });

  test('leave no half behind when the password cannot be written', async () => {
    const path = file();
    const { accounts, close } = await open(path);
    const rows = new DatabaseSync(path);
    rows.exec(`create trigger full before insert on account begin select raise(abort, 'full'); end`);
    await expect(accounts.create('Lan', goodPassword)).rejects.toThrow('full');
    expect(rows.prepare('select * from user').all()).toEqual([]);
    rows.exec('drop trigger full');
    expect(await accounts.create('Lan', goodPassword)).toMatchObject({ status: 'created' });
    close();
  });
});

describe('the staff database', () => {
  test('can be read by the owner of the process alone, journal included', async () => {
    const path = file();
    const { accounts, close } = await open(path);
    await accounts.create('Lan', goodPassword);
    for (const name of [path, `${path}-wal`, `${path}-shm`])
      expect({ name, mode: statSync(name).mode & 0o777 }).toEqual({ name, mode: 0o600 });
    close();
  });

  test('keeps accounts and sessions over a restart, and no password or address of mail', async () => {
    const path = file();
    const first = await open(path);
    await first.accounts.create('Lan', goodPassword);
    const outcome = await first.sessions.signIn('Lan', goodPassword);
    if (outcome.status !== 'in') throw new Error('refused');
    first.close();
    const second = await open(path);
    expect((await second.sessions.find(pairs(outcome.cookies), false)).session).toEqual(outcome.session);
    expect((await second.sessions.signIn('Lan', goodPassword)).status).toBe('in');
    const database = new DatabaseSync(path);
    const rows = JSON.stringify([
      ...database.prepare('select * from user').all(),
      ...database.prepare('select * from account').all(),
    ]);
    expect(rows).not.toContain(goodPassword);
    expect(rows).toContain('@staff.invalid');
    second.close();
  });

  test('opened with another secret knows no earlier session', async () => {
    const path = file();
    const first = await open(path);
    await first.accounts.create('Lan', goodPassword);
    const outcome = await first.sessions.signIn('Lan', goodPassword);
    if (outcome.status !== 'in') throw new Error('refused');
    first.close();
    const second = await open(path, `${secret} another`);
    expect((await second.sessions.find(pairs(outcome.cookies), false)).session).toBeNull();
    second.close();
  });

  test('is not opened with a short secret', async () => {
    await expect(open(':memory:', 'short')).rejects.toThrow('32 characters');
  });

  test('forgets sessions that have ended when somebody signs in', async () => {
    const path = file();
    const { accounts, sessions, close } = await open(path);
    await accounts.create('Lan', goodPassword);
    await sessions.signIn('Lan', goodPassword);
    const database = new DatabaseSync(path);
    database.prepare('update session set expiresAt = ?').run('2020-01-01T00:00:00.000Z');
    await sessions.signIn('Lan', goodPassword);
    expect(database.prepare('select * from session').all()).toHaveLength(1);
    close();
  });
});

describe('the library below', () => {
  const library = async () => {
    const database = new DatabaseSync(':memory:');
    return { database, auth: await openAuth({ database, secret, publicUrl: null }) };
  };

  test('lets nobody sign up, not even when it is called directly', async () => {
    const { database, auth } = await library();
    const body = { name: 'Mallory', username: 'mallory', email: 'm@example.org', password: goodPassword };
    await expect(auth.api.signUpEmail({ body })).rejects.toMatchObject({ status: 'BAD_REQUEST' });
    const request = new Request('http://127.0.0.1/api/auth/sign-up/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1' },
      body: JSON.stringify(body),
    });
    expect((await auth.handler(request)).status).toBe(400);
    expect(database.prepare('select * from user').all()).toEqual([]);
  });

  test('keeps neither address nor browser, even when it is handed both', async () => {
    const { database, auth } = await library();
    await makeStaffAccounts(auth).create('Lan', goodPassword);
    await auth.api.signInUsername({
      body: { username: 'Lan', password: goodPassword },
      headers: new Headers({ 'x-forwarded-for': '203.0.113.7', 'user-agent': 'Firefox of Lan' }),
    });
    expect(database.prepare('select ipAddress, userAgent from session').all()).toEqual([
      { ipAddress: '', userAgent: '' },
    ]);
  });
});
