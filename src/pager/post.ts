import { pagerLimits } from './limits.ts';

/** What a post came to; `null` when there was no answer in time, or none at all. */
export interface Answer {
  readonly status: number;
  /** The first bytes of the body, as text. */
  readonly text: string;
}

/** Posts bytes and reads the beginning of the answer. Never throws; follows no redirect. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array | null,
): Promise<Answer | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: typeof body === 'string' || body === null ? body : new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(pagerLimits.answerWithin),
    });
    return { status: response.status, text: await beginning(response) };
  } catch {
    return null;
  }
}

async function beginning(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
    if (size >= pagerLimits.answerBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, pagerLimits.answerBytes).toString('utf8');
}
