import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { askServer } from './app/ask-server.ts';
import { limits } from './app/limits.ts';
import { type StaffRole, staffRoles } from './app/ports.ts';
import { ConfigError, databaseFiles, readConfig } from './config.ts';
import { runDoctor } from './doctor.ts';
import { runFlowChat } from './flow-chat-command.ts';
import { runFlowCheck, runFlowProve } from './flow-check-command.ts';
import { runFlowCover } from './flow-cover-command.ts';
import { runFlowDiff } from './flow-diff-command.ts';
import { runFlowDraw } from './flow-draw-command.ts';
import { runFlowPublish, runFlowRecall, runFlowRevisions } from './flow-publish-command.ts';
import { systemChance, systemClock } from './main.ts';
import { runPageDrill } from './page-drill-command.ts';
import { runRiskClassify } from './risk-classify-command.ts';
import { runRiskEval } from './risk-eval-command.ts';
import { runRiskExplain } from './risk-explain-command.ts';
import { openSqliteStore } from './store/sqlite/sqlite-store.ts';
import { VaultLocked } from './vault/errors.ts';
import { openVault } from './vault/vault.ts';
import { shortestPassword } from './wire/console.ts';
import { runZaloBotLink, runZaloConnect } from './zalo-command.ts';

const usage = `hien: commands for a Hiên server
  hien staff add NAME --role ROLE [--password-stdin]   a member of staff; without a password an invitation link
                                                       (${staffRoles.join(', ')})
  hien erase PSEUDONYM --reason WHY                     the words of one conversation, for good
  hien flow chat FLOW [--script FILE]                   talk to a flow in the terminal, or replay a transcript
  hien flow check PATH… [--against LIVE] [--json]       what is wrong with flows: files, or folders of them
  hien flow prove PATH… [--json]                        what holds on every path; a breach comes as a conversation
  hien flow diff OLD NEW [--json] [--talks DIR]         what two revisions differ in, and which talks end otherwise
  hien flow publish PATH --by NAME --note WHY           flows go live in the running server [--dry-run]
  hien flow recall FLOW STRUCTURE [--note WHY]          an unsafe revision: everybody on it moves at once
  hien flow revisions FLOW                              every revision of a flow, and which is live
  hien flow draw FLOW                                   a flow as a Mermaid flowchart
  hien flow cover [FOLDER] [--talks FOLDER]             steps that no saved conversation goes through
  hien risk classify                                    JSON lines in, judged JSON lines out
  hien risk eval FILE… [--json]                         recall and alarms on labelled JSON lines, with what is missed
  hien risk explain TEXT                                how a message is read, what hit, what the model says
  hien zalo connect                                     the link that connects the Zalo Official Account
  hien zalo-bot link NAME                               a code that links a member's Zalo chat, for paging
  hien doctor [--page]                                  what is configured, what is missing, how to mend it;
                                                       with --page the bell is tried through the running server`;

/** Told in one sentence, exit status 2: the call itself is wrong. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

const terminal = { input: process.stdin, output: process.stdout, error: process.stderr };

async function run(args: readonly string[]): Promise<number> {
  const [area, action, ...rest] = args;
  switch (`${area ?? ''} ${action ?? ''}`.trim()) {
    case 'staff add':
      return staffAdd(rest);
    case 'flow chat':
      return runFlowChat(rest, terminal);
    case 'flow check':
      return runFlowCheck(rest, terminal, systemClock.now());
    case 'flow prove':
      return runFlowProve(rest, terminal, systemClock.now());
    case 'flow diff':
      return runFlowDiff(rest, terminal);
    case 'flow publish':
      return runFlowPublish(rest, terminal, withHouse);
    case 'flow recall':
      return runFlowRecall(rest, terminal, withHouse);
    case 'flow revisions':
      return runFlowRevisions(rest, terminal, withHouse);
    case 'flow draw':
      return runFlowDraw(rest, terminal);
    case 'flow cover':
      return runFlowCover(rest, terminal);
    case 'risk classify':
      return runRiskClassify(process.stdin, process.stdout);
    case 'risk eval':
      return riskEval(rest);
    case 'risk explain':
      if (rest.length === 0) throw new UsageError('risk explain needs a TEXT.');
      runRiskExplain(rest.join(' '), process.stdout);
      return 0;
    case 'zalo connect':
      return withHouse((house) => runZaloConnect(readConfig(process.env), house, terminal));
    case 'zalo-bot link':
      if (rest.length === 0) throw new UsageError('zalo-bot link needs a NAME.');
      return withHouse((house) => runZaloBotLink(rest.join(' ').normalize('NFC').trim(), house, terminal));
    default:
      if (area === 'erase') return erase(args.slice(1));
      if (area === 'doctor') return doctor(args.slice(1));
      console.error(usage);
      return area === undefined || area === 'help' || area === '--help' ? 0 : 2;
  }
}

async function doctor(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { page: { type: 'boolean' } } });
  const print = (line: string): void => console.log(line);
  return values.page === true
    ? withHouse((house) => runPageDrill(house, print))
    : runDoctor(process.env, print);
}

function riskEval(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  if (positionals.length === 0) throw new UsageError('risk eval needs a FILE of labelled JSON lines.');
  return runRiskEval(positionals, values.json === true, { output: process.stdout, error: process.stderr });
}

async function staffAdd(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { role: { type: 'string' }, 'password-stdin': { type: 'boolean' } },
  });
  const name = positionals.join(' ').normalize('NFC').trim();
  const role = staffRoles.find((known) => known === values.role);
  if (name === '') throw new UsageError('staff add needs a NAME.');
  if (role === undefined)
    throw new UsageError(`staff add needs --role with one of: ${staffRoles.join(', ')}.`);
  return values['password-stdin'] === true ? addWithPassword(name, role) : invite(name, role);
}

async function addWithPassword(name: string, role: StaffRole): Promise<number> {
  const password = (await readAll(process.stdin)).replace(/\r?\n$/, '');
  if (password.length < shortestPassword)
    throw new UsageError(`The password needs at least ${String(shortestPassword)} characters.`);
  return withHouse(async (house) => {
    const before = await house.store.staff();
    const outcome = await askServer(house, {
      do: 'staff-add',
      id: systemChance.id(),
      name,
      role,
      way: { password },
    });
    if (outcome === 'queued')
      return told(
        'queued',
        'No server is running on this data folder: the account will be made when it starts.',
      );
    const known = new Set(before.map(({ id }) => id));
    if ((await house.store.staff()).some((row) => row.name === name && !known.has(row.id)))
      return told('done', `${name} (${role}) can sign in.`);
    console.error(
      'The account was not made: the name is in use or no name, or the password is too easy to guess.',
    );
    return 1;
  });
}

async function invite(name: string, role: StaffRole): Promise<number> {
  return withHouse(async (house, publicUrl) => {
    const secret = systemChance.secret();
    const invitation = house.vault.keyedHash('invitation', secret);
    const expiresAt = systemClock.now() + limits.invitation;
    const outcome = await askServer(house, {
      do: 'staff-add',
      id: systemChance.id(),
      name,
      role,
      way: { invitation, expiresAt },
    });
    const link = `${publicUrl}/console/#/invite/${secret}`;
    return told(outcome, `Invitation for ${name} (${role}), three days, once: ${link}`);
  });
}

function told(outcome: 'done' | 'queued', sentence: string): number {
  console.log(sentence);
  if (outcome === 'queued')
    console.error('No server is running on this data folder: the command waits in its inbox.');
  return 0;
}

async function erase(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { reason: { type: 'string' } },
  });
  const [pseudonym] = positionals;
  const reason = values.reason?.trim() ?? '';
  if (pseudonym === undefined || reason === '')
    throw new UsageError('erase needs a PSEUDONYM and --reason WHY.');
  return withHouse(async (house) => {
    const row = await house.store.conversationByPseudonym(pseudonym);
    if (row === null) throw new UsageError(`There is no conversation called ${pseudonym}.`);
    if (row.erasedAt !== null) return told('done', `${pseudonym} was erased before.`);
    const outcome = await askServer(house, { do: 'erase', pseudonym, reason });
    if (outcome === 'queued') return told('queued', `${pseudonym} will be erased when the server starts.`);
    const after = await house.store.conversationByPseudonym(pseudonym);
    if (after !== null && after.erasedAt === null) {
      console.error(`${pseudonym} was not erased: see the server's log.`);
      return 1;
    }
    return told('done', `${pseudonym}: key destroyed, words deleted.`);
  });
}

type House = Parameters<typeof askServer>[0];

/** Opens the data beside the running server, without its lock, for one command. */
async function withHouse(work: (house: House, publicUrl: string) => Promise<number>): Promise<number> {
  const config = readConfig(process.env);
  if (!existsSync(databaseFiles(config.dataFolder).conversations)) {
    throw new UsageError(
      `There is no data in ${config.dataFolder} yet: start the server once with "npm start", or set HIEN_DATA.`,
    );
  }
  const vault = await openVault({ folder: config.dataFolder, masterKey: config.masterKey?.reveal() });
  const store = await openSqliteStore(databaseFiles(config.dataFolder).conversations);
  try {
    const publicUrl = config.publicUrl ?? `http://${config.host}:${String(config.port)}`;
    return await work({ store, vault, clock: systemClock, chance: systemChance }, publicUrl);
  } finally {
    await store.close();
    await vault.close();
  }
}

async function readAll(input: AsyncIterable<Buffer | string>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of input) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

const isTold = (fault: unknown): fault is Error =>
  fault instanceof UsageError ||
  fault instanceof ConfigError ||
  fault instanceof VaultLocked ||
  (fault instanceof TypeError && 'code' in fault && String(fault.code).startsWith('ERR_PARSE_ARGS'));

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (fault) {
  if (!isTold(fault)) throw fault;
  console.error(fault.message);
  process.exitCode = 2;
}
