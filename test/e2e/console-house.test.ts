import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MessageKey, type Params, translate } from '../../src/web/console/text/catalogue.ts';
import { describeInChromium } from '../support/chromium.ts';
import { blemishes, desk, openStage, phone, picture, type Stage, tones } from './support/stage.ts';

/*
 * The screens beside the desk, on the real server: what an administrator enters is what people read.
 * `PICTURES=folder` keeps a picture of every step.
 */

const t = (key: MessageKey, params?: Params): string => translate('vi', key, params);
const minutes = 60_000;
const password = 'mưa trên mái tôn 37';
const own = { name: 'Đường dây Bến Gỗ', number: '1800 9999' };

describeInChromium('the house', () => {
  let stage: Stage;
  let console: Page;
  beforeAll(async () => {
    stage = await openStage();
    console = await signedIn(stage);
  });
  afterAll(async () => {
    await stage.close();
    expect(stage.complaints).toEqual([]);
  });

  test('what is entered for the centre and its line is what a person reads', {
    timeout: 3 * minutes,
  }, async () => {
    await openScreen(console, 'numbers.title');
    await button(console, 'numbers.add').click();
    await field(console, 'numbers.field.name').fill(own.name);
    await field(console, 'numbers.field.label').fill('Bến Gỗ');
    await field(console, 'numbers.field.number').fill(own.number);
    await field(console, 'numbers.field.kind').selectOption('shelter');
    await field(console, 'numbers.field.source').fill('trung tâm');
    await field(console, 'numbers.field.area').selectOption('all');
    // Shelters cannot be shown; a hotline can.
    expect(await field(console, 'numbers.field.public').locator('option[value=phone]').isDisabled()).toBe(
      true,
    );
    await field(console, 'numbers.field.kind').selectOption('hotline');
    await field(console, 'numbers.field.public').selectOption('phone');
    await picture(console, 'house-number');
    await button(console, 'house.save').click();
    await console.getByRole('article', { name: own.name }).last().waitFor();

    await openScreen(console, 'centre.title');
    await field(console, 'centre.name.now').fill('Trung tâm Bến Gỗ');
    await field(console, 'centre.area.search').fill('kien giang');
    await console.getByRole('button', { name: /An Giang.*Kiên Giang/u }).click();
    await field(console, 'centre.web').fill('https://bao-luc.example.vn');
    await field(console, 'centre.keeping.low').fill('1');
    await field(console, 'centre.line').selectOption({ label: `${own.number} · ${own.name}` });
    await button(console, 'house.save').click();
    await console.getByText(t('house.problem.telling', { word: 'baoluc' })).waitFor();
    await field(console, 'centre.web').fill('https://sotay.example.vn');
    await button(console, 'house.save').click();
    await console.getByText(t('house.saved')).waitFor();
    await picture(console, 'house-centre');
    expect(await blemishes(console)).toEqual([]);
    const person = await (await stage.context(phone)).newPage();
    await person.goto(stage.server.url);
    await person.getByText('tin tự xóa sau 1 đến 30 ngày').waitFor();
    expect(await person.locator(`a[href="tel:${own.number.replace(' ', '')}"]`).count()).toBe(0);

    await openScreen(console, 'numbers.title');
    const called = console.getByRole('button', {
      name: t('numbers.called.of', { name: own.name }),
      exact: true,
    });
    await called.last().click();
    await field(console, 'numbers.called.answered').fill('chị trực tổng đài');
    await picture(console, 'house-called');
    await console
      .getByRole('dialog')
      .getByRole('button', { name: t('house.save') })
      .click();
    await console.getByText('chị trực tổng đài').first().waitFor();
    await person.reload();
    expect(await person.locator(`a[href="tel:${own.number.replace(' ', '')}"]`).count()).toBeGreaterThan(0);
    await person.close();
  });

  test('what a colleague changed meanwhile is named, and nothing is lost unseen', {
    timeout: 2 * minutes,
  }, async () => {
    await openScreen(console, 'centre.title');
    await field(console, 'centre.zalo').fill('Tổ công tác Bến Gỗ');
    const { house } = stage.server.hien;
    const mai = { id: 'mai', name: 'Mai', role: 'administrator' } as const;
    const before = await house.call(mai, 'centre/read', {});
    const { reply } = before as { readonly reply: { readonly version: number; readonly centre: object } };
    const centre = { ...reply.centre, name: 'Trung tâm Bến Gỗ mới' };
    await house.call(mai, 'centre/write', { version: reply.version, centre });
    await button(console, 'house.save').click();
    await console.getByText(t('house.others', { name: '?', fields: t('centre.field.name') })).waitFor();
    expect(await blemishes(console)).toEqual([]);
    await picture(console, 'house-stale');
    await button(console, 'house.take-theirs').click();
    await expect.poll(() => field(console, 'centre.zalo').inputValue()).toBe('');
    expect(await field(console, 'centre.name.now').inputValue()).toBe('Trung tâm Bến Gỗ mới');
  });

  test('the table goes out, and comes back line by line', { timeout: 2 * minutes }, async () => {
    await openScreen(console, 'numbers.title');
    const [download] = await Promise.all([
      console.waitForEvent('download'),
      button(console, 'numbers.export').click(),
    ]);
    const path = await download.path();
    const csv = await readFile(path, 'utf8');
    expect(csv.startsWith('\uFEFFid,name,')).toBe(true);
    const lines = csv.split('\r\n');
    const changed = lines.map((line) =>
      line.startsWith('ngay-mai,') ? line.replace(',hotline,', ',hotel,') : line,
    );
    const wrong = join(path, '..', 'wrong.csv');
    await writeFile(wrong, changed.join('\r\n'));
    await button(console, 'numbers.import').click();
    await console.getByLabel(t('numbers.import.file')).setInputFiles(wrong);
    const at = changed.findIndex((line) => line.includes(',hotel,')) + 1;
    await console.getByText(t('numbers.import.line', { n: at })).waitFor();
    await picture(console, 'house-table');
    expect(await blemishes(console)).toEqual([]);
    await button(console, 'numbers.back').click();
  });

  test('on every screen the alarm stands above, with one way back to the desk', {
    timeout: 3 * minutes,
  }, async () => {
    await console.getByRole('link', { name: t('house.desk'), exact: true }).click();
    await button(console, 'shift.sound.play').click();
    await button(console, 'shift.sound.heard').click();
    await button(console, 'shift.leave').waitFor();
    const { person: door } = stage.server.hien;
    const { conversation } = await door.issueToken();
    await door.start(conversation, 'vi');
    for (const size of [desk, phone]) {
      await console.setViewportSize(size);
      for (const title of ['numbers.title', 'centre.title'] as const) {
        await openScreen(console, title);
        if (title === 'numbers.title' && size === desk)
          await door.receive(conversation, { kind: 'button', button: 'sos' }, 'm1', {});
        const back = button(console, 'house.back');
        await back.waitFor();
        const rung = await tones(console);
        await expect.poll(() => tones(console)).toBeGreaterThan(rung);
        await picture(console, `house-alarm-${title}`);
        expect(await blemishes(console)).toEqual([]);
        await back.click();
        await console.getByRole('heading', { name: t('queue.title') }).waitFor();
      }
    }
    await console.setViewportSize(desk);
    // A talk is laid aside while another screen is shown, and opened again on the way back.
    await button(console, 'queue.claim').click();
    const pseudonym = (await stage.server.store.conversation(conversation))?.pseudonym ?? '';
    const talk = console.getByRole('heading', { name: pseudonym, level: 2 });
    await talk.waitFor();
    await openScreen(console, 'numbers.title');
    expect(await talk.count()).toBe(0);
    await console.getByRole('link', { name: t('house.desk'), exact: true }).click();
    await talk.waitFor();
  });
});

const button = (page: Page, key: MessageKey) => page.getByRole('button', { name: t(key), exact: true });
const field = (page: Page, key: MessageKey) => page.getByLabel(t(key), { exact: true });

/** Through the navigation, which is behind one button on a phone. */
async function openScreen(page: Page, title: MessageKey): Promise<void> {
  const menu = button(page, 'house.menu');
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('link', { name: t(title), exact: true }).click();
  await page.getByRole('heading', { name: t(title), level: 1 }).waitFor();
  await page.locator('[data-waiting]').waitFor({ state: 'detached' });
}

/** The first administrator, through the set-up link. */
async function signedIn(stage: Stage): Promise<Page> {
  const page = await (await stage.context(desk)).newPage();
  await page.goto(stage.server.setUpLink ?? '');
  await page.getByLabel(t('invite.name'), { exact: true }).fill('Hà');
  await page.getByLabel(t('invite.password'), { exact: true }).fill(password);
  await page.getByLabel(t('invite.again')).fill(password);
  await button(page, 'invite.submit').click();
  await page.getByRole('heading', { name: t('queue.title') }).waitFor();
  return page;
}
