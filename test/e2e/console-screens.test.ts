import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtures } from '../../src/web/console/fixtures/states.ts';
import { type MessageKey, translate } from '../../src/web/console/text/catalogue.ts';
import { describeInChromium, launchChromium } from '../support/chromium.ts';
import { buildConsolePages, type ConsoleSite, serveConsole } from './support/console-site.ts';

/*
 * Every named state of every console screen, on a phone and on a desk, in light and dark: no axe finding, nothing wider
 * than the screen, nothing that the security policy stops. `SCREENSHOTS=<folder>` keeps pictures to look at.
 */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = process.env['SCREENSHOTS'] ?? '';

const sizes = [
  { name: 'a phone', width: 390, height: 844, scheme: 'light' },
  { name: 'a desk', width: 1440, height: 900, scheme: 'light' },
  { name: 'a dark desk', width: 1440, height: 900, scheme: 'dark' },
] as const;
type Size = (typeof sizes)[number];

describeInChromium('console screens', () => {
  let folder: string;
  let site: ConsoleSite;
  let browser: Browser;
  const pages = new Map<string, Page>();
  const complaints: string[] = [];
  beforeAll(async () => {
    folder = await buildConsolePages();
    site = await serveConsole(folder, (_request, response) => response.writeHead(404).end());
    browser = await launchChromium();
    for (const size of sizes) pages.set(size.name, await openPage(browser, size, complaints));
    if (screenshots !== '') mkdirSync(screenshots, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    rmSync(folder, { recursive: true });
  });

  test('there are states to look at', () => {
    expect(Object.keys(fixtures).length).toBeGreaterThan(30);
  });

  const rows = Object.keys(fixtures).flatMap((name) => sizes.map((size) => [name, size.name] as const));
  test.each(rows)('"%s" is in order on %s', async (name, size) => {
    const page = pages.get(size);
    if (page === undefined) throw new Error(`no page of the size ${size}`);
    complaints.length = 0;
    await showFixture(page, site.url, name);
    if (screenshots !== '')
      await page.screenshot({ path: join(screenshots, `${slug(name)}.${slug(size)}.png`) });
    expect(await findings(page)).toEqual([]);
    expect(await overflow(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

/** Errors, warnings and broken security rules of the page end up in `complaints`. */
async function openPage(browser: Browser, size: Size, complaints: string[]): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: size.width, height: size.height },
    colorScheme: size.scheme,
    reducedMotion: 'reduce',
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}

async function showFixture(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}fixtures.html?${slug(name)}#${encodeURIComponent(name)}`);
  await page.locator('main').first().waitFor();
  await page.locator('[data-waiting]').waitFor({ state: 'detached' });
  for (const key of fixtures[name]?.press ?? []) await press(page, key);
  await page.locator('main').first().waitFor();
}

const press = (page: Page, key: MessageKey): Promise<void> =>
  page.getByRole('button', { name: translate('vi', key), exact: true }).click();

/** What axe finds, in a line each; evaluated by the debugger, which the page's policy does not bind. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.html} ${node.failureSummary}`),
    );
  });
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** Whatever makes the page scroll sideways, or reaches over its right edge outside of a scrolling part. */
async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth > width ? ['the page scrolls sideways'] : [];
    const over = [...document.querySelectorAll('#console *')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.right > width + 1;
    });
    const scrolls = [
      ...document.querySelectorAll('.messages, .desk__lists, .details, .desk__talk, .house'),
    ].filter((element) => element.scrollWidth > element.clientWidth + 1);
    return [...wide, ...[...over, ...scrolls].map((element) => `${element.tagName} ${element.className}`)];
  });
}

const slug = (name: string): string => name.replaceAll(/[^a-z]+/gi, '-').toLowerCase();
