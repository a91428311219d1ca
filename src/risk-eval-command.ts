import { existsSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { evaluate } from './risk/evaluate.ts';
import { evaluationText } from './risk/evaluation-text.ts';
import { readCorpusFile } from './risk-corpus-on-disk.ts';
import { loadDetector } from './risk-rules-on-disk.ts';

/**
 * `hien risk eval FILE… [--json]`: judges labelled JSON lines (`{"text", "level", …}`) and prints recall, confusion,
 * alarms and every miss. Resolves with the exit status: 1, naming it, when a file cannot be read.
 */
export function runRiskEval(
  files: readonly string[],
  json: boolean,
  streams: { readonly output: Writable; readonly error: Writable },
): 0 | 1 {
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    streams.error.write(`There is no file ${missing.join(', ')}.\n`);
    return 1;
  }
  const read = files.map((file) => readCorpusFile(file));
  const wrong = read.find((one) => one.status === 'wrong');
  if (wrong !== undefined) {
    streams.error.write(`${wrong.at} is no labelled line.\n`);
    return 1;
  }
  const lines = read.flatMap((one) => (one.status === 'read' ? one.lines : []));
  const found = evaluate(lines, loadDetector());
  streams.output.write(json ? `${JSON.stringify(found)}\n` : evaluationText(found, found.misses.length));
  return 0;
}
