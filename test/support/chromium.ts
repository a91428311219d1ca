import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { describe } from 'vitest';

const installIt = 'apt-get install chromium';

/** The browser that `CHROMIUM` names, or Debian's. */
const executablePath = process.env['CHROMIUM'] || '/usr/bin/chromium';

/** Whether browser tests run: a missing browser is a failure under `CI=true`, elsewhere a visible skip. */
const isChromiumThere = (): boolean => existsSync(executablePath) || process.env['CI'] === 'true';

/** Tests in a real browser; the title of a skip names the cure. */
export function describeInChromium(name: string, tests: () => void): void {
  const title = isChromiumThere() ? name : `${name} (skipped: no Chromium; ${installIt})`;
  describe.skipIf(!isChromiumThere())(title, () => {
    tests();
  });
}

/** Starts the browser with a fresh profile and without any traffic of its own. */
export function launchChromium(): Promise<Browser> {
  if (!existsSync(executablePath)) throw new Error(`There is no Chromium at ${executablePath}: ${installIt}`);
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
