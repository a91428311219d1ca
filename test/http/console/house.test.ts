import { describe, expect, test } from 'vitest';
import { houseCalls } from '../../../src/wire/house/calls.ts';
import { browser, hire, startConsole } from './universe.ts';

describe('the calls of the house', () => {
  test('reach the door with who makes them, and its answer comes back', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    const lan = browser(universe);
    await lan.signIn('Lan');
    const answer = await lan.post('/console/api/house/centre/read', {});
    expect([answer.status, answer.body]).toEqual([200, { status: 'done', reply: { heard: 'centre/read' } }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(universe.desk.given).toEqual([{ by: 'Lan', name: 'centre/read', body: {} }]);
  });

  test('have a route each, closed to whoever is not signed in and to other pages', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    const stranger = browser(universe);
    const lan = browser(universe);
    await lan.signIn('Lan');
    const names = Object.keys(houseCalls);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const path = `/console/api/house/${name}`;
      expect([name, (await stranger.post(path, {})).status]).toEqual([name, 401]);
      const foreign = await lan.post(path, {}, { origin: 'https://elsewhere.example' });
      expect([name, foreign.status]).toEqual([name, 403]);
    }
    expect(universe.desk.given).toEqual([]);
  });

  test('refuse what is not a body, and what is no call', async () => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    const lan = browser(universe);
    await lan.signIn('Lan');
    const wrong = await lan.post('/console/api/house/centre/read', ['not', 'an', 'object']);
    expect([wrong.status, wrong.body]).toEqual([400, { status: 'refused', why: 'invalid' }]);
    expect((await lan.post('/console/api/house/centre/burn', {})).status).toBe(404);
    expect(universe.desk.given).toEqual([]);
  });
});
