import { parseArgs } from 'node:util';
import { sentenceOf } from './flow/sentences.ts';
import type { CommandStreams } from './flow-chat-command.ts';
import { type Checked, checkPaths, type Told } from './flow-check.ts';

/**
 * `hien flow check PATH… [--against LIVE] [--json]`: lints and proves flows; LIVE is the file or folder that is live now. Resolves with the exit status: 0 nothing blocks, 1 an error
 * stands, 2 the call is wrong. Told in Vietnamese; `--json` holds both languages.
 */
export const runFlowCheck = (args: readonly string[], io: CommandStreams, now: number): number =>
  run('check', args, io, now, (flows) => flows.map(summaryOf));

/** `hien flow prove PATH… [--json]`: the same flows, and how many situations were looked at for each. */
export const runFlowProve = (args: readonly string[], io: CommandStreams, now: number): number =>
  run('prove', args, io, now, (flows) => flows.map(proofOf));

function run(
  name: string,
  args: readonly string[],
  io: CommandStreams,
  now: number,
  summary: (flows: readonly Checked[]) => readonly string[],
): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, against: { type: 'string' } },
  });
  if (positionals.length === 0) return refuse(io, `hien flow ${name} needs at least one PATH.`);
  const result = checkPaths(positionals, now, values.against ?? null);
  if (result.status === 'missing') return refuse(io, `${result.path} is not there.`);
  if (result.flows.length === 0) return refuse(io, 'There is no flow to look at.');
  const told = once(result.flows.flatMap((flow) => flow.told));
  io.output.write(values.json === true ? `${json(told)}\n` : text(told, summary(result.flows)));
  return told.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function refuse({ error }: CommandStreams, message: string): number {
  error.write(`${message}\n`);
  return 2;
}

/** Flows share what they inherit and call: what stands in two of them is told once. */
function once(told: readonly Told[]): readonly Told[] {
  const keyOf = ({ file, line, column, rule, step, key, params }: Told): string =>
    JSON.stringify([file, line, column, rule, step, key, params]);
  return [...new Map(told.map((one) => [keyOf(one), one])).values()];
}

const json = (told: readonly Told[]): string =>
  JSON.stringify(
    told.map(({ rule, severity, file, line, column, flow, step, key, params, transcript }) => ({
      rule,
      severity,
      file,
      line,
      column,
      flow,
      step,
      message: sentenceOf('vi', key, params),
      english: sentenceOf('en', key, params),
      ...(transcript !== undefined && { transcript }),
    })),
    null,
    2,
  );

const text = (told: readonly Told[], summary: readonly string[]): string =>
  [...told.map(line), ...summary].map((one) => `${one}\n`).join('');

function line({ file, line, column, severity, rule, step, key, params, transcript }: Told): string {
  const where = `${file}:${String(line)}:${String(column)}`;
  const head = `${where} ${severity} ${rule}${step === null ? '' : ` ${step}`}: ${sentenceOf('vi', key, params)}`;
  return transcript === undefined
    ? head
    : [head, ...transcript.split('\n').map((one) => `    ${one}`)].join('\n');
}

const count = (told: readonly Told[], severity: Told['severity']): number =>
  told.filter((one) => one.severity === severity).length;

const summaryOf = ({ file, told }: Checked): string =>
  `${file}: ${String(count(told, 'error'))} errors, ${String(count(told, 'warning'))} warnings, ${String(count(told, 'note'))} notes`;

const proofOf = ({ file, proof }: Checked): string =>
  proof === null
    ? `${file}: not proven, it does not hold together yet`
    : `${file}: ${String(proof.situations)} situations, ${proof.breaches.length === 0 ? 'every property holds' : `${String(proof.breaches.length)} breaches`}`;
