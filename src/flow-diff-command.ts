import { existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { compileFlow } from './flow/compile.ts';
import { type TalkChange, talkChanges } from './flow/diff/behaviour.ts';
import type { FlowChange } from './flow/diff/change.ts';
import { diffFlows, type FlowDiff } from './flow/diff/diff.ts';
import type { FlowIssue, Plan } from './flow/plan.ts';
import { diffSentenceOf, sentenceOf } from './flow/sentences.ts';
import type { CommandStreams } from './flow-chat-command.ts';
import { flowNames, readFlowFiles } from './flows-on-disk.ts';
import { makeFlowLibrary } from './machine/flow-library.ts';
import { readTalks, type SavedTalk, savedTalks } from './saved-talks.ts';
import { recordTalk } from './simulator/flow-record.ts';

/** A flow as it was read: one that cannot run yet can still be compared. */
interface Read {
  readonly plan: Plan;
  readonly runs: boolean;
}

type ReadFlows =
  | { readonly status: 'read'; readonly flows: ReadonlyMap<string, Read> }
  | { readonly status: 'unreadable'; readonly message: string };

/** One flow of both sides. */
interface Compared {
  readonly diff: FlowDiff;
  readonly before: Pick<Plan, 'structure' | 'copy'> | null;
  readonly after: Pick<Plan, 'structure' | 'copy'> | null;
  readonly talks: number;
  readonly differing: readonly (readonly TalkChange[])[];
}

/**
 * `hien flow diff OLD NEW [--json] [--talks DIR]`: what two revisions differ in, as sentences, and which saved
 * conversations come to something else. OLD and NEW are files or folders. Gives the exit status: 0 told, 1 something
 * cannot be read, 2 the call is wrong. Told in Vietnamese; `--json` holds both languages.
 */
export function runFlowDiff(args: readonly string[], io: CommandStreams): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, talks: { type: 'string' } },
  });
  const [old, young, ...more] = positionals;
  if (old === undefined || young === undefined || more.length > 0)
    return refuse(io, 2, 'hien flow diff needs OLD and NEW: two files, or two folders.');
  const [before, after] = [readFlows(old), readFlows(young)];
  if (before.status === 'unreadable') return refuse(io, 1, before.message);
  if (after.status === 'unreadable') return refuse(io, 1, after.message);
  const folder = values.talks ?? savedTalks;
  const talks = readTalks(
    folder,
    [...after.flows.values()].map(({ plan }) => plan),
  );
  if (talks === null && values.talks !== undefined) return refuse(io, 1, `${folder} is not there.`);
  const compared = comparedFlows(before.flows, after.flows, talks ?? []);
  io.output.write(values.json === true ? `${json(compared)}\n` : text(compared));
  return 0;
}

function refuse({ error }: CommandStreams, status: number, message: string): number {
  error.write(`${message}\n`);
  return status;
}

function readFlows(path: string): ReadFlows {
  if (!existsSync(path)) return { status: 'unreadable', message: `${path} is not there.` };
  const isFolder = statSync(path).isDirectory();
  const files = readFlowFiles(isFolder ? path : dirname(path));
  const names = isFolder ? flowNames(files) : [basename(path)];
  if (names.length === 0) return { status: 'unreadable', message: `There is no flow in ${path}.` };
  const flows = new Map<string, Read>();
  for (const name of names) {
    const result = compileFlow(files, name);
    const plan = result.status === 'compiled' ? result.plan : result.draft;
    if (plan === undefined) return { status: 'unreadable', message: result.issues.map(issueLine).join('\n') };
    flows.set(plan.flow, { plan, runs: result.status === 'compiled' });
  }
  return { status: 'read', flows };
}

const issueLine = ({ file, line, column, rule, key, params }: FlowIssue): string =>
  `${file}:${String(line)}:${String(column)} ${rule}: ${sentenceOf('vi', key, params)}`;

function comparedFlows(
  before: ReadonlyMap<string, Read>,
  after: ReadonlyMap<string, Read>,
  talks: readonly SavedTalk[],
): readonly Compared[] {
  const inherited = new Set<string>();
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((flow) => {
    const [then, now] = [before.get(flow), after.get(flow)];
    if (then === undefined || now === undefined) return onesided(flow, then, now);
    const own = then.runs && now.runs ? talks.filter((talk) => talk.flow === flow) : [];
    return {
      diff: toldOnce(diffFlows(then.plan, now.plan), inherited),
      before: then.plan,
      after: now.plan,
      talks: own.length,
      differing: own.map((talk) => changesOf(talk, then.plan, now.plan)).filter(({ length }) => length > 0),
    };
  });
}

/** What all flows inherit is told with the first of them. */
function toldOnce(diff: FlowDiff, inherited: Set<string>): FlowDiff {
  const changes = diff.changes.filter((change) => {
    if (change.step?.startsWith('safety_') !== true) return true;
    const name = JSON.stringify(change);
    const isNew = !inherited.has(name);
    inherited.add(name);
    return isNew;
  });
  return { ...diff, changes };
}

function onesided(flow: string, then: Read | undefined, now: Read | undefined): Compared {
  const key = then === undefined ? 'flow-added' : 'flow-removed';
  const change: FlowChange = { kind: 'structure', step: null, key, params: { flow } };
  return {
    diff: { flow, changes: [change], dangers: { added: 0, removed: 0 } },
    before: then?.plan ?? null,
    after: now?.plan ?? null,
    talks: 0,
    differing: [],
  };
}

function changesOf({ name, flow, text }: SavedTalk, before: Plan, after: Plan): readonly TalkChange[] {
  const shelf = {
    library: makeFlowLibrary([before]),
    flow,
    textOf: (key: string) => before.texts[key] ?? key,
  };
  const talk = recordTalk(shelf, name, text);
  return talk === null ? [] : talkChanges(before, after, talk);
}

const countOf = ({ changes }: FlowDiff, kind: FlowChange['kind']): string =>
  String(changes.filter((change) => change.kind === kind).length);

/** Sentences name the step where they need it. */
const told = (language: 'vi' | 'en', { key, params, step }: FlowChange): string =>
  diffSentenceOf(language, key, { ...params, step: step ?? '' });

function text(compared: readonly Compared[]): string {
  return compared
    .flatMap(linesOf)
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf({ diff, talks, differing }: Compared): readonly string[] {
  const { flow, changes, dangers } = diff;
  const counts = {
    flow,
    structure: countOf(diff, 'structure'),
    copy: countOf(diff, 'copy'),
    frame: countOf(diff, 'frame'),
    added: String(dangers.added),
    removed: String(dangers.removed),
  };
  const of = (kind: FlowChange['kind']) => changes.filter((change) => change.kind === kind);
  return [
    diffSentenceOf('vi', changes.length === 0 ? 'same' : 'summary', counts),
    ...(['structure', 'copy', 'frame'] as const).flatMap(of).map((change) => `  ${told('vi', change)}`),
    ...(changes.length === 0 || talks === 0 ? [] : [`  ${talksLine(talks, differing.length)}`]),
    ...differing.flat().map(({ key, params }) => `    ${diffSentenceOf('vi', key, params)}`),
  ];
}

const talksLine = (talks: number, differing: number): string =>
  diffSentenceOf('vi', 'talks-summary', { talks: String(talks), differing: String(differing) });

const json = (compared: readonly Compared[]): string =>
  JSON.stringify(
    compared.map(({ diff: { flow, changes, dangers }, before, after, talks, differing }) => ({
      flow,
      before: hashesOf(before),
      after: hashesOf(after),
      dangers,
      changes: changes.map((change) => ({
        kind: change.kind,
        step: change.step,
        rule: change.key,
        message: told('vi', change),
        english: told('en', change),
      })),
      talks: {
        count: talks,
        differing: differing.map((changes) => ({
          talk: changes[0]?.params['talk'] ?? '',
          message: changes.map(({ key, params }) => diffSentenceOf('vi', key, params)),
          english: changes.map(({ key, params }) => diffSentenceOf('en', key, params)),
        })),
      },
    })),
    null,
    2,
  );

const hashesOf = (plan: Pick<Plan, 'structure' | 'copy'> | null) =>
  plan === null ? null : { structure: plan.structure, copy: plan.copy };
