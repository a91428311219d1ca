import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { readConfig } from '../../../src/config.ts';
import { type RunningServer, startServer } from '../../../src/main.ts';
import { buildWeb } from '../../../src/web/build.ts';
import { checkBundles } from '../../../src/web/stamp.ts';
import { launchChromium } from '../../support/chromium.ts';

const project = resolve('.');
export const phone = { width: 390, height: 844 };
export const desk = { width: 1440, height: 900 };

/** The real server on a folder of its own and a real browser in front of it. */
export interface Stage {
  readonly server: RunningServer;
  /** Everything that must not happen: script errors, broken policies, requests to elsewhere, faults of the server. */
  readonly complaints: string[];
  /** Failed requests that a test means to happen, as a pattern on what the browser says of them. */
  readonly meant: RegExp[];
  /** A person's browser, or a counsellor's: nothing is shared between two. */
  context(viewport: { readonly width: number; readonly height: number }): Promise<BrowserContext>;
  /** `hien staff add` as an administrator runs it beside the running server: the invitation's part of the address. */
  invite(name: string, role: string): Promise<string>;
  /** From here on the server may be unreachable: failed requests are no complaint. */
  stopServer(): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  if ((await checkBundles(project)) !== 'fresh') await buildWeb(project);
  const folder = await mkdtemp(join(tmpdir(), 'evening-'));
  const complaints: string[] = [];
  // Whether somebody is signed in is asked, and "no" is an answer.
  const meant = [/Failed to load resource.* 401 .*\/console\/api\/me$/u];
  const config = readConfig({ PORT: '0', HIEN_DATA: folder });
  const server = await startServer(config, (fault, cause) => complaints.push(`${fault} ${String(cause)}`));
  const browser: Browser = await launchChromium();
  let isUp = true;

  function watch(page: Page): void {
    page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      const said = `${message.text()} ${message.location().url}`;
      if (!meant.some((pattern) => pattern.test(said))) complaints.push(said);
    });
  }

  return {
    server,
    complaints,
    meant,
    async context(viewport) {
      const isPhone = viewport.width < 500;
      const context = await browser.newContext({ viewport, hasTouch: isPhone, isMobile: isPhone });
      await context.addInitScript(countTones);
      context.on('page', watch);
      context.on('request', (request) => {
        if (!/^(?:data|blob|about):/u.test(request.url()) && new URL(request.url()).origin !== server.url)
          complaints.push(`a request to ${request.url()}`);
      });
      return context;
    },
    invite: (name, role) => invite(folder, name, role),
    async stopServer() {
      isUp = false;
      meant.push(/Failed to load resource|WebSocket connection/u);
      await server.close();
    },
    async close() {
      await browser.close();
      if (isUp) await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Counts every tone that a page lets sound; the loudspeaker itself is the browser's. */
function countTones(): void {
  const counted = globalThis as unknown as { tones: number };
  counted.tones = 0;
  globalThis.AudioContext = class extends AudioContext {
    override createOscillator(): OscillatorNode {
      if (this.state === 'running') counted.tones += 1;
      return super.createOscillator();
    }
  };
}

/** How many tones this page has let sound. */
export const tones = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { tones: number }).tones);

function invite(folder: string, name: string, role: string): Promise<string> {
  const child = spawn(process.execPath, ['src/run.js', 'cli.ts', 'staff', 'add', name, '--role', role], {
    cwd: project,
    env: { PATH: process.env['PATH'], HIEN_DATA: folder },
  });
  let printed = '';
  child.stdout.on('data', (bytes) => (printed += String(bytes)));
  return new Promise((resolve, reject) => {
    child.on('exit', () => {
      const [link] = /#\/invite\/\S+/u.exec(printed) ?? [];
      if (link === undefined) reject(new Error(`No link in: ${printed}`));
      else resolve(link);
    });
  });
}

/** What axe finds, one line each. Its script comes through the debugger, which the page's policy does not bind. */
export async function blemishes(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run({ resultTypes: ['violations'] })).violations;
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Pictures for somebody to look at: `PICTURES=folder`. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}-${String(page.viewportSize()?.width ?? 0)}.png`) });
}
