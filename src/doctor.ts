import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from './app/ports.ts';
import { addressKind } from './app/roster-records.ts';
import { ConfigError, databaseFiles, readConfig, variableNames } from './config.ts';
import { activityFindings } from './doctor-activity.ts';
import { centreFindings } from './doctor-centre.ts';
import { telegramFindings } from './doctor-telegram.ts';
import { zaloFindings } from './doctor-zalo.ts';
import { loadContent, root, StartError, systemClock } from './main.ts';
import { openSqliteStore } from './store/sqlite/sqlite-store.ts';
import { checkBundles } from './web/stamp.ts';

type Mark = 'ok' | 'note' | 'mend';
interface Finding {
  readonly mark: Mark;
  readonly text: string;
}
const ok = (text: string): Finding => ({ mark: 'ok', text });
const note = (text: string): Finding => ({ mark: 'note', text });
const mend = (text: string): Finding => ({ mark: 'mend', text });

const signs: Record<Mark, string> = { ok: '  ok  ', note: ' note ', mend: ' MEND ' };

/** Prints what is configured, what is missing and how to mend it. Exit status 1 when something must be mended. */
export async function runDoctor(env: NodeJS.ProcessEnv, print: (line: string) => void): Promise<number> {
  const findings = [...(await program()), ...content(), ...(await house(env))];
  for (const { mark, text } of findings) print(`[${signs[mark]}] ${text}`);
  return findings.some(({ mark }) => mark === 'mend') ? 1 : 0;
}

async function program(): Promise<readonly Finding[]> {
  const bundles = await checkBundles(root);
  return [
    ok(`Node ${process.versions.node}.`),
    bundles === 'fresh'
      ? ok('The web pages are built from the sources that stand here.')
      : mend(`The web pages are ${bundles}: run "npm run build:web".`),
  ];
}

/** Flows, texts and the register: what runs, and what still needs a person's signature. */
function content(): readonly Finding[] {
  try {
    const { flows, catalogue } = loadContent();
    const unapproved = catalogue.issues().filter(({ rule }) => rule === 'awaits-approval').length;
    return [
      ok(`Flows: ${flows.plans.map(({ flow }) => flow).join(', ')}.`),
      unapproved === 0
        ? ok('Every safety text is approved.')
        : note(
            `${String(unapproved)} safety texts are reviewed by their authors only: the clinical lead must approve them before going live.`,
          ),
    ];
  } catch (fault) {
    if (fault instanceof StartError) return [mend(fault.message)];
    throw fault;
  }
}

async function house(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  try {
    const config = readConfig(env);
    const set = variableNames.filter((name) => (env[name]?.trim() ?? '') !== '');
    return [
      ok(set.length === 0 ? 'Configuration: all defaults.' : `Configuration: ${set.join(', ')} set.`),
      config.publicUrl?.startsWith('https://') === true
        ? ok('PUBLIC_URL is https.')
        : note(
            'PUBLIC_URL is not https: people outside this machine need an https address in front of the server.',
          ),
      config.exitUrl === null
        ? note('EXIT_URL is not set: Thoát leads to the built-in dull page.')
        : ok('EXIT_URL is set.'),
      config.sourceUrl === null
        ? note('SOURCE_URL is not set: the licence asks that users can find the source.')
        : ok('SOURCE_URL is set.'),
      config.pager === null
        ? note(
            'PAGER_URL is not set: staff are reached outside an open console only by browsers that allow notifications.',
          )
        : ok(
            `Staff are paged through ${new URL(config.pager.url).host}${config.pager.numbers ? ', with their telephone numbers' : ''}; try it with "hien doctor --page".`,
          ),
      ...(await zaloFindings(config, systemClock.now())),
      ...telegramFindings(config),
      ...activityFindings(config),
      ...(await centreFindings(config, loadContent().register, systemClock.now())),
      ...(await folder(config.dataFolder)),
    ];
  } catch (fault) {
    if (fault instanceof ConfigError) return [mend(fault.message)];
    // Told already: flows, texts or the register cannot be read.
    if (fault instanceof StartError) return [];
    throw fault;
  }
}

async function folder(path: string): Promise<readonly Finding[]> {
  const { conversations } = databaseFiles(path);
  if (!existsSync(conversations)) return [note(`No data in ${path} yet: "npm start" makes it.`)];
  const loose = ['hien.sqlite', 'keys.sqlite', 'staff.sqlite', 'master.key'].filter((name) =>
    isLoose(join(path, name)),
  );
  const store = await openSqliteStore(conversations);
  try {
    const staff = (await store.staff()).filter(({ active }) => active);
    const administrators = staff.filter(({ role }) => role === 'administrator').length;
    return [
      ok(`Data folder ${path}.`),
      loose.length === 0
        ? ok('Data and keys can be read by this account only.')
        : mend(`Others can read ${loose.join(', ')}: run "chmod 600" on them.`),
      administrators === 0
        ? mend('There is no administrator: open the set-up link that "npm start" prints.')
        : ok(`Staff: ${String(staff.length)}, of them administrators: ${String(administrators)}.`),
      ...(await roster(store)),
    ];
  } finally {
    await store.close();
  }
}

/** Whether somebody is named to be called, and how. What exactly is missing stands on the roster in the console. */
async function roster(store: Store): Promise<readonly Finding[]> {
  const plans = await store.records('roster');
  const addresses = await store.records(addressKind);
  return [
    plans.length === 0
      ? note('There is no roster: nobody is called at night, and people are told "nobody".')
      : ok('There is a roster.'),
    ok(`Browsers and chats in which staff can be called: ${String(addresses.length)}.`),
  ];
}

const isLoose = (path: string): boolean => existsSync(path) && (statSync(path).mode & 0o077) !== 0;
