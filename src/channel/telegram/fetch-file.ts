import type { Api } from 'grammy';
import { telegramLimits } from './limits.ts';

/**
 * A file of hers by Telegram's handle, when somebody on staff asks for it: `getFile`, then its address, which holds the
 * token and is told nobody. Null where it is gone, too long, or Telegram does not answer.
 */
export async function fetchTelegram(
  api: Pick<Api, 'getFile'>,
  fileRoot: string,
  handle: string,
  longest: number,
): Promise<Uint8Array | null> {
  try {
    const { file_path: path, file_size: size = 0 } = await api.getFile(handle);
    // Only a path below the bot's own files, whatever the answer says.
    if (path === undefined || size > longest || !/^[\w./-]{1,256}$/u.test(path) || path.includes('..'))
      return null;
    const signal = AbortSignal.timeout(telegramLimits.requestSeconds * 1000);
    const reply = await fetch(`${fileRoot}/${path}`, { signal, redirect: 'error' });
    return reply.ok ? await readUpTo(reply, longest) : null;
  } catch {
    return null;
  }
}

async function readUpTo({ body }: Response, longest: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > longest) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
