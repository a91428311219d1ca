import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { FlowIssue } from './flow/plan.ts';
import { sentenceOf } from './flow/sentences.ts';
import { textsOf } from './flow-check.ts';
import { flowOf } from './flow-named.ts';
import { type LoadedFlows, loadFlows } from './flows-on-disk.ts';
import { continueTalk, type FlowShelf, type FlowTalk, openTalk } from './simulator/flow-chat.ts';
import { replayTranscript } from './simulator/flow-transcript.ts';

/** Where a command reads and writes: the terminal, or the other end of a test. */
export interface CommandStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly error: NodeJS.WritableStream;
}

/**
 * `hien flow chat FLOW [--script FILE]`: talks to one flow, by its id or as a `.yaml` file beside its `_safety.yaml`.
 * Resolves with the exit status: 0 done, 1 the flow is broken or the transcript differs, 2 the call is wrong.
 */
export async function runFlowChat(args: readonly string[], io: CommandStreams): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { script: { type: 'string' } },
  });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) return fail(io, 2, 'hien flow chat needs one FLOW.');
  const { folder, flow } = flowOf(name);
  const flows = loadFlows(folder);
  const plan = flows.library.current(flow);
  if (plan === null) return fail(io, ...whyNot(flow, flows));
  const shelf: FlowShelf = { library: flows.library, flow, textOf: textsOf(plan) };
  return values.script === undefined ? chat(shelf, io) : replay(shelf, values.script, io);
}

function whyNot(flow: string, { issues, plans }: LoadedFlows): [number, string] {
  const mine = issues.filter((issue) => issue.file === `${flow}.yaml` || issue.file === '_safety.yaml');
  if (mine.length > 0) return [1, mine.map(issueLine).join('\n')];
  return [2, `There is no flow “${flow}”. There is: ${plans.map((plan) => plan.flow).join(', ') || 'none'}.`];
}

const issueLine = ({ file, line, column, rule, key, params }: FlowIssue): string =>
  `${file}:${line}:${column} ${rule}: ${sentenceOf('vi', key, params)}`;

async function chat(shelf: FlowShelf, { input, output }: CommandStreams): Promise<number> {
  let talk: FlowTalk = openTalk(shelf);
  const print = (): void => void output.write(talk.lines.map((line) => `${line}\n`).join(''));
  print();
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    talk = continueTalk(shelf, talk, line.startsWith('@') ? line : `> ${line}`);
    print();
  }
  return 0;
}

function replay(shelf: FlowShelf, file: string, io: CommandStreams): number {
  const text = readText(file);
  if (text === null) return fail(io, 2, `${file} cannot be read.`);
  const result = replayTranscript(shelf, text);
  if (result.status === 'empty') return fail(io, 1, `${file} holds no talk.`);
  if (result.status === 'different') {
    const { number, expected, given } = result;
    return fail(
      io,
      1,
      `${file}:${number}\n  written: ${expected ?? '(nothing more)'}\n  given:   ${given ?? '(nothing more)'}`,
    );
  }
  io.output.write(`${file}: ${result.lines} lines as written\n`);
  return 0;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function fail({ error }: CommandStreams, status: number, message: string): number {
  error.write(`${message}\n`);
  return status;
}
