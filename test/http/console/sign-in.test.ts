import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { browser, goodPassword, hire, startConsole } from './universe.ts';

const day = 24 * 60 * 60 * 1000;

describe('signing in', () => {
  test('sets the cookie, tells who it is, and is audited', async () => {
    const universe = await startConsole();
    const id = await hire(universe, 'Lan');
    const lan = browser(universe);
    const answer = await lan.signIn('Lan');
    expect(answer).toMatchObject({ status: 200, body: { id, name: 'Lan', role: 'counsellor' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await lan.get('/console/api/me')).toMatchObject({ status: 200, body: { id, name: 'Lan' } });
    expect(universe.desk.signIns).toEqual(['Lan']);
  });

  test('takes the name in any case, width and Unicode form', async () => {
    const universe = await startConsole();
    await hire(universe, 'Nguyễn Thị Lan');
    const typed = ' NGUYỄN THỊ LAN '.normalize('NFD');
    expect((await browser(universe).signIn(typed)).status).toBe(200);
  });

  test('takes the password in either Unicode form', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    expect(goodPassword.normalize('NFD')).not.toBe(goodPassword);
    expect((await browser(universe).signIn('Lan', goodPassword.normalize('NFD'))).status).toBe(200);
  });

  test('keeps the cookie from scripts, from other sites and from other paths', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    const [cookie = ''] = (await browser(universe).signIn('Lan')).headers.getSetCookie();
    const [pair = '', ...flags] = cookie.split('; ');
    expect(pair).toMatch(/^desk=/u);
    expect(flags).toEqual(
      expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/console', 'Max-Age=43200']),
    );
    expect(flags).not.toContain('Secure');
  });

  test('marks the cookie Secure where the public address is https', async () => {
    const universe = await startConsole({ publicUrl: 'https://hien.example.org' });
    await hire(universe, 'Lan');
    const [cookie = ''] = (await browser(universe).signIn('Lan')).headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-desk=.*; Secure/u);
  });

  test('keeps neither address nor browser, though both came with the request', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    await browser(universe, '203.0.113.7').signIn('Lan');
    const rows = new DatabaseSync(universe.path).prepare('select * from session').all();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ ipAddress: '', userAgent: '' });
    expect(JSON.stringify(rows)).not.toMatch(/203\.0\.113|Firefox/u);
  });

  test('goes on when the audit cannot be written, and says so to the operator', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    universe.desk.script.signedIn = () => Promise.reject(new Error('full'));
    expect((await browser(universe).signIn('Lan')).status).toBe(200);
    expect(universe.faults).toEqual(['/console/api/sign-in: Error: full']);
  });

  test('signs out whoever sat there before', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    await hire(universe, 'Mai');
    const shared = browser(universe);
    await shared.signIn('Lan');
    const before = shared.cookie();
    await shared.signIn('Mai');
    const old = await shared.raw('/console/api/me', { headers: { cookie: before } });
    expect(old.status).toBe(401);
    expect(await shared.get('/console/api/me')).toMatchObject({ status: 401 });
  });
});

describe('a wrong sign-in', () => {
  test('says the same for a wrong password, an unknown name and a deactivated colleague', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    universe.desk.people.delete(await hire(universe, 'Gone'));
    const wrong = await browser(universe).signIn('Lan', 'not the password at all');
    const unknown = await browser(universe).signIn('Nobody', 'not the password at all');
    const gone = await browser(universe).signIn('Gone');
    expect(wrong).toMatchObject({
      status: 401,
      body: { error: { code: 'wrong-sign-in', message: 'error.wrong-sign-in' } },
    });
    expect(unknown.body).toEqual(wrong.body);
    expect(gone.body).toEqual(wrong.body);
    expect([wrong, unknown, gone].flatMap((answer) => answer.headers.getSetCookie())).toEqual([]);
    expect(new DatabaseSync(universe.path).prepare('select * from session').all()).toEqual([]);
  });

  test('takes as long for an unknown name as for a wrong password', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    const times = async (name: string) => {
      const taken: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const from = performance.now();
        await browser(universe).signIn(name, 'not the password at all');
        taken.push(performance.now() - from);
      }
      return taken.sort((a, b) => a - b)[2] ?? 0;
    };
    const known = await times('Lan');
    const unknown = await times('Nobody');
    // Without the hash an unknown name answers at least ten times faster.
    expect(unknown).toBeGreaterThan(known * 0.35);
    expect(known).toBeGreaterThan(unknown * 0.35);
  });

  test('is refused after ten tries, with the time to wait, and only under this name from this caller', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    await hire(universe, 'Mai');
    for (let round = 0; round < 10; round += 1) {
      expect((await browser(universe).signIn('Lan', 'wrong wrong wrong')).status).toBe(401);
    }
    const eleventh = await browser(universe).signIn('lan');
    expect(eleventh).toMatchObject({ status: 429, body: { error: { code: 'too-many-tries' } } });
    expect(eleventh.headers.get('retry-after')).toBe('900');
    expect((await browser(universe).signIn('Mai')).status).toBe(200);
    expect((await browser(universe, '198.51.100.2').signIn('Lan')).status).toBe(200);
    universe.clock.advance(15 * 60 * 1000);
    expect((await browser(universe).signIn('Lan')).status).toBe(200);
  });

  test('does not count against one who signs in rightly again and again', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    for (let round = 0; round < 12; round += 1)
      expect((await browser(universe).signIn('Lan')).status).toBe(200);
  });
});

describe('a session', () => {
  test('ends with signing out', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    const lan = browser(universe);
    await lan.signIn('Lan');
    const kept = lan.cookie();
    expect(await lan.post('/console/api/sign-out', {})).toMatchObject({
      status: 200,
      body: { status: 'done' },
    });
    expect(lan.cookie()).toBe('');
    expect((await lan.raw('/console/api/me', { headers: { cookie: kept } })).status).toBe(401);
    expect(new DatabaseSync(universe.path).prepare('select * from session').all()).toEqual([]);
  });

  test('ends when its colleague is deactivated', async () => {
    const universe = await startConsole();
    const id = await hire(universe, 'Lan');
    const lan = browser(universe);
    await lan.signIn('Lan');
    universe.desk.people.delete(id);
    expect((await lan.get('/console/api/me')).status).toBe(401);
  });

  test.each<[string, { expiresIn: number; age: number }, number]>([
    ['used an hour ago', { expiresIn: day / 2 - 1000, age: 3_600_000 }, 200],
    ['not used for twelve hours', { expiresIn: -1000, age: day / 2 }, 401],
    ['in use for a day', { expiresIn: day / 2, age: day }, 401],
  ])('%s', async (_name, { expiresIn, age }, status) => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    const lan = browser(universe);
    await lan.signIn('Lan');
    const iso = (ms: number) => new Date(Date.now() + ms).toISOString();
    const database = new DatabaseSync(universe.path);
    database.prepare('update session set expiresAt = ?, createdAt = ?').run(iso(expiresIn), iso(-age));
    expect((await lan.get('/console/api/me')).status).toBe(status);
  });

  test('is prolonged in row and cookie by use', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    const lan = browser(universe);
    await lan.signIn('Lan');
    const database = new DatabaseSync(universe.path);
    const soon = new Date(Date.now() + 60_000).toISOString();
    database.prepare('update session set expiresAt = ?').run(soon);
    const answer = await lan.get('/console/api/me');
    expect(answer.headers.getSetCookie()[0]).toMatch(/^desk=.*Max-Age=43200/u);
    const row = database.prepare('select expiresAt from session').get();
    expect(String(row?.['expiresAt']) > soon).toBe(true);
  });

  test.each(['desk=forged.signature', 'desk=', 'desk=%zz', 'other=1', 'desk'])(
    'is not had with the cookie %s',
    async (cookie) => {
      const universe = await startConsole();
      expect((await browser(universe).raw('/console/api/me', { headers: { cookie } })).status).toBe(401);
    },
  );
});
