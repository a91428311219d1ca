import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type MessageKey, type Params, translate } from '../../src/web/console/text/catalogue.ts';
import { describeInChromium } from '../support/chromium.ts';
import { blemishes, desk, openStage, phone, picture, type Stage } from './support/stage.ts';

/*
 * One evening in four windows: two counsellors, a supervisor and an administrator, on the real server in real
 * browsers, and the person on her phone.
 */

const t = (key: MessageKey, params?: Params): string => translate('vi', key, params);
const password = 'gạch nối cầu tre hiên nhà';
const minutes = 60_000;

const button = (page: Page, key: MessageKey, params?: Params) =>
  page.getByRole('button', { name: t(key, params), exact: true });
const shows = (page: Page, key: MessageKey, params?: Params): Promise<void> =>
  page.getByText(t(key, params)).first().waitFor();

describeInChromium('four windows', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => {
    await stage.close();
  });
  afterEach(() => {
    expect(stage.complaints).toEqual([]);
  });

  async function signIn(name: string, role: string, viewport: typeof desk): Promise<Page> {
    const page = await (await stage.context(viewport)).newPage();
    await page.goto(`${stage.server.url}/console/${await stage.invite(name, role)}`);
    await page.getByLabel(t('invite.password'), { exact: true }).fill(password);
    await page.getByLabel(t('invite.again')).fill(password);
    await button(page, 'invite.submit').click();
    await page.getByRole('heading', { name: t('queue.title') }).waitFor();
    return page;
  }

  async function onShift(name: string, viewport: typeof desk): Promise<Page> {
    const page = await signIn(name, 'counsellor', viewport);
    await button(page, 'shift.sound.play').click();
    await button(page, 'shift.sound.heard').click();
    await shows(page, 'shift.on');
    return page;
  }

  async function clean(page: Page, name: string): Promise<void> {
    await picture(page, name);
    expect(await blemishes(page)).toEqual([]);
  }

  test('an evening from the first cry to the table of the month', { timeout: 5 * minutes }, async () => {
    const lan = await onShift('Lan', desk);
    const nam = await onShift('Nam', phone);
    const thu = await signIn('Thu', 'supervisor', desk);
    const ha = await signIn('Hà', 'administrator', phone);
    const person = await (await stage.context(phone)).newPage();
    await person.goto(stage.server.url);
    await person.locator('#words').fill('chồng em đang cầm dao ngoài cửa');
    await person.getByRole('button', { name: 'Gửi', exact: true }).click();
    const said = (): Promise<number> => person.locator('#log .row:not(.me)').count();

    await button(lan, 'queue.claim').click();
    await lan.locator('.composer textarea').fill('Chào bạn, mình là người trực.');
    await lan.locator('.composer__foot .button--main').click();
    await person.locator('#log').getByText('mình là người trực').first().waitFor();
    const heard = await said();

    // Whoever oversees reads along and whispers; the person hears nothing of it.
    await thu.locator('button.row--button').filter({ hasText: 'Lan' }).click();
    await button(thu, 'whisper.open').click();
    await thu.getByLabel(t('whisper.note')).fill('Hỏi cửa sau có khóa không');
    await button(thu, 'whisper.confirm').click();
    await lan.getByText('Hỏi cửa sau có khóa không').first().waitFor();
    await clean(thu, 'four-supervisor');

    // Her shift ends, but the talk is open: it is handed over first.
    await button(lan, 'shift.leave').click();
    await shows(lan, 'signoff.title');
    await clean(lan, 'four-sign-off');
    await lan
      .locator('.panel--shift')
      .getByRole('button', { name: t('handover.open') })
      .click();
    await lan.getByRole('radio', { name: /Nam/u }).check();
    await lan.getByLabel(t('handover.note')).fill('Chồng đang ở ngoài cửa');
    await button(lan, 'handover.confirm').click();
    await button(nam, 'offer.accept').waitFor();
    await clean(nam, 'four-offer');
    await button(nam, 'offer.accept').click();
    await nam.locator('.composer textarea').waitFor();
    await button(lan, 'signoff.done').click();
    await shows(lan, 'shift.off');
    // No second greeting.
    expect(await said()).toBe(heard);
    await nam.locator('.composer textarea').fill('Bạn ra cửa sau được không?');
    await nam.locator('.composer__foot .button--main').click();
    await person.locator('#log').getByText('ra cửa sau').first().waitFor();
    await clean(nam, 'four-talk');

    // Closed with its record; the supervisor is told of the debrief and sees the contact.
    await button(nam, 'close.open').click();
    await nam.getByLabel(t('record.sex')).selectOption('female');
    await nam.getByLabel(t('record.age'), { exact: true }).selectOption('18-59');
    await clean(nam, 'four-record');
    await button(nam, 'close.confirm').click();
    await shows(nam, 'mine.empty');
    await shows(thu, 'debrief.title');

    // The administrator signs a line before opening; the list stays red.
    await ha.getByRole('button', { name: t('house.menu') }).click();
    await ha.getByRole('link', { name: t('live.title') }).click();
    await ha.getByLabel(t('live.name')).first().fill('Bác sĩ Hoa');
    await button(ha, 'live.sign.of', { name: t('live.line.clinical-lead') }).click();
    await ha.getByText('Bác sĩ Hoa').waitFor();
    await clean(ha, 'four-going-live');

    await thu.getByRole('link', { name: t('report.title') }).click();
    await shows(thu, 'report.measures');
    await clean(thu, 'four-report');
    await thu.getByRole('link', { name: t('contacts.title') }).click();
    await shows(thu, 'contacts.new');
    await clean(thu, 'four-contacts');
    await thu.getByRole('link', { name: t('aids.title') }).click();
    await shows(thu, 'aids.print');
    await clean(thu, 'four-aids');
  });
});
