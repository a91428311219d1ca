import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { type ClassifiedLine, classifyLine, unreadableLine } from './risk/classify.ts';
import { loadDetector } from './risk-rules-on-disk.ts';

/**
 * `hien risk classify`: JSON lines in, one JSON line out for each, in order, as they come. Blank lines are skipped.
 * Resolves with the exit status: 1 when a line could not be read, otherwise 0. Never touches network or data folder.
 */
export async function runRiskClassify(input: Readable, output: Writable): Promise<0 | 1> {
  const detector = loadDetector();
  let allRead = true;
  let first = true;
  for await (const bytes of linesOf(input)) {
    const line = decode(bytes, first);
    first = false;
    if (line !== undefined && line.trim() === '') continue;
    const judged: ClassifiedLine = line === undefined ? unreadableLine() : classifyLine(line, detector);
    allRead &&= judged.ok;
    if (!output.write(`${judged.output}\n`)) await once(output, 'drain');
  }
  return allRead ? 0 : 1;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A line's text without line end and, on the first line, without a byte order mark; undefined when it is not UTF-8. */
function decode(bytes: Uint8Array, first: boolean): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return first ? text.replace(/^\uFEFF/u, '') : text;
  } catch {
    return undefined;
  }
}

const lineFeed = 0x0a;

/** Cuts a byte stream at line feeds; pieces of a long line are joined once. */
async function* linesOf(input: Readable): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  for await (const chunk of input as AsyncIterable<Uint8Array | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      yield Buffer.concat([...held, bytes.subarray(start, end)]);
      held = [];
      start = end + 1;
    }
    if (start < bytes.length) held.push(bytes.subarray(start));
  }
  if (held.length > 0) yield Buffer.concat(held);
}
