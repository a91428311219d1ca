import { describe, expect, test } from 'vitest';
import { accountNames, browser, goodPassword, hire, startConsole, type Universe } from './universe.ts';

async function invited(name = 'Lan') {
  const universe = await startConsole();
  universe.desk.invitations.set('link', { status: 'open', name, role: 'administrator' });
  return universe;
}

const accept = (universe: Universe, body: object) =>
  browser(universe).post('/console/api/invitation/accept', {
    secret: 'link',
    password: goodPassword,
    ...body,
  });

describe('an invitation', () => {
  test('shows for whom it is', async () => {
    const universe = await invited();
    expect(await browser(universe).post('/console/api/invitation/view', { secret: 'link' })).toMatchObject({
      status: 200,
      body: { status: 'open', name: 'Lan', role: 'administrator' },
    });
    expect(await browser(universe).post('/console/api/invitation/view', { secret: 'guess' })).toMatchObject({
      status: 200,
      body: { status: 'void' },
    });
  });

  test('makes the account and signs in; afterwards the password alone does', async () => {
    const universe = await invited();
    const lan = browser(universe);
    const answer = await lan.post('/console/api/invitation/accept', {
      secret: 'link',
      password: goodPassword,
    });
    expect(answer).toMatchObject({ status: 200, body: { name: 'Lan', role: 'administrator' } });
    expect((await lan.get('/console/api/me')).status).toBe(200);
    expect((await browser(universe).signIn('Lan')).status).toBe(200);
    expect(universe.desk.signIns).toEqual(['Lan', 'Lan']);
  });

  test('lets the first administrator choose a name', async () => {
    const universe = await invited('');
    expect(await accept(universe, { name: ' Chị Hoa ' })).toMatchObject({
      status: 200,
      body: { name: 'Chị Hoa' },
    });
  });

  test('works once', async () => {
    const universe = await invited();
    expect((await accept(universe, {})).status).toBe(200);
    expect(await accept(universe, { name: 'Second' })).toMatchObject({
      status: 410,
      body: { error: { code: 'invitation-void' } },
    });
    expect(accountNames(universe)).toEqual(['Lan']);
  });

  test('works once also when two accept it at the same moment', async () => {
    const universe = await invited();
    const answers = await Promise.all(['One Two', 'Two One'].map((name) => accept(universe, { name })));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 410]);
    expect(accountNames(universe)).toHaveLength(1);
  });

  test.each<['void' | 'breaks', number, string]>([
    ['void', 410, 'invitation-void'],
    ['breaks', 503, 'unavailable'],
  ])('that turns out %s leaves no account behind', async (how, status, code) => {
    const universe = await invited();
    universe.desk.script.useInvitation = how;
    const answer = await accept(universe, {});
    expect(answer).toMatchObject({ status, body: { error: { code } } });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(accountNames(universe)).toEqual([]);
  });

  test.each<[string, object, number, string]>([
    ['a name that is no name', { name: '!!' }, 422, 'name-invalid'],
    ['a short password', { password: 'short' }, 422, 'password-weak'],
    ['the name of a colleague', { name: 'mai' }, 409, 'name-taken'],
  ])('refuses %s and stays open', async (_name, body, status, code) => {
    const universe = await invited();
    await hire(universe, 'Mai');
    expect(await accept(universe, body)).toMatchObject({ status, body: { error: { code } } });
    expect((await accept(universe, {})).status).toBe(200);
  });

  test('cannot be guessed at without end', async () => {
    const universe = await invited();
    const statuses: number[] = [];
    for (let round = 0; round < 61; round += 1) {
      const guess = await browser(universe).post('/console/api/invitation/view', {
        secret: `guess ${round}`,
      });
      statuses.push(guess.status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
  });
});
