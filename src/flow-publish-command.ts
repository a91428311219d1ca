import { existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Asking, askServer } from './app/ask-server.ts';
import type { ServerCommand } from './app/bodies.ts';
import type { PublishOutcome, RecallOutcome } from './app/revisions.ts';
import { type RevisionAnswer, revisionAnswers } from './app/revisions-answers.ts';
import type { Obstacle } from './app/revisions-judge.ts';
import { type FlowLive, type Impact, liveRecords } from './app/revisions-records.ts';
import { flowLimits } from './flow/limits.ts';
import { diffSentenceOf, sentenceOf } from './flow/sentences.ts';
import type { CommandStreams } from './flow-chat-command.ts';
import { flowNames, readFlowFiles } from './flows-on-disk.ts';

/** Opens the data beside the running server for one command. */
export type WithHouse = (work: (house: Asking) => Promise<number>) => Promise<number>;

/**
 * `hien flow publish PATH --by NAME --note WHY [--dry-run]`: a flow file, or every flow of a folder, goes live in the
 * running server, if no error stands and every property holds. Tells how the open talks are touched. Gives the exit
 * status: 0 done, 1 refused, 2 the call is wrong.
 */
export async function runFlowPublish(
  args: readonly string[],
  io: CommandStreams,
  withHouse: WithHouse,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { by: { type: 'string' }, note: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  });
  const [path, ...more] = positionals;
  const [by, note, dry] = [trimmed(values.by), trimmed(values.note), values['dry-run'] === true];
  if (path === undefined || more.length > 0 || (!dry && (by === '' || note === '')))
    return tell(io, 2, 'hien flow publish needs one PATH, --by NAME and --note WHY.');
  if (!existsSync(path)) return tell(io, 2, `${path} is not there.`);
  const isFolder = statSync(path).isDirectory();
  const all = readFlowFiles(isFolder ? path : dirname(path));
  const names = new Set(isFolder ? flowNames(all) : [basename(path)]);
  const files = all.filter(({ name }) => names.has(name));
  const most = flowLimits.fileCharacters;
  if (files.some(({ text }) => text.length > most))
    return tell(io, 1, `${path}: ${sentenceOf('vi', 'limits.file', { most: String(most) })}`);
  return withHouse(async (house) => {
    const answer = await asked(house, { do: 'flow-publish', id: house.chance.id(), files, by, note, dry });
    if (answer === null) return waits(io);
    return answer.did === 'publish' ? toldPublish(io, answer.outcome) : 1;
  });
}

/**
 * `hien flow recall FLOW STRUCTURE [--by NAME] [--note WHY]`: marks a structure (or the beginning of its hash) unsafe.
 * Everybody on it moves to the live one at once; whoever has no place there goes to a person.
 */
export async function runFlowRecall(
  args: readonly string[],
  io: CommandStreams,
  withHouse: WithHouse,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { by: { type: 'string' }, note: { type: 'string' } },
  });
  const [flow, begins, ...more] = positionals;
  if (flow === undefined || begins === undefined || more.length > 0)
    return tell(io, 2, 'hien flow recall needs a FLOW and a STRUCTURE: see hien flow revisions.');
  return withHouse(async (house) => {
    const kept = await liveRecords(house).get(flow);
    const known = new Set(kept?.value.history.map(({ structure }) => structure));
    const found = [...known].filter((structure) => structure.startsWith(begins));
    const [structure] = found;
    if (structure === undefined || found.length > 1)
      return tell(io, 1, `${flow} has ${found.length === 0 ? 'no' : 'more than one'} structure ${begins}…`);
    const by = trimmed(values.by) || 'hien';
    const id = house.chance.id();
    const answer = await asked(house, {
      do: 'flow-recall',
      id,
      flow,
      structure,
      by,
      note: trimmed(values.note),
    });
    if (answer === null) return waits(io);
    return answer.did === 'recall' ? toldRecall(io, answer.outcome) : 1;
  });
}

/** `hien flow revisions FLOW`: every revision of a flow, newest first; `*` is live. */
export async function runFlowRevisions(
  args: readonly string[],
  io: CommandStreams,
  withHouse: WithHouse,
): Promise<number> {
  const [flow, ...more] = args;
  if (flow === undefined || more.length > 0) return tell(io, 2, 'hien flow revisions needs one FLOW.');
  return withHouse(async (house) => {
    const kept = await liveRecords(house).get(flow);
    if (kept === null) return tell(io, 1, `There is no flow “${flow}”: see hien flow check.`);
    for (const line of linesOf(kept.value)) io.output.write(`${line}\n`);
    return 0;
  });
}

function linesOf({ structure, copy, history, recalled }: FlowLive): readonly string[] {
  return history.map((one) => {
    const isLive = one.structure === structure && one.copy === copy;
    const at = new Date(one.at).toISOString().slice(0, 16).replace('T', ' ');
    const who = [one.origin, one.by, one.note].filter((part) => part !== null && part !== '').join(' · ');
    const unsafe = recalled.includes(one.structure) ? ' · recalled' : '';
    return `${isLive ? '*' : ' '} ${one.structure.slice(0, 12)}.${one.copy.slice(0, 12)}  ${at}  ${who}${unsafe}`;
  });
}

const trimmed = (words: string | undefined): string => words?.normalize('NFC').trim() ?? '';

/** Carried out by the server; null while the command waits for one. The answer is kept for this process alone. */
async function asked(
  house: Asking,
  command: Extract<ServerCommand, { do: 'flow-publish' | 'flow-recall' }>,
): Promise<RevisionAnswer | null> {
  if ((await askServer(house, command)) === 'queued') return null;
  const answer = await revisionAnswers(house).get(command.id);
  await house.store.forgetRecord('flow-answer', command.id);
  return answer?.value ?? null;
}

function tell({ error }: CommandStreams, status: number, message: string): number {
  error.write(`${message}\n`);
  return status;
}

function waits(io: CommandStreams): number {
  return tell(io, 0, 'No server is running on this data folder: the command waits in its inbox.');
}

function toldPublish(io: CommandStreams, outcome: PublishOutcome): number {
  switch (outcome.status) {
    case 'published':
      for (const one of outcome.revisions) {
        io.output.write(`${one.flow}: ${one.structure.slice(0, 12)}.${one.copy.slice(0, 12)}\n`);
        for (const line of impactLines(one.flow, one.impact)) io.output.write(`${line}\n`);
      }
      for (const warning of outcome.warnings) io.error.write(`${obstacleLine(warning)}\n`);
      return 0;
    case 'refused':
      for (const obstacle of outcome.obstacles) io.error.write(`${obstacleLine(obstacle)}\n`);
      return 1;
    case 'locked':
      return tell(io, 1, `${outcome.file} comes with the program and cannot be published.`);
    case 'unchanged':
      return tell(io, 0, 'This is live already.');
    case 'stale':
      return tell(io, 1, 'Somebody else published meanwhile: try again.');
  }
}

function obstacleLine({ file, line, column, rule, step, key, params, script }: Obstacle): string {
  const where = `${file}:${String(line)}:${String(column)}`;
  const head = `${where} ${rule}${step === null ? '' : ` ${step}`}: ${sentenceOf('vi', key, params)}`;
  return [head, ...script.map((one) => `    ${one}`)].join('\n');
}

function impactLines(flow: string, impact: Impact | null): readonly string[] {
  if (impact === null) return [diffSentenceOf('vi', 'impact.copy', { flow })];
  return [diffSentenceOf('vi', 'impact', countsOf(flow, impact)), ...movesOf(flow, impact)];
}

const countsOf = (flow: string, { total, stay, move, cannot }: Impact) => ({
  flow,
  total: String(total),
  stay: String(stay),
  move: String(move),
  cannot: String(cannot),
});

const movesOf = (flow: string, { to }: Impact): readonly string[] =>
  Object.entries(to).map(([step, count]) =>
    diffSentenceOf('vi', 'impact.to', { flow, to: step, count: String(count) }),
  );

function toldRecall(io: CommandStreams, outcome: RecallOutcome): number {
  switch (outcome.status) {
    case 'recalled':
      io.output.write(`${diffSentenceOf('vi', 'impact.recall', countsOf(outcome.flow, outcome.impact))}\n`);
      return 0;
    case 'already':
      return tell(io, 0, 'It was recalled before.');
    case 'unknown':
      return tell(io, 1, 'There is no such structure.');
    case 'nothing-else':
      return tell(io, 1, 'Nothing else could be live: publish a sound revision first.');
    case 'stale':
      return tell(io, 1, 'Somebody else published meanwhile: try again.');
  }
}
