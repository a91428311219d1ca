import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkBundles } from '../../src/web/stamp.ts';
import type { PageData } from '../../src/wire/chat.ts';
import { describeInChromium, launchChromium } from '../support/chromium.ts';
import { type Double, type Posted, startDouble } from './support/direct-line-double.ts';

const project = join(import.meta.dirname, '..', '..');
const minute = 60_000;
const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };

const danger: Partial<PageData> = {
  bubbles: ['Ngay lúc này có chuyện nào dưới đây không?'],
  choices: [
    { digit: 3, label: 'Đang bị đánh, bị rượt đuổi', value: { k: 'a', s: 'danger', v: 1, o: 'attack' } },
    { digit: 6, label: 'Không', value: { k: 'a', s: 'danger', v: 1, o: 'no' } },
    { digit: 8, label: 'Bỏ qua', value: { k: 'a', s: 'danger', v: 1, o: 'skip' } },
  ],
};
const card: Partial<PageData> = {
  card: 'unknown',
  bubbles: ['Gọi 113 ngay nếu gọi được.', 'Đã báo người trực.'],
};

/** A program as simple as can be: screen 2 after screen 1, the card after danger or SOS. */
function answerOf({ value, text }: Posted): Partial<PageData> | null {
  if (value?.['o'] === 'can_write' || value?.['b'] === 'resume') return danger;
  if (value?.['o'] === 'attack' || value?.['b'] === 'sos') return card;
  if (value?.['b'] === 'quiet') return { quiet: true, bubbles: ['Vâng, khi nào rảnh bạn nhắn lại nhé.'] };
  return value === undefined ? { bubbles: [`Máy đọc: ${text ?? ''}`] } : null;
}

describeInChromium('the person’s page', () => {
  let browser: Browser;
  let server: Double;
  let context: BrowserContext;
  let page: Page;
  const faults: string[] = [];

  const open = async (viewport = phone, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> => {
    const isPhone = viewport.width < 500;
    context = await browser.newContext({ viewport, hasTouch: isPhone, isMobile: isPhone, ...options });
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text()))
        faults.push(message.text());
    });
    await page.goto(server.url);
    return page;
  };
  const tap = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const says = (text: string): Promise<void> => page.getByText(text, { exact: true }).first().waitFor();
  const write = async (text: string): Promise<void> => {
    await page.locator('#words').fill(text);
    await tap('Gửi');
  };
  const bodyText = (): Promise<string> =>
    page.evaluate(() => document.body.innerText.replace(document.title, '').trim());
  const stored = (): Promise<Record<string, string>> =>
    page.evaluate(() =>
      Object.fromEntries([...Object.entries(sessionStorage), ...Object.entries(localStorage)]),
    );
  const posts = (button: string): number =>
    server.posted.filter(({ value }) => value?.['b'] === button).length;
  const until = async (check: () => boolean): Promise<void> => {
    await expect.poll(check, { timeout: 10_000 }).toBe(true);
  };
  const blemishes = async (): Promise<string[]> => {
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await axe.run()).violations;
    });
    return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  };
  /** Pictures for a person to look at: `PICTURES=folder`. */
  const picture = async (name: string): Promise<void> => {
    const folder = process.env['PICTURES'];
    if (folder === undefined) return;
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${page.viewportSize()?.width ?? 0}-${name}.png`) });
  };

  beforeAll(async () => {
    // In a process of its own: the test runner's mode would build another console.
    const env = { ...process.env, NODE_ENV: 'production' };
    if ((await checkBundles(project)) !== 'fresh') {
      await promisify(execFile)(process.execPath, [join(project, 'src', 'web', 'build.ts')], { env });
    }
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    faults.length = 0;
    server = await startDouble();
    server.answer = answerOf;
  });
  afterEach(async () => {
    await context.close();
    await server.stop();
    expect(faults).toEqual([]);
  });

  describe.each([phone, desk])('at $width px', (viewport) => {
    test('the first view says what is kept and who reads it, asks, and starts nothing', async () => {
      await open(viewport);
      const text = await bodyText();
      for (const part of [
        'tự xóa sau 3 đến 30 ngày',
        'Người trực đọc được',
        'Bây giờ bạn nhắn có tiện không?',
        'Gấp',
        'Gặp người trực',
        'Thoát',
      ]) {
        expect(text).toContain(part);
      }
      expect(text).not.toMatch(/AGPL|mã nguồn|113/);
      expect(await page.title()).toBe('Ghi chú');
      expect(server.paths).toEqual(['GET /']);
      expect(await stored()).toEqual({});
      expect(await context.cookies()).toEqual([]);
      await picture('first');
    });

    test('nothing is wider than the screen, and every button is large enough for a thumb', async () => {
      await open(viewport);
      await tap('3 Nhắn được');
      await says('Bỏ qua');
      await tap('Gấp');
      await tap('Thêm');
      const small = await page.evaluate(
        (width) =>
          [...document.querySelectorAll('button, header a')]
            .map((element) => ({ box: element.getBoundingClientRect(), text: element.textContent }))
            .filter(({ box }) => box.width > 0 && (box.height < 48 || box.width < 48 || box.right > width)),
        viewport.width,
      );
      expect(small).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      );
    });

    test('the emergency card is reached in two taps, its numbers may be dialled, and nothing must be answered', async () => {
      await open(viewport);
      await tap('3 Nhắn được');
      await tap('3 Đang bị đánh, bị rượt đuổi');
      await says('Gọi 113 ngay nếu gọi được.');
      expect(await page.locator('#log a[href="tel:113"]').isVisible()).toBe(true);
      expect(server.posted.map(({ value }) => value)).toEqual([
        { k: 'a', s: 'now_ok', v: 1, o: 'can_write' },
        { k: 'a', s: 'danger', v: 1, o: 'attack' },
      ]);
      expect(await page.locator('#log .choice').count()).toBe(0);
      await picture('card');
    });

    test('with the server stopped Gấp shows the numbers at once, and tells the server when it is back', async () => {
      await open(viewport);
      await server.stop();
      await tap('Gấp');
      const numbers = await page
        .locator('#numbers a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      expect(numbers).toEqual(['tel:113', 'tel:115', 'tel:114', 'tel:111']);
      expect(await page.locator('#numbers').isVisible()).toBe(true);
      await page.getByText('Mất mạng. Gấp thì gọi').waitFor();
      await picture('stopped');
      await server.start();
      await until(() => posts('sos') === 1);
      await says('Gọi 113 ngay nếu gọi được.');
      await says('đã gửi');
      expect(await page.locator('#line').textContent()).toBe('');
    });

    test('with the server stopped Thoát empties the page and leaves; Back shows nothing', async () => {
      await open(viewport);
      await page.goto('about:blank');
      await page.goto(server.url);
      await tap('3 Nhắn được');
      await says('Bỏ qua');
      // The exit is another site: it answers while our server does not.
      await page.route('**/x.html', (route) => route.fulfill({ body: 'Thời tiết hôm nay' }));
      await server.stop();
      await page.getByRole('link', { name: 'Thoát' }).click();
      await page.waitForURL('**/x.html');
      await page.goBack();
      expect(page.url()).toBe('about:blank');
      await server.start();
      await page.goto(server.url);
      expect(await bodyText()).not.toContain('Bỏ qua');
      expect(await stored()).toEqual({});
    });

    test('quiet: three unlabelled signs, the digits one tap away, back only by the sign', async () => {
      await open(viewport);
      await write('chồng em sắp về');
      await says('Máy đọc: chồng em sắp về');
      await tap('Thêm');
      await page.locator('#words').fill('bận');
      await tap('Gửi');
      await until(() => posts('quiet') === 1);
      expect(await bodyText()).toBe('');
      expect(await page.title()).toBe('Ghi chú');
      server.say({ bubbles: ['Bạn còn đó không?'] });
      await page.waitForTimeout(300);
      expect(await bodyText()).toBe('');
      expect(await blemishes()).toEqual([]);
      await picture('quiet');
      await page.getByRole('button', { name: '1' }).click();
      await until(() => posts('sos') === 1);
      server.say({ quiet: true, bubbles: ['Vâng. 113 · 115 · 111'] });
      await page.waitForTimeout(300);
      expect((await bodyText()).split(/\s+/)).toEqual(['113', '115', '114', '111']);
      await picture('quiet-numbers');
      await page.getByRole('button', { name: '1' }).click();
      expect(await bodyText()).toBe('');
      expect(posts('sos')).toBe(1);
      await page.reload();
      await page.waitForTimeout(300);
      expect(await bodyText()).toBe('');
      await page.getByRole('button', { name: '3' }).click();
      await says('Ngay lúc này có chuyện nào dưới đây không?');
      expect(posts('resume')).toBe(1);
      expect(await bodyText()).not.toContain('chồng em');
    });

    test('idle for three minutes: a blank curtain, with Gấp and Thoát', async () => {
      await open(viewport);
      await tap('3 Nhắn được');
      await says('Bỏ qua');
      await page.clock.install();
      await page.reload();
      await says('Bỏ qua');
      await page.clock.runFor(2 * minute);
      expect(await bodyText()).toContain('Bỏ qua');
      await page.clock.runFor(minute + 10_000);
      expect((await bodyText()).split(/\s*\n\s*/)).toEqual(['Gấp', 'Thoát', 'Tiếp tục']);
      expect(await page.getByRole('log').count()).toBe(0);
      await picture('curtain');
      await tap('Gấp');
      expect(await page.locator('#numbers').isVisible()).toBe(true);
      await tap('Tiếp tục');
      expect(await bodyText()).toContain('Bỏ qua');
      await until(() => posts('resume') === 1);
    });

    test('axe finds nothing on the first view, in a talk, with all panels open, behind the curtain', async () => {
      await open(viewport);
      expect(await blemishes()).toEqual([]);
      await tap('3 Nhắn được');
      await says('Bỏ qua');
      server.say({ from: 'counsellor', bubbles: ['Chào bạn, mình là người trực.'] });
      await tap('Gấp');
      await says('đã gửi');
      await tap('Thêm');
      expect(await blemishes()).toEqual([]);
      await server.stop();
      await write('còn đó không ạ');
      await page.getByText('chưa gửi được').waitFor();
      expect(await blemishes()).toEqual([]);
      await page.evaluate(() => document.documentElement.classList.add('curtain'));
      expect(await blemishes()).toEqual([]);
    });

    test('without JavaScript the numbers stand and Thoát is a link', async () => {
      await open(viewport, { javaScriptEnabled: false });
      for (const number of ['113', '115', '114', '111']) {
        expect(await page.locator(`a[href="tel:${number}"]`).isVisible()).toBe(true);
      }
      expect(await page.getByRole('button').count()).toBe(0);
      await picture('plain');
      await page.getByRole('link', { name: 'Thoát' }).click();
      await page.waitForURL('**/x.html');
    });
  });

  test('a lost answer, a 503 and a cut line lose nothing, keep the order and repeat under the same id', async () => {
    await open();
    await tap('3 Nhắn được');
    await says('Bỏ qua');
    server.failPosts = 1;
    await write('một');
    await server.stop();
    await write('hai');
    await write('ba');
    expect(await page.locator('.row.me').allInnerTexts()).toHaveLength(4);
    await page
      .getByRole('button', { name: /bấm để gửi lại/ })
      .first()
      .waitFor();
    await server.start();
    await page
      .getByRole('button', { name: /bấm để gửi lại/ })
      .first()
      .click();
    await says('Máy đọc: ba');
    const words = server.posted.filter(({ value }) => value === undefined);
    expect(words.map(({ text }) => text)).toEqual(['một', 'hai', 'ba']);
    expect(new Set(server.posted.map(({ channelData }) => channelData?.clientActivityID)).size).toBe(4);
    expect(await page.locator('.row.me').count()).toBe(4);
  });

  test('the second tap of a trembling hand answers nothing, a later one does', async () => {
    await open();
    await page.clock.install();
    await page.reload();
    await page.clock.pauseAt(Date.now() + minute);
    const touch = async (name: string): Promise<void> => {
      const box = await page.getByRole('button', { name }).boundingBox();
      await page.touchscreen.tap((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
    };
    const answers = (): unknown[] => server.posted.map(({ value }) => value?.['o']);
    await touch('3 Nhắn được');
    await says('Bỏ qua');
    await touch('3 Đang bị đánh');
    await page.clock.runFor(1_000);
    expect(answers()).toEqual(['can_write']);
    await touch('3 Đang bị đánh');
    await until(() => answers().length === 2);
    expect(answers()).toEqual(['can_write', 'attack']);
  });

  test('a text longer than the server takes arrives whole, in order', async () => {
    await open();
    const long = 'xin chào '.repeat(9_000);
    await write(long);
    await until(() => server.posted.length >= 2);
    expect(server.posted.map(({ text }) => text).join('')).toBe(long.trim());
  });

  test('where sockets do not get through, the page polls', async () => {
    server.socketsRefused = true;
    await open();
    await tap('3 Nhắn được');
    await says('Bỏ qua');
    server.say({ from: 'counsellor', bubbles: ['Chào bạn, mình là người trực.'] });
    await says('Chào bạn, mình là người trực.');
    expect(server.paths.some((path) => /^GET .*\/activities$/.test(path))).toBe(true);
  });

  test('a reload keeps the conversation; the tab holds one opaque string and nothing else', async () => {
    await open();
    await tap('3 Nhắn được');
    await says('Bỏ qua');
    await write('em đang ở nhà');
    await says('Máy đọc: em đang ở nhà');
    const before = await page.locator('.row').allInnerTexts();
    await page.reload();
    await says('Máy đọc: em đang ở nhà');
    expect(await page.locator('.row').allInnerTexts()).toEqual(before);
    expect(await page.locator('#first').isVisible()).toBe(false);
    const kept = await stored();
    expect(Object.keys(kept)).toEqual(['v']);
    expect(kept['v']).not.toMatch(/\bt\.c\d|em đang/);
    expect(server.talks.size).toBe(1);
    expect(await page.evaluate(() => history.length)).toBe(2);
  });

  test('asleep for 40 minutes: the token is exchanged, the talk goes on behind the curtain', async () => {
    await open();
    await page.clock.install();
    await page.reload();
    await tap('3 Nhắn được');
    await says('Bỏ qua');
    await page.clock.fastForward(40 * minute);
    await until(() => server.paths.includes('POST /v3/directline/tokens/refresh'));
    await tap('Tiếp tục');
    server.say({ from: 'counsellor', bubbles: ['Mình vẫn ở đây.'] });
    await says('Mình vẫn ở đây.');
    expect(server.talks.size).toBe(1);
  });

  test('a tab that was away for long comes back behind the curtain', async () => {
    await open();
    await tap('3 Nhắn được');
    await says('Bỏ qua');
    await page.goto('about:blank');
    await page.clock.install({ time: Date.now() + 40 * minute });
    await page.goto(server.url);
    expect((await bodyText()).split(/\s*\n\s*/)).toEqual(['Gấp', 'Thoát', 'Tiếp tục']);
    await tap('Tiếp tục');
    await says('Bỏ qua');
  });

  test('out of sight the page is blank at once, and stands again when it is back soon', async () => {
    await open();
    const turn = (state: string): Promise<void> =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await turn('hidden');
    expect(await bodyText()).toBe('');
    await turn('visible');
    expect(await bodyText()).toContain('Bây giờ bạn nhắn có tiện không?');
    await turn('hidden');
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    expect(await bodyText()).toContain('Bây giờ bạn nhắn có tiện không?');
  });

  test('leaving ends the token: the page is emptied, a duplicated tab shows nothing of it, and a reopened one neither', async () => {
    await open();
    await tap('3 Nhắn được');
    await says('Bỏ qua');
    const kept = await stored();
    const twin = await context.newPage();
    await twin.addInitScript((value) => sessionStorage.setItem('v', value), kept['v'] ?? '');
    await twin.goto(server.url);
    await twin.getByText('Bỏ qua').waitFor();
    await page.getByRole('link', { name: 'Thoát' }).click();
    await page.waitForURL('**/x.html');
    expect(await stored()).toEqual({});
    expect(server.posted.at(-1)?.type).toBe('endOfConversation');
    await twin.getByText('Bây giờ bạn nhắn có tiện không?').waitFor();
    expect(await twin.evaluate(() => document.body.innerText)).not.toContain('Bỏ qua');
    const reopened = await context.newPage();
    await reopened.addInitScript((value) => sessionStorage.setItem('v', value), kept['v'] ?? '');
    await reopened.goto(server.url);
    await reopened.getByText('Bây giờ bạn nhắn có tiện không?').waitFor();
    expect(await reopened.locator('.row').count()).toBe(0);
  });

  test('an emptied page stays empty when the browser brings it back', async () => {
    await open();
    await tap('3 Nhắn được');
    await says('Bỏ qua');
    // An exit that answers 204 leaves the browser where it is.
    await page.route('**/x.html', (route) => route.fulfill({ status: 204 }));
    await page.getByRole('link', { name: 'Thoát' }).click();
    await until(() => server.posted.at(-1)?.type === 'endOfConversation');
    expect(await page.evaluate(() => document.body.childNodes.length)).toBe(0);
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    expect(await page.evaluate(() => document.body.childNodes.length)).toBe(0);
    // Of the document itself: while the exit loads, the browser's own name for the tab is another.
    expect(await page.evaluate(() => document.title)).toBe('Ghi chú');
  });

  test('Shift three times leaves; the presses are seen and announced', async () => {
    await open(desk);
    await page.keyboard.press('Shift');
    await says('Bấm Shift hai lần nữa là thoát.');
    expect(await page.locator('#lights .lit').count()).toBe(1);
    await page.locator('#words').press('Shift+A');
    expect(await page.locator('#lights .lit').count()).toBe(0);
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift');
    await page.waitForURL('**/x.html');
  });

  test('by keyboard alone: the fixed buttons first, then the answers; Enter sends, Shift+Enter breaks the line', async () => {
    await open(desk);
    const reached: string[] = [];
    for (let step = 0; step < 8; step += 1) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''));
    }
    expect(reached.slice(0, 4)).toEqual(['Gấp', 'Gặp người trực', 'Thoát', '1Gấp, đang nguy hiểm']);
    await page.getByRole('button', { name: '3 Nhắn được' }).focus();
    await page.keyboard.press('Enter');
    await says('Bỏ qua');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      '3Đang bị đánh, bị rượt đuổi',
    );
    await page.locator('#words').focus();
    await page.keyboard.type('dòng một');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('dòng hai');
    await page.keyboard.press('Enter');
    await until(() => server.posted.at(-1)?.text === 'dòng một\ndòng hai');
  });

  test('codes typed on a screen of the program act as their buttons; to a counsellor they are words', async () => {
    await open();
    await write('3');
    await says('Bỏ qua');
    expect(server.posted[0]?.value).toEqual({ k: 'a', s: 'now_ok', v: 1, o: 'can_write' });
    server.say({ from: 'counsellor', bubbles: ['Cháu mấy tuổi?'] });
    await says('Cháu mấy tuổi?');
    await write('9');
    await until(() => server.posted.at(-1)?.text === '9');
    expect(page.url()).toBe(`${server.url}/`);
    server.say({ bubbles: ['Người trực đã ra khỏi cuộc này.'] });
    await says('Người trực đã ra khỏi cuộc này.');
    await write('cứu');
    expect(await page.locator('#numbers').isVisible()).toBe(true);
    await until(() => server.posted.at(-1)?.text === 'cứu');
    await write('thoát');
    await page.waitForURL('**/x.html');
  });

  test('words from the server are never markup', async () => {
    await open();
    const attack = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await write(attack);
    await says(`Máy đọc: ${attack}`);
    expect(await page.locator('#log img, #log script').count()).toBe(0);
    expect(await page.title()).toBe('Ghi chú');
  });

  test('deleting is in the small menu: it asks the server, and clears the page when confirmed', async () => {
    server.answer = ({ value, text }) =>
      value?.['b'] === 'erase'
        ? {
            bubbles: ['Xóa rồi không lấy lại được.'],
            choices: [{ digit: null, label: 'Xóa hết', value: { k: 'b', b: 'erase.confirm' } }],
          }
        : { bubbles: [`Máy đọc: ${text ?? ''}`] };
    await open();
    await tap('Thêm');
    await tap('Xóa tin');
    await says('Chưa có tin nào để xóa.');
    expect(server.posted).toEqual([]);
    await write('tên em là An');
    await says('Máy đọc: tên em là An');
    await tap('Thêm');
    await picture('menu');
    await tap('Xóa tin');
    await tap('Xóa hết');
    await until(() => posts('erase.confirm') === 1);
    expect(await page.locator('#log').innerText()).not.toContain('An');
  });

  test('somebody is writing: a line that goes by itself', async () => {
    await open();
    await tap('3 Nhắn được');
    await says('Bỏ qua');
    server.typing();
    await says('Đang viết…');
    server.say({ from: 'counsellor', bubbles: ['Chào bạn.'] });
    await says('Chào bạn.');
    expect(await page.locator('#typing').textContent()).toBe('');
  });

  test.each([195, 320])('at %i px (a phone, zoomed in) nothing is cut off sideways', async (width) => {
    context = await browser.newContext({ viewport: { width, height: 640 } });
    page = await context.newPage();
    await page.goto(server.url);
    await tap('3 Nhắn được');
    await says('Bỏ qua');
    await tap('Gấp');
    await tap('Thêm');
    await picture('zoomed');
    const cut = await page.evaluate(
      (right) =>
        [...document.querySelectorAll('button, a, p, textarea')]
          .filter((element) => element.getBoundingClientRect().right > right)
          .map((element) => element.outerHTML),
      width,
    );
    expect(cut).toEqual([]);
  });
});
