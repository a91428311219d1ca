import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MessageKey, type Params, translate } from '../../src/web/console/text/catalogue.ts';
import { describeInChromium } from '../support/chromium.ts';
import { blemishes, desk, openStage, phone, picture, type Stage, tones } from './support/stage.ts';

/*
 * The whole product in a real browser: a person on her page, a counsellor on the console, the real server between them.
 * `PICTURES=folder` keeps a picture of every stage.
 */

const minutes = 60_000;
const password = 'mưa trên mái tôn 37';
const t = (key: MessageKey, params?: Params): string => translate('vi', key, params);
const numbers = ['tel:113', 'tel:115', 'tel:114', 'tel:111'];

describeInChromium('an evening', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage();
  });
  afterEach(async () => {
    await stage.close();
    expect(stage.complaints).toEqual([]);
  });

  test.each([
    { name: 'she on a phone, the counsellor at a desk', hers: phone, theirs: desk },
    { name: 'she at a desk, the counsellor on a phone', hers: desk, theirs: phone },
  ])(
    'from a frightened message to a counsellor and back: $name',
    { timeout: 4 * minutes },
    async ({ hers, theirs }) => {
      const counsellor = await onShift(stage, theirs);
      const person = await openPage(await stage.context(hers), stage);
      await reachTheCard(person);
      await ringsUntilClaimed(counsellor);
      await talk(person, counsellor);
      await sosWhileHeld(person, counsellor);
      await decideTheLevel(counsellor);
      await quiet(person, counsellor);
      await quietWhileHeld(person, counsellor);
      await close(person, counsellor);
    },
  );

  test('with the server stopped Gấp shows the numbers and Thoát leaves', async () => {
    const person = await openPage(await stage.context(phone), stage);
    await press(person, '3 Nhắn được');
    await press(person, '6 Không');
    await stage.stopServer();
    await press(person, 'Gấp');
    expect(await dialled(person)).toEqual(numbers);
    expect(await person.locator('#numbers').isVisible()).toBe(true);
    await picture(person, 'page-stopped');
    expect(await blemishes(person)).toEqual([]);
    // The exit is another site in earnest: it answers while our server does not.
    await person.route('**/x.html', (route) => route.fulfill({ contentType: 'text/html', body: 'x' }));
    await person.getByRole('link', { name: 'Thoát' }).click();
    await person.waitForURL('**/x.html');
    expect(await stored(person)).toEqual([]);
  });

  test('the page is closed, and a code with two digits of her own brings her back', async () => {
    const person = await openPage(await stage.context(phone), stage);
    await write(person, 'chồng em hay đánh em');
    await person.locator('#log .row:not(.me)').first().waitFor();
    await person.locator('#more').click();
    await person.locator('#return summary').click();
    await person.locator('#keep-word').fill('27');
    await press(person, 'Lấy mã');
    const said = person.locator('#return-said');
    await expect.poll(() => said.innerText()).toMatch(/09\d{8}/u);
    await picture(person, 'page-return-code');
    const code = /09\d{8}/u.exec(await said.innerText())?.[0] ?? '';
    await person.context().close();

    const again = await openPage(await stage.context(phone), stage);
    await again.locator('#more').click();
    await again.locator('#return summary').click();
    await again.locator('#back-code').fill(code);
    await again.locator('#back-word').fill('27');
    await press(again, 'Mở lại');
    await again.locator('#log .row:not(.me)').first().waitFor();
    // What she wrote before is not shown to whoever holds the phone now.
    expect(await wordsOf(again)).not.toContain('đánh em');
    await picture(again, 'page-returned');
    expect(await blemishes(again)).toEqual([]);
  });

  test('leaving clears everything: Back, a duplicated and a restored tab show nothing, the counsellor is told', async () => {
    const counsellor = await onShift(stage, desk);
    const context = await stage.context(phone);
    const person = await openPage(context, stage);
    await write(person, 'chồng em đang cầm dao ngoài cửa');
    await says(person, 'Đã báo người trực');
    const kept = await stored(person);
    expect(kept.length).toBe(1);
    const twin = await context.newPage();
    await twin.addInitScript(
      (all) => all.forEach(([key, value]) => sessionStorage.setItem(key, value)),
      kept,
    );
    await twin.goto(stage.server.url);
    await says(twin, 'cầm dao');

    // Whoever still holds the token of the talk is refused.
    stage.meant.push(/Failed to load resource.* 401 .*\/v3\/directline\//u);
    await person.getByRole('link', { name: 'Thoát' }).click();
    await person.waitForURL('**/x.html');
    expect(await stored(person)).toEqual([]);
    await picture(person, 'page-left');
    await person.goBack();
    expect(person.url()).toBe('about:blank');
    expect(await wordsOf(person)).toBe('');

    await twin.getByText('Bây giờ bạn nhắn có tiện không?').waitFor();
    expect(await wordsOf(twin)).not.toContain('cầm dao');
    const restored = await context.newPage();
    await restored.addInitScript(
      (all) => all.forEach(([key, value]) => sessionStorage.setItem(key, value)),
      kept,
    );
    await restored.goto(stage.server.url);
    await restored.getByText('Bây giờ bạn nhắn có tiện không?').waitFor();
    expect(await wordsOf(restored)).not.toContain('cầm dao');
    expect(await context.cookies()).toEqual([]);

    await button(counsellor, 'queue.claim').click();
    await shows(counsellor, 'closed.left');
    await picture(counsellor, 'console-left');
  });
});

// --- the person's page ---

async function openPage(context: BrowserContext, stage: Stage): Promise<Page> {
  const page = await context.newPage();
  await page.goto('about:blank');
  await page.goto(stage.server.url);
  await picture(page, 'page-first');
  expect(await blemishes(page)).toEqual([]);
  return page;
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

async function write(page: Page, text: string): Promise<void> {
  await page.locator('#words').fill(text);
  await press(page, 'Gửi');
}

const says = (page: Page, text: string): Promise<void> =>
  page.locator('#log').getByText(text).first().waitFor();

/** What a person sees, without the tab's neutral name. */
const wordsOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.body.innerText.replace(document.title, '').trim());

/** What the tab keeps, by name. */
const stored = (page: Page): Promise<[string, string][]> =>
  page.evaluate(() =>
    [sessionStorage, localStorage].flatMap((kept) =>
      Array.from({ length: kept.length }, (_, index): [string, string] => {
        const key = kept.key(index) ?? '';
        return [key, kept.getItem(key) ?? ''];
      }),
    ),
  );

const dialled = (page: Page): Promise<(string | null)[]> =>
  page.locator('#numbers a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));

/** Messages that are not her own. */
const answersTo = (page: Page): Promise<number> => page.locator('#log .row:not(.me)').count();

// --- the console ---

const button = (page: Page, key: MessageKey, params?: Params) =>
  page.getByRole('button', { name: t(key, params), exact: true });

const shows = (page: Page, key: MessageKey, params?: Params): Promise<void> =>
  page.getByText(t(key, params)).first().waitFor();

async function answer(page: Page, text: string): Promise<void> {
  await page.locator('.composer textarea').fill(text);
  await page.locator('.composer__foot .button--main').click();
}

/** A counsellor with an invitation, in a browser of her own, on shift after she heard the bell. */
async function onShift(stage: Stage, viewport: typeof phone): Promise<Page> {
  const page = await (await stage.context(viewport)).newPage();
  await page.goto(`${stage.server.url}/console/${await stage.invite('Lan', 'counsellor')}`);
  await page.getByLabel(t('invite.password'), { exact: true }).fill(password);
  await page.getByLabel(t('invite.again')).fill(password);
  await picture(page, 'console-invitation');
  expect(await blemishes(page)).toEqual([]);
  await button(page, 'invite.submit').click();
  await page.getByRole('heading', { name: t('queue.title') }).waitFor();
  expect(await tones(page)).toBe(0);
  await button(page, 'shift.sound.play').click();
  await expect.poll(() => tones(page)).toBeGreaterThan(0);
  await picture(page, 'console-sound');
  await button(page, 'shift.sound.heard').click();
  await shows(page, 'shift.on');
  await picture(page, 'console-empty');
  expect(await blemishes(page)).toEqual([]);
  return page;
}

// --- the evening, step by step ---

/** Within three taps, within two seconds of the last, and nothing has to be answered. */
async function reachTheCard(person: Page): Promise<void> {
  await press(person, '3 Nhắn được');
  await person.getByRole('button', { name: '3 Đang bị đánh, bị rượt đuổi' }).waitFor();
  await picture(person, 'page-danger');
  await press(person, '3 Đang bị đánh, bị rượt đuổi');
  await person.locator('#log a[href="tel:113"]').first().waitFor({ timeout: 2000 });
  await says(person, 'Đã báo người trực');
  expect(await person.locator('#log .choice').count()).toBe(0);
  await picture(person, 'page-card');
  expect(await blemishes(person)).toEqual([]);
}

/** Tones come again and again until somebody accepts. */
async function ringsUntilClaimed(counsellor: Page): Promise<void> {
  await shows(counsellor, 'alarm.waiting', { level: t('level.imminent') });
  await rings(counsellor);
  await rings(counsellor);
  await expect.poll(() => counsellor.title()).toMatch(/^\(1\)/u);
  await picture(counsellor, 'console-rings');
  expect(await blemishes(counsellor)).toEqual([]);
  await button(counsellor, 'queue.claim').click();
  await counsellor.locator('.composer textarea').waitFor();
  await counsellor.getByText(t('alarm.waiting', { level: t('level.imminent') })).waitFor({ state: 'hidden' });
  await counsellor.locator('.details').getByText('A2').first().waitFor();
  await picture(counsellor, 'console-claimed');
  expect(await blemishes(counsellor)).toEqual([]);
}

async function rings(counsellor: Page): Promise<void> {
  const before = await tones(counsellor);
  await expect.poll(() => tones(counsellor), { timeout: 8000 }).toBeGreaterThan(before);
}

/** One voice: what the counsellor takes back is never seen, what she sends is read, and the program is silent. */
async function talk(person: Page, counsellor: Page): Promise<void> {
  const hello = 'Chào bạn, mình là người trực. Bạn ra ngoài được không?';
  const before = await answersTo(person);
  await answer(counsellor, 'Chào bạn, mình là người trực. Bạn ra ngoai');
  await button(counsellor, 'message.undo').waitFor();
  await picture(counsellor, 'console-undo');
  await button(counsellor, 'message.undo').click();
  await expect
    .poll(() => counsellor.locator('.composer textarea').inputValue())
    .toBe('Chào bạn, mình là người trực. Bạn ra ngoai');
  await answer(counsellor, hello);
  await says(person, hello);
  await write(person, 'em ra vườn rồi, mà anh ấy khóa cổng');
  await counsellor.locator('.message').getByText('em ra vườn rồi').waitFor();
  await answer(counsellor, 'Bạn đang ở chỗ anh ấy không thấy không?');
  await says(person, 'chỗ anh ấy không thấy');
  expect(await answersTo(person)).toBe(before + 2);
  // The newest message stands on the counsellor's screen without scrolling.
  expect(await counsellor.locator('.message').last().isVisible()).toBe(true);
  await expect.poll(() => button(counsellor, 'talk.newest').count()).toBe(0);
  expect(await person.getByText('ra ngoai').count()).toBe(0);
  await picture(person, 'page-talk');
  await picture(counsellor, 'console-talk');
  expect(await blemishes(person)).toEqual([]);
  expect(await blemishes(counsellor)).toEqual([]);
}

async function sosWhileHeld(person: Page, counsellor: Page): Promise<void> {
  const cards = await person.locator('#log a[href="tel:113"]').count();
  await press(person, 'Gấp');
  expect(await dialled(person)).toEqual(numbers);
  await expect.poll(() => person.locator('#log a[href="tel:113"]').count()).toBeGreaterThan(cards);
  await picture(person, 'page-sos');
  expect(await blemishes(person)).toEqual([]);
  await button(counsellor, 'alarm.seen').first().waitFor();
  await rings(counsellor);
  await shows(counsellor, 'message.card');
  await picture(counsellor, 'console-sos');
  expect(await blemishes(counsellor)).toEqual([]);
  await button(counsellor, 'alarm.seen').first().click();
  await button(counsellor, 'alarm.seen').first().waitFor({ state: 'hidden' });
  await press(person, 'Ẩn số');
}

/** People lower and raise, each time with a reason. */
async function decideTheLevel(counsellor: Page): Promise<void> {
  await decide(counsellor, 'high', 'Đã sang nhà hàng xóm');
  await decide(counsellor, 'imminent', 'Anh ấy quay lại, đang gọi cửa');
}

async function decide(counsellor: Page, level: 'high' | 'imminent', reason: string): Promise<void> {
  await button(counsellor, 'level.change').click();
  await counsellor.getByRole('radio', { name: t(`level.${level}`) }).check();
  await button(counsellor, 'level.change.confirm').click();
  await shows(counsellor, 'form.required');
  await counsellor.getByLabel(t('level.change.reason')).fill(reason);
  await counsellor.getByText(t('form.required')).waitFor({ state: 'hidden' });
  await picture(counsellor, `console-level-${level}`);
  expect(await blemishes(counsellor)).toEqual([]);
  await button(counsellor, 'level.change.confirm').click();
  await counsellor.locator('.details blockquote').getByText(reason).waitFor();
  await counsellor
    .locator('.talk__title')
    .getByText(t(`level.${level}`))
    .waitFor();
}

/** Given back, it rings again; quiet while waiting: three signs, and a locked composer for whoever takes it. */
async function quiet(person: Page, counsellor: Page): Promise<void> {
  const before = await answersTo(person);
  await button(counsellor, 'return.open').click();
  await picture(counsellor, 'console-return');
  await button(counsellor, 'return.confirm').click();
  await button(counsellor, 'queue.claim').waitFor();
  await rings(counsellor);
  await expect.poll(() => answersTo(person)).toBeGreaterThan(before);
  await says(person, 'Đã báo người trực');
  expect(await person.getByText('đang giúp người khác').count()).toBe(0);
  await write(person, 'bận');
  await expect.poll(() => wordsOf(person)).toBe('');
  await picture(person, 'page-quiet');
  expect(await blemishes(person)).toEqual([]);
  await shows(counsellor, 'flag.quiet');
  await button(counsellor, 'queue.claim').click();
  await shows(counsellor, 'closed.quiet');
  expect(await counsellor.locator('.composer textarea').count()).toBe(0);
  await picture(counsellor, 'console-quiet');
  expect(await blemishes(counsellor)).toEqual([]);
  await button(counsellor, 'closed.quiet.unlock').click();
  await picture(counsellor, 'console-unlock');
  await button(counsellor, 'action.cancel').click();
  await press(person, '1');
  await button(counsellor, 'alarm.seen').first().waitFor();
  expect((await wordsOf(person)).split(/\s+/u)).toEqual(['113', '115', '114', '111']);
  await picture(person, 'page-quiet-numbers');
  await press(person, '3');
}

/** Somebody comes near while the counsellor writes: the button in the small menu acts at once. */
async function quietWhileHeld(person: Page, counsellor: Page): Promise<void> {
  await counsellor.locator('.composer textarea').waitFor();
  await answer(counsellor, 'Mình vẫn ở đây. Khi nào cần bạn nhắn lại nhé.');
  await says(person, 'Mình vẫn ở đây');
  expect(await wordsOf(person)).not.toContain('em ra vườn rồi');
  await button(counsellor, 'alarm.seen').first().waitFor({ state: 'hidden' });
  await press(person, 'Thêm');
  await picture(person, 'page-menu');
  expect(await blemishes(person)).toEqual([]);
  await press(person, 'Bận, có người ở gần');
  await expect.poll(() => wordsOf(person)).toBe('');
  await shows(counsellor, 'closed.quiet');
  await press(person, '3');
  await counsellor.locator('.composer textarea').waitFor();
}

/** Closed with a note, nobody waits any more. */
async function close(person: Page, counsellor: Page): Promise<void> {
  await button(counsellor, 'close.open').click();
  await counsellor.getByLabel(t('record.sex')).selectOption('female');
  await counsellor.getByLabel(t('record.age')).selectOption('18-59');
  await picture(counsellor, 'console-close');
  await button(counsellor, 'close.confirm').click();
  await shows(counsellor, 'mine.empty');
  expect(await blemishes(counsellor)).toEqual([]);
  await picture(counsellor, 'console-closed');
  await picture(person, 'page-closed');
}
