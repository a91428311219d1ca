import { rm } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptyRecord } from '../../src/report/contact-record.ts';
import { aMessage, held } from '../../src/web/console/fixtures/people.ts';
import { type MessageKey, type Params, translate } from '../../src/web/console/text/catalogue.ts';
import { describeInChromium, launchChromium } from '../support/chromium.ts';
import { ConsoleDouble, deskNow, goodPassword, lineNow, talkNow } from './support/console-double.ts';
import { buildConsolePages } from './support/console-site.ts';

/* The real console in Chromium against a scripted server: what it does when people, lines and servers misbehave. */

const t = (key: MessageKey, params?: Params): string => translate('vi', key, params);
const imminent = lineNow({ level: 'imminent' });
const ringing = () => deskNow({ queue: [imminent], alarm: { ringing: true, worst: 'imminent' } });

/** Answers of the book of contacts: a record begun, and whatever is written kept. */
const bookAnswers: ConsoleDouble['answer'] = ({ name, body }) => {
  const begun = { id: 'mai.1', version: 0, record: emptyRecord(1000), childKnown: false, problems: [] };
  if (name === 'house/contacts/of') return { status: 'done', reply: begun };
  if (name === 'house/contacts/areas') return { status: 'done', reply: { areas: [] } };
  if (name === 'house/contacts/save')
    return { status: 'done', reply: { ...begun, version: 1, record: body['record'] } };
  return { status: 'done' };
};

describeInChromium('the console, live', () => {
  let browser: Browser;
  let page: Page;
  let server: ConsoleDouble;
  const complaints: string[] = [];
  const button = (key: MessageKey) => page.getByRole('button', { name: t(key), exact: true });
  const composer = () => page.getByLabel(t('composer.label', { pseudonym: 'Mưa Sớm' }));
  const send = () =>
    page.getByRole('button', { name: t('composer.send', { pseudonym: 'Mưa Sớm' }), exact: true });
  const shows = (key: MessageKey, params?: Params) => page.getByText(t(key, params)).first().waitFor();

  let pages: string;
  beforeAll(async () => {
    pages = await buildConsolePages();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await rm(pages, { recursive: true });
  });
  beforeEach(async () => {
    server = new ConsoleDouble();
    await server.start(pages);
    page = await browser.newPage({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
    complaints.length = 0;
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/security policy/i.test(message.text())) complaints.push(message.text());
    });
  });
  afterEach(async () => {
    await page.close();
    await server.stop();
    expect(complaints).toEqual([]);
  });

  async function signIn(): Promise<void> {
    await page.goto(server.url);
    await page.getByLabel(t('sign-in.name')).fill('Lan');
    await page.getByLabel(t('sign-in.password')).fill(goodPassword);
    await button('sign-in.submit').click();
    await page.getByRole('heading', { name: t('queue.title') }).waitFor();
  }

  async function onShift(): Promise<void> {
    server.desk = deskNow();
    await signIn();
  }

  /** On shift, with one talk claimed and open. */
  async function talking(): Promise<void> {
    await onShift();
    server.say(ringing());
    server.talk = talkNow({ line: held({ level: 'imminent' }) });
    server.answer = ({ name }) => {
      if (name !== 'claim-next') return { status: 'done' };
      server.say(deskNow({ mine: [held({ level: 'imminent' })] }));
      return { status: 'done', conversation: 'c-mai' };
    };
    await button('queue.claim').click();
    await composer().waitFor();
  }

  const commandsNamed = (name: string) => server.posted.filter((posted) => posted.name === name);

  test('a wrong password is told in one sentence; a right one opens the desk', async () => {
    await page.goto(server.url);
    await page.getByLabel(t('sign-in.name')).fill('Lan');
    await page.getByLabel(t('sign-in.password')).fill('sai');
    await button('sign-in.submit').click();
    await shows('sign-in.wrong');
    await page.getByLabel(t('sign-in.password')).fill(goodPassword);
    await button('sign-in.submit').click();
    await page.getByRole('heading', { name: t('queue.title') }).waitFor();
  });

  test('a set-up link makes the account, leads to the desk and leaves the address bar', async () => {
    await page.goto(`${server.url}#/invite/secret-words`);
    await page.getByLabel(t('invite.name'), { exact: true }).fill('Lan');
    await page.getByLabel(t('invite.password'), { exact: true }).fill(goodPassword);
    await page.getByLabel(t('invite.again')).fill(goodPassword);
    await button('invite.submit').click();
    await page.getByRole('heading', { name: t('queue.title') }).waitFor();
    expect(commandsNamed('invitation/accept').map(({ body }) => body)).toEqual([
      { secret: 'secret-words', name: 'Lan', password: goodPassword },
    ]);
    expect(page.url()).toBe(server.url);
  });

  test('on shift only after the bell was heard; beats say that sound is allowed', async () => {
    await signIn();
    await button('shift.sound.play').click();
    await button('shift.sound.heard').click();
    await expect
      .poll(() => commandsNamed('shift/on').map(({ body }) => body))
      .toEqual([{ soundHeard: true }]);
    const beat = await server.hears('beat');
    expect(beat).toEqual({ type: 'beat', soundAllowed: true, visible: true });
  });

  test('an alarm is seen in words and title, muted by choice, and ends when somebody accepts', async () => {
    await onShift();
    server.say(ringing());
    await shows('alarm.waiting', { level: t('level.imminent') });
    await expect.poll(() => page.title()).toBe('(1) Hiên');
    await button('alarm.mute').click();
    await page.getByText(/Chuông của bạn đang tắt/).waitFor();
    server.say(deskNow());
    await page.getByText(t('queue.empty')).waitFor();
    await expect.poll(() => page.title()).toBe('Hiên');
  });

  test('claimed, answered, taken back: the words return to the box', async () => {
    await talking();
    await composer().fill('Chào bạn, mình là người trực.');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => composer().inputValue()).toBe('');
    const [written] = commandsNamed('write');
    expect(written?.body).toMatchObject({ conversation: 'c-mai', text: 'Chào bạn, mình là người trực.' });
    const waiting = aMessage({
      from: 'counsellor',
      text: 'Chào bạn, mình là người trực.',
      state: 'pending',
      undoUntil: Date.now() + 60_000,
    });
    server.say(talkNow({ line: held({ level: 'imminent' }), messages: [waiting] }));
    await button('message.undo').click();
    await expect.poll(() => composer().inputValue()).toBe('Chào bạn, mình là người trực.');
  });

  test('an answer that did not arrive stays in the box and is repeated under the same id', async () => {
    await talking();
    server.answer = () => null;
    await composer().fill('Mình nghe đây');
    await send().click();
    await shows('composer.kept');
    expect(await composer().inputValue()).toBe('Mình nghe đây');
    server.answer = () => ({ status: 'done' });
    await send().click();
    await expect.poll(() => composer().inputValue()).toBe('');
    expect(new Set(commandsNamed('write').map(({ body }) => body['clientId'])).size).toBe(1);
  });

  test('a prepared reply goes into the box and nowhere else', async () => {
    await talking();
    await button('composer.replies').click();
    await page.getByRole('menuitem', { name: t('reply.3') }).click();
    await expect.poll(() => composer().inputValue()).toBe(t('reply.3'));
    expect(commandsNamed('write')).toEqual([]);
  });

  test('the line breaks: the red bar at once, the draft kept, all there again without a reload', async () => {
    await talking();
    await composer().fill('Mình nghe');
    server.linesRefused = true;
    server.cut();
    await shows('bar.line-down');
    server.linesRefused = false;
    await page.getByText(t('bar.line-down')).waitFor({ state: 'detached', timeout: 15_000 });
    expect(await composer().inputValue()).toBe('Mình nghe');
    expect(server.heard.filter((frame) => frame.type === 'watch').at(-1)).toEqual({
      type: 'watch',
      conversation: 'c-mai',
    });
  });

  test('the session runs out: sign-in again, and the draft is still there', async () => {
    await talking();
    await composer().fill('Mình nghe');
    server.signedIn = false;
    server.cut();
    await shows('sign-in.ended');
    await page.getByLabel(t('sign-in.name')).fill('Lan');
    await page.getByLabel(t('sign-in.password')).fill(goodPassword);
    await button('sign-in.submit').click();
    await expect.poll(() => composer().inputValue()).toBe('Mình nghe');
  });

  test('quiet: the box is locked and opens only by a second step with a reason', async () => {
    await talking();
    server.say(talkNow({ line: held({ quiet: true }), composer: 'quiet' }));
    await shows('closed.quiet');
    expect(await composer().count()).toBe(0);
    await button('closed.quiet.unlock').click();
    await button('closed.quiet.confirm').click();
    await shows('form.required');
    expect(commandsNamed('unlock')).toEqual([]);
    await page.getByLabel(t('closed.quiet.reason')).fill('Cháu bé đang chảy máu');
    await button('closed.quiet.confirm').click();
    await expect
      .poll(() => commandsNamed('unlock').map(({ body }) => body))
      .toEqual([{ conversation: 'c-mai', reason: 'Cháu bé đang chảy máu' }]);
  });

  test('a possible code is answered by one press; seen alarms are told to the server', async () => {
    await talking();
    const line = held({ alarm: true });
    server.say(deskNow({ mine: [line] }));
    server.say(talkNow({ line, codeCardAt: Date.now() + 20_000 }));
    await page.getByText(/tự hiện sau (19|20) giây/).waitFor();
    await button('code.answer').click();
    await button('alarm.seen').click();
    await expect.poll(() => commandsNamed('alarm/seen').length).toBe(1);
    expect(commandsNamed('code').map(({ body }) => body)).toEqual([
      { conversation: 'c-mai', answer: 'answer' },
    ]);
  });

  test('closing needs the contact record, then the list is back; the phone’s own back button leads to the list as well', async () => {
    await talking();
    await page.goBack();
    await page.getByRole('heading', { name: t('mine.title') }).waitFor();
    await page.getByRole('button', { name: 'Mưa Sớm' }).click();
    server.answer = bookAnswers;
    await button('close.open').click();
    await page.getByLabel(t('record.sex')).selectOption('female');
    await page.getByLabel(t('record.emergency'), { exact: true }).check();
    await page.getByLabel(t('record.emergency.people')).fill('0');
    await button('close.confirm').click();
    await shows('house.problem.emergency-people');
    expect(commandsNamed('house/contacts/save')).toEqual([]);
    await page.getByLabel(t('record.emergency.people')).fill('2');
    await button('close.confirm').click();
    await page.getByRole('heading', { name: t('mine.title') }).waitFor();
    expect(commandsNamed('close').map(({ body }) => body)).toEqual([{ conversation: 'c-mai', note: '' }]);
    expect(commandsNamed('house/contacts/save').map(({ body }) => body['record'])).toMatchObject([
      { sex: 'female', emergency: { people: 2, children: 0 } },
    ]);
  });

  test('erased: words and the answer begun are gone from the screen', async () => {
    await talking();
    await composer().fill('Về chuyện con dao');
    server.say({ type: 'talk-gone', conversation: 'c-mai', why: 'erased' });
    await shows('talk.gone.erased');
    server.say(deskNow());
    expect(await page.content()).not.toMatch(/con dao|em sợ/);
  });

  test('off shift with an open talk is refused with the reason', async () => {
    server.desk = deskNow({ mine: [held()] });
    server.answer = ({ name }) =>
      name === 'offer' ? { status: 'done' } : { status: 'refused', why: 'holding' };
    await signIn();
    await button('shift.leave').click();
    await shows('refused.holding');
    await page.getByRole('heading', { name: t('signoff.title') }).waitFor();
    await button('handover.open').click();
    await button('handover.confirm').click();
    await shows('handover.choose');
    await page.getByLabel(/Bình/u).check();
    await button('handover.confirm').click();
    await page.getByRole('heading', { name: t('signoff.title') }).waitFor();
    expect(commandsNamed('offer').map(({ body }) => body)).toEqual([
      { conversation: 'c-mai', staff: 's-binh', note: '' },
    ]);
    server.say(deskNow({ mine: [] }));
    await shows('signoff.none');
  });

  test('a shift begins with what the night left, and a colleague’s offer is answered there too', async () => {
    const me = { ...deskNow().me, onShift: false };
    const line = held({ holder: null, contact: 'no', waitingSince: 1 });
    server.desk = deskNow({ me, queue: [line] });
    await signIn();
    await button('shift.sound.play').click();
    await button('shift.sound.heard').click();
    await page.getByRole('heading', { name: t('night.title') }).waitFor();
    await shows('night.contact.no');
    const offer = { by: 'Bình', to: { id: 's-lan', name: 'Lan' }, note: '', until: Date.now() + 60_000 };
    server.say(deskNow({ offers: [held({ conversation: 'c-dem', pseudonym: 'Đêm Rằm', offer })] }));
    await button('offer.accept').click();
    await shows('talk.loading');
    expect(page.url()).not.toContain('night');
    expect(commandsNamed('offer/accept').map(({ body }) => body)).toEqual([{ conversation: 'c-dem' }]);
  });

  test('English is remembered on this machine; nothing else is stored', async () => {
    await onShift();
    await button('app.en').click();
    await page.getByRole('heading', { name: translate('en', 'queue.title') }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: translate('en', 'queue.title') }).waitFor();
    const stored = await page.evaluate(() => [Object.entries(localStorage), Object.entries(sessionStorage)]);
    expect(stored).toEqual([[['console.language', 'en']], []]);
  });

  test('after a reload a blocked sound is said in red until something is pressed', async () => {
    server.signedIn = true;
    server.desk = deskNow();
    await page.addInitScript(blockSoundUntilPressed);
    await page.goto(server.url);
    await shows('bar.sound-blocked');
    await button('bar.sound-enable').click();
    await page.getByText(t('bar.sound-blocked')).waitFor({ state: 'detached' });
  });
});

/** Headless Chromium lets every page make sounds; browsers on desks do not before something was pressed. */
function blockSoundUntilPressed(): void {
  let allowed = false;
  Object.defineProperty(AudioContext.prototype, 'state', { get: () => (allowed ? 'running' : 'suspended') });
  AudioContext.prototype.resume = function resume(this: AudioContext): Promise<void> {
    allowed = navigator.userActivation.isActive;
    this.dispatchEvent(new Event('statechange'));
    return Promise.resolve();
  };
}
