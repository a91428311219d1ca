import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyCommit } from '../../src/app/commit-of.ts';
import { readConfig } from '../../src/config.ts';
import { type RunningServer, startServer } from '../../src/main.ts';
import { buildWeb } from '../../src/web/build.ts';
import { type MessageKey, translate } from '../../src/web/console/text/catalogue.ts';
import { checkBundles } from '../../src/web/stamp.ts';
import { describeInChromium, launchChromium } from '../support/chromium.ts';
import { type FakeGateway, fakeGateway } from '../support/fake-gateway.ts';
import { namedAlways } from '../support/on-call.ts';

/*
 * The notification while the console is closed: the real service worker on the real server. Chromium takes pushes from
 * its maker's service alone, so the push arrives through the browser's own tools instead.
 */

const password = 'mưa trên mái tôn 37';
const t = (key: MessageKey): string => translate('vi', key);

describeInChromium('a page while the console is closed', () => {
  let folder: string;
  let gateway: FakeGateway;
  let server: RunningServer;
  let browser: Browser;
  let lan: string;

  beforeAll(async () => {
    if ((await checkBundles(resolve('.'))) !== 'fresh') await buildWeb(resolve('.'));
    folder = await mkdtemp(join(tmpdir(), 'push-'));
    gateway = await fakeGateway();
    const pager = { PAGER_URL: gateway.url, PAGER_SECRET: gateway.secret };
    server = await startServer(readConfig({ PORT: '0', HIEN_DATA: folder, ...pager }), () => {});
    const account = await server.accounts.create('Lan', password);
    lan = account.status === 'created' ? account.id : '';
    await nameLan(server, lan);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await gateway.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('it says one sentence, whatever the push carries, and knows nobody', async () => {
    const context = await newContext();
    const desk = await context.newPage();
    await desk.goto(`${server.url}/console/`);
    await signIn(desk);
    const worker = context.waitForEvent('serviceworker');
    await desk.getByRole('button', { name: t('reach.push.switch-on') }).click();
    expect((await worker).url()).toBe(`${server.url}/console/push-worker.js`);
    // No push service answers here: what is missing is said in words.
    await desk.getByText(t('reach.push.impossible')).waitFor();
    await desk.close();

    const elsewhere = await context.newPage();
    await elsewhere.goto(server.url);
    await deliverPush(elsewhere, server.url, 'Nguyễn Thị Lan, dao, Hạ Long');
    await expect
      .poll(() => shownBy(elsewhere))
      .toEqual([{ title: 'Hiên: có việc gấp, mở bảng trực.', body: '', data: null }]);
    await context.close();
  });

  test('its click acknowledges only once she has signed in', async () => {
    const { hien, store } = server;
    const drill = await hien.house.call({ id: lan, name: 'Lan', role: 'administrator' }, 'paging/drill', {});
    const id = drill.status === 'done' ? (drill.reply as { id: string }).id : '';
    await expect.poll(() => gateway.targets()).toContain('drill');

    const context = await newContext();
    const page = await context.newPage();
    await page.goto(`${server.url}/console/#/paged`);
    await page.getByRole('button', { name: t('sign-in.submit') }).waitFor();
    expect(await store.acknowledgementsOf(id)).toEqual([]);
    await signIn(page);
    await expect
      .poll(async () => (await store.acknowledgementsOf(id)).map(({ staff, way }) => ({ staff, way })))
      .toEqual([{ staff: lan, way: 'push' }]);
    expect(new URL(page.url()).hash).toBe('');
    await context.close();
  });

  test('the roster’s screen: a shift edited for one date, the bell tried and answered', async () => {
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(`${server.url}/console/#/roster`);
    await signIn(page);
    await page.goto(`${server.url}/console/#/roster`);
    await page.getByRole('heading', { name: t('roster.title'), level: 1 }).waitFor();

    const shift = page.locator('.roster__shift').first();
    expect(await shift.getByText(t('roster.gap.nobody')).count()).toBe(0);
    await shift.getByRole('button').click();
    const form = page.locator('.roster__form');
    await form.getByLabel(t('roster.place.first')).selectOption({ label: t('roster.nobody') });
    await form.getByRole('button', { name: t('house.save') }).click();
    await shift.getByText(t('roster.gap.nobody')).waitFor();
    await shift.getByRole('button').click();
    await form.getByRole('button', { name: t('roster.as-week') }).click();
    await expect.poll(() => shift.getByText(t('roster.gap.nobody')).count()).toBe(0);

    await page.getByRole('button', { name: t('drill.now') }).click();
    await page.getByText(t('called.drill')).waitFor();
    await page.getByRole('button', { name: t('called.have-it') }).click();
    await expect.poll(() => page.getByText(t('called.drill')).count()).toBe(0);
    await page.reload();
    await page
      .getByText(translate('vi', 'drill.answered', { at: '' }).trim())
      .first()
      .waitFor();
    await context.close();
  });

  async function newContext(): Promise<BrowserContext> {
    const context = await browser.newContext();
    await context.grantPermissions(['notifications'], { origin: server.url });
    return context;
  }

  async function signIn(page: Page): Promise<void> {
    await page.getByLabel(t('sign-in.name')).fill('Lan');
    await page.getByLabel(t('sign-in.password')).fill(password);
    await page.getByRole('button', { name: t('sign-in.submit') }).click();
    await page.getByRole('button', { name: t('sign-out') }).waitFor();
  }
});

/** Lan is first on call at any hour. */
async function nameLan(server: RunningServer, lan: string): Promise<void> {
  const row = { id: lan, name: 'Lan', role: 'administrator' as const, active: true };
  const staff = [{ ...row, createdAt: 0, shiftSince: null, soundTestedAt: null }];
  await server.store.commit([{ ...emptyCommit(), staff }]);
  const who = { id: lan, name: 'Lan', role: 'administrator' } as const;
  const written = await server.hien.house.call(who, 'roster/plan', {
    version: 0,
    plan: namedAlways({ first: lan }),
  });
  if (written.status !== 'done') throw new Error('The roster was not written.');
}

/** A push to the console's worker, as if its service had sent it. */
async function deliverPush(page: Page, origin: string, data: string): Promise<void> {
  const tools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((found) => {
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL.endsWith('/console/'));
      if (own !== undefined) found(own.registrationId);
    });
  });
  await tools.send('ServiceWorker.enable');
  await tools.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registered, data });
}

const shownBy = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/console/');
    const shown = (await registration?.getNotifications()) ?? [];
    return shown.map(({ title, body, data }) => ({ title, body, data: data as unknown }));
  });
