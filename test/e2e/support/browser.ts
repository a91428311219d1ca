import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { describe } from 'vitest';

/** Debian's Chromium, or the one that `CHROMIUM` names. */
const candidates = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];
const executablePath = candidates.find((path) => path !== undefined && path !== '' && existsSync(path));

/** Browser tests: a missing browser is a failure in CI, elsewhere a visible skip that names the cure. */
export function describeInBrowser(name: string, tests: () => void): void {
  const missing = executablePath === undefined && process.env['CI'] !== 'true';
  const title = missing ? `${name} (skipped: no Chromium; run "sudo apt-get install chromium")` : name;
  describe.skipIf(missing)(title, tests);
}

/** The sandbox needs rights that containers do not give; pages under test come from loopback only. */
export async function launchBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('no Chromium: run "sudo apt-get install chromium"');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
