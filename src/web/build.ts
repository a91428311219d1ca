import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildChat } from './build-chat.ts';
import { buildConsole } from './build-console.ts';
import type { Stamp } from './stamp.ts';
import { hashInputs, stampFile, webDirectory } from './stamp.ts';

/*
 * `node src/web/build.ts` builds the person's page and the console into `dist/web`, then stamps them.
 * The stamp is written last: a build that broke off counts as missing.
 */

/** Files that shape the bundles without being part of them. */
const builders = ['build.ts', 'build-chat.ts', 'build-console.ts', 'build-inputs.ts'].map((name) =>
  join('src', 'web', name),
);

/** Builds everything below `root` and returns the stamp. */
export async function buildWeb(root: string): Promise<Stamp> {
  const out = join(root, webDirectory);
  const fresh = `${out}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    const stamp = await fill(root, fresh);
    await rm(out, { recursive: true, force: true });
    await rename(fresh, out);
    return stamp;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function fill(root: string, fresh: string): Promise<Stamp> {
  const inputs = new Set([
    ...builders,
    'package-lock.json',
    'tsconfig.json',
    join('src', 'web', 'tsconfig.json'),
  ]);
  const note = (path: string): void => void inputs.add(path);
  await buildChat(root, join(fresh, 'chat'), note);
  await buildConsole(root, join(fresh, 'console'), note);
  const list = [...inputs].sort();
  const stamp = { hash: await hashInputs(root, list), inputs: list };
  await writeFile(join(fresh, stampFile), `${JSON.stringify(stamp, null, 1)}\n`);
  return stamp;
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] !== undefined && existsSync(process.argv[1]) && self === process.argv[1]) {
  await buildWeb(dirname(dirname(dirname(self))));
}
