import { afterEach, expect, test } from 'vitest';
import { consolePlugin } from '../../../src/http/console/plugin.ts';
import { consoleRefusals } from '../../../src/http/console/refuse.ts';
import { type HttpServer, startHttp } from '../../../src/http/server.ts';
import { openStaff } from '../../../src/http/staff/open-staff.ts';
import { browser, hire, scriptedDoor, secret, steppingClock } from './universe.ts';

let server: HttpServer | null = null;
afterEach(async () => server?.close());

/** The console on the product's own server, beside a static page folder's place and the channels. */
async function startMounted() {
  const staff = await openStaff({ path: ':memory:', secret, publicUrl: null });
  const desk = scriptedDoor();
  const clock = steppingClock();
  const onError = (error: unknown) => {
    throw error;
  };
  const plugin = consolePlugin({
    staff,
    door: desk.door,
    house: desk.house,
    publicUrl: null,
    clock,
    count: () => {},
    onError,
  });
  server = await startHttp({
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    trustProxy: true,
    now: () => clock.now(),
    health: () => true,
    routes: [],
    sockets: [],
    refusals: [consoleRefusals],
    plugins: [plugin],
    pages: [],
    onError,
  });
  return { url: server.url, origin: server.url, staff, desk };
}

test('on the whole server one signs in, commands, hears the desk and is refused in one form', async () => {
  const universe = await startMounted();
  await hire(universe, 'Lan');
  const lan = browser(universe);
  expect((await lan.signIn('Lan')).status).toBe(200);
  expect((await lan.post('/console/api/claim-next', {})).body).toEqual({ status: 'done' });
  const live = lan.live();
  await new Promise((resolve) => live.socket.once('message', resolve));
  expect(live.frames[0]?.type).toBe('desk');
  expect(await lan.get('/console/api/%zz')).toMatchObject({
    status: 400,
    body: { error: { code: 'invalid', message: 'error.invalid' } },
  });
  await server?.close();
  server = null;
  expect(await live.closed).toBe(1001);
});

test('its live socket is refused without a session', async () => {
  const universe = await startMounted();
  expect(await browser(universe).live().refused).toBe(401);
});
