import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** Where both bundles and their stamp stand, seen from the root of the project. */
export const webDirectory = join('dist', 'web');
export const stampFile = 'stamp.json';

const stamp = z.object({ hash: z.string(), inputs: z.array(z.string()).check(z.minLength(1)) });
export type Stamp = z.infer<typeof stamp>;

/**
 * Are the browser bundles there, and built from the sources that stand here now? `npm start` refuses unless `fresh`.
 * The stamp names every file that went into the bundles; one that changed, went or came makes them stale.
 */
export async function checkBundles(root: string): Promise<'fresh' | 'missing' | 'stale'> {
  const text = await readFile(join(root, webDirectory, stampFile), 'utf8').catch(() => null);
  if (text === null) return 'missing';
  const read = stamp.safeParse(parsed(text));
  if (!read.success) return 'stale';
  return (await hashInputs(root, read.data.inputs)) === read.data.hash ? 'fresh' : 'stale';
}

/** One hash over the paths and bytes of all inputs; an absent file counts as such. */
export async function hashInputs(root: string, inputs: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const input of [...inputs].sort()) {
    const bytes = await readFile(join(root, input)).catch(() => null);
    hash.update(`${input}\0${bytes === null ? 'absent' : bytes.length}\0`);
    if (bytes !== null) hash.update(bytes);
  }
  return hash.digest('hex');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
