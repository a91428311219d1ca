import { describe, expect, test } from 'vitest';
import { commands } from '../../../src/wire/console.ts';
import { accountNames, browser, hire, startConsole } from './universe.ts';

async function signedIn(options: Parameters<typeof startConsole>[0] = {}) {
  const universe = await startConsole(options);
  await hire(universe, 'Lan');
  const lan = browser(universe);
  await lan.signIn('Lan');
  return { universe, lan };
}

const error = (code: string) => ({ error: { code, message: `error.${code}` } });

describe('a command', () => {
  const bodies: Record<keyof typeof commands, object> = {
    'shift/on': { soundHeard: true },
    'shift/off': {},
    'claim-next': {},
    claim: { conversation: 'c' },
    assign: { conversation: 'c', staff: 's' },
    write: { conversation: 'c', text: ' Chào chị. ', clientId: '12345678' },
    undo: { conversation: 'c', message: 'm' },
    level: { conversation: 'c', level: 'high', reason: 'r' },
    unlock: { conversation: 'c', reason: 'r' },
    release: { conversation: 'c', note: 'n' },
    return: { conversation: 'c', note: '' },
    offer: { conversation: 'c', staff: 's', note: '' },
    'offer/accept': { conversation: 'c' },
    'offer/refuse': { conversation: 'c' },
    whisper: { conversation: 'c', text: 't' },
    jot: { conversation: 'c', text: 't' },
    'rest/end': {},
    'debrief/done': { id: 'i' },
    close: { conversation: 'c', note: 'n' },
    code: { conversation: 'c', answer: 'card' },
    'alarm/seen': { conversation: 'c' },
  };

  test('of each name reaches the desk, checked, with the name of its giver', async () => {
    const { universe, lan } = await signedIn();
    universe.desk.script.reply = () => ({ status: 'done', conversation: 'c' });
    for (const [name, body] of Object.entries(bodies)) {
      const answer = await lan.post(`/console/api/${name}`, body);
      expect({ name, ...answer }).toMatchObject({
        name,
        status: 200,
        body: { status: 'done', conversation: 'c' },
      });
    }
    expect(universe.desk.given.map(({ name }) => name)).toEqual(Object.keys(commands));
    expect(universe.desk.given.every(({ by }) => by === 'Lan')).toBe(true);
    expect(universe.desk.given.find(({ name }) => name === 'write')?.body).toEqual({
      conversation: 'c',
      text: 'Chào chị.',
      clientId: '12345678',
    });
  });

  test('that the desk refuses says why', async () => {
    const { universe, lan } = await signedIn();
    universe.desk.script.reply = () => ({ status: 'refused', why: 'not-allowed' });
    expect(await lan.post('/console/api/claim-next', {})).toMatchObject({
      status: 200,
      body: { status: 'refused', why: 'not-allowed' },
    });
  });

  test.each<[string, string, unknown]>([
    ['without the sound heard', 'shift/on', {}],
    ['with a wrong type', 'write', { conversation: 'c', text: 5, clientId: '12345678' }],
    ['with only spaces to say', 'write', { conversation: 'c', text: '  ', clientId: '12345678' }],
    ['with an unknown level', 'level', { conversation: 'c', level: 'worst', reason: 'r' }],
    ['that is a list', 'claim-next', []],
    ['that is null', 'claim-next', null],
  ])('%s is invalid and does nothing', async (_name, command, body) => {
    const { universe, lan } = await signedIn();
    expect(await lan.post(`/console/api/${command}`, body)).toMatchObject({
      status: 400,
      body: { status: 'refused', why: 'invalid' },
    });
    expect(universe.desk.given).toEqual([]);
  });

  test('without a session is refused before its body is read', async () => {
    const universe = await startConsole();
    const answer = await browser(universe).raw('/console/api/write', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: 'x',
    });
    expect(answer).toMatchObject({ status: 401, body: error('not-signed-in') });
  });

  test('that breaks inside is unavailable, and the operator hears of it', async () => {
    const { universe, lan } = await signedIn();
    universe.desk.script.reply = () => {
      throw new Error('bug');
    };
    expect(await lan.post('/console/api/claim-next', {})).toMatchObject({
      status: 503,
      body: error('unavailable'),
    });
    expect(universe.faults).toEqual(['/console/api/claim-next: Error: bug']);
  });
});

describe('a broken request', () => {
  const json = { 'content-type': 'application/json' };
  test.each<
    [string, { headers: Record<string, string>; body: string | Uint8Array<ArrayBuffer> }, number, string]
  >([
    ['not JSON', { headers: json, body: '{"soundHeard":' }, 400, 'invalid'],
    ['empty', { headers: json, body: '' }, 400, 'invalid'],
    ['not UTF-8', { headers: json, body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]) }, 400, 'invalid'],
    ['over 64 KiB', { headers: json, body: JSON.stringify('x'.repeat(64 * 1024)) }, 413, 'too-large'],
    [
      'a form',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1' },
      415,
      'wrong-type',
    ],
    ['plain text', { headers: { 'content-type': 'text/plain' }, body: '{}' }, 415, 'wrong-type'],
  ])('%s is refused in one form and changes nothing', async (_name, init, status, code) => {
    const { universe, lan } = await signedIn();
    const answer = await lan.raw('/console/api/claim-next', { method: 'POST', ...init });
    expect(answer).toMatchObject({ status, body: error(code) });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/u);
    expect(universe.desk.given).toEqual([]);
    expect(universe.faults).toEqual([]);
  });

  test.each(['sign-in', 'invitation/view', 'invitation/accept'])(
    '%s refuses a body without its fields',
    async (path) => {
      const universe = await startConsole();
      expect(await browser(universe).post(`/console/api/${path}`, { name: 'x' })).toMatchObject({
        status: 400,
        body: error('invalid'),
      });
    },
  );
});

describe('a page of somebody else', () => {
  const origins = ['https://evil.example', 'null', 'http://127.0.0.1:1', ''];

  test.each(origins)('at %j can neither command nor sign in or out', async (origin) => {
    const { universe, lan } = await signedIn();
    for (const path of ['claim-next', 'sign-in', 'sign-out', 'invitation/accept']) {
      const answer = await lan.post(`/console/api/${path}`, {}, { origin });
      expect({ path, ...answer }).toMatchObject({ path, status: 403, body: error('foreign-origin') });
    }
    expect(universe.desk.given).toEqual([]);
    expect((await lan.get('/console/api/me')).status).toBe(200);
  });

  test('is any page but the public one, where that is known', async () => {
    const { universe, lan } = await signedIn({ publicUrl: 'https://hien.example.org' });
    expect((await lan.post('/console/api/claim-next', {}, { origin: universe.url })).status).toBe(403);
    expect((await lan.post('/console/api/claim-next', {})).status).toBe(200);
  });

  test('is also a request without any origin', async () => {
    const { universe, lan } = await signedIn();
    const response = await fetch(`${universe.url}/console/api/claim-next`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: lan.cookie() },
      body: '{}',
    });
    expect(response.status).toBe(403);
  });
});

describe('nothing else answers', () => {
  const closed: [string, string][] = [
    ['POST', '/console/api/auth/sign-up/email'],
    ['POST', '/console/api/auth/sign-in/email'],
    ['POST', '/console/api/auth/sign-in/username'],
    ['GET', '/console/api/auth/get-session'],
    ['POST', '/console/api/auth/update-user'],
    ['POST', '/console/api/auth/delete-user'],
    ['GET', '/console/api/auth/ok'],
    ['POST', '/console/api/sign-up/email'],
    ['POST', '/console/api/is-username-available'],
    ['POST', '/console/api/update-user'],
    ['GET', '/console/api/get-session'],
    ['GET', '/console/api/'],
    ['GET', '/console/api/claim-next'],
    ['POST', '/console/api/me'],
    ['DELETE', '/console/api/me'],
    ['POST', '/api/auth/sign-up/email'],
    ['POST', '/api/auth/sign-in/username'],
    ['GET', '/console/live'],
  ];
  test.each(closed)('%s %s is not found', async (method, path) => {
    const { universe, lan } = await signedIn();
    const body = method === 'GET' ? {} : { body: JSON.stringify(signUp) };
    const answer = await lan.raw(path, { method, headers: { 'content-type': 'application/json' }, ...body });
    expect(answer.status).toBe(404);
    expect(accountNames(universe)).toEqual(['Lan']);
  });

  const signUp = {
    name: 'Mallory',
    username: 'mallory',
    email: 'm@example.org',
    password: 'quite a long password',
  };
});
