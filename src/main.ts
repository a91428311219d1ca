import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emptyCommit } from './app/commit-of.ts';
import { type Hien, startHien } from './app/hien.ts';
import type { HttpRoute } from './app/http-ports.ts';
import { limits } from './app/limits.ts';
import { type LivingDirectory, makeLivingDirectory } from './app/living-directory.ts';
import { orElse } from './app/or-else.ts';
import { pushKeys } from './app/pager-keys.ts';
import type { Pager } from './app/pager-port.ts';
import type { Parts } from './app/parts.ts';
import type { Chance, Clock, Store, Vault } from './app/ports.ts';
import { makeLivingFlows, type ShippedFlows } from './app/revisions-living.ts';
import { steadyDetector } from './app/steady-detector.ts';
import { makeBus } from './bus/in-process.ts';
import { readCatalogueFolder } from './catalogue-on-disk.ts';
import { directLine } from './channel/web/direct-line.ts';
import { webSender } from './channel/web/send.ts';
import { activityChannel, sendersOf, telegramChannel } from './channels.ts';
import { type Config, databaseFiles } from './config.ts';
import type { Register } from './directory/directory.ts';
import { readRegisterFolder } from './directory-on-disk.ts';
import { surroundings } from './flow-surroundings.ts';
import { loadFlows } from './flows-on-disk.ts';
import { consolePlugin } from './http/console/plugin.ts';
import { consoleRefusals } from './http/console/refuse.ts';
import { startHttp } from './http/server.ts';
import { openStaff } from './http/staff/open-staff.ts';
import { type Catalogue, makeCatalogue } from './locale/catalogue.ts';
import type { CatalogueFile } from './locale/entry.ts';
import { makePushKeys, webPush } from './pager/web-push.ts';
import { acknowledgeRoute, webhook } from './pager/webhook.ts';
import { loadDetector } from './risk-rules-on-disk.ts';
import { holdDataFolder } from './store/data-folder.ts';
import { openSqliteStore } from './store/sqlite/sqlite-store.ts';
import { openVault } from './vault/vault.ts';
import { webDirectory } from './web/stamp.ts';
import { escapeHtml, fillPage } from './wire/page-slots.ts';
import { zaloBot, zaloChannel } from './zalo-channels.ts';

/** The root of the project: flows, locales and bundles stand there. */
export const root = fileURLToPath(new URL('../', import.meta.url));

/** What the start cannot go on without is missing or broken; the message is one sentence. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly hien: Hien;
  readonly store: Store;
  readonly vault: Vault;
  readonly accounts: Awaited<ReturnType<typeof openStaff>>['accounts'];
  /** The first administrator's one-time link, while there is no administrator. */
  readonly setUpLink: string | null;
  close(): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export const systemChance: Chance = {
  id: () => randomBytes(16).toString('base64url'),
  secret: () => randomBytes(32).toString('base64url'),
  below: (limit) => randomInt(limit),
};

/** What flows, texts and register say, checked; throws `StartError` when any of them is broken. */
export function loadContent(): {
  flows: ReturnType<typeof loadFlows>;
  texts: readonly CatalogueFile[];
  catalogue: Catalogue;
  register: Register;
} {
  const flows = loadFlows();
  const broken = flows.issues.find(({ severity }) => severity === 'error');
  if (broken !== undefined) throw new StartError(`${broken.file}:${String(broken.line)}: ${broken.message}`);
  const texts = readCatalogueFolder(join(root, 'locales'));
  if (texts.status === 'broken')
    throw new StartError(texts.problems[0] ?? 'The texts in locales/ cannot be read.');
  const register = readRegisterFolder(join(root, 'flows'));
  if (register.status === 'broken')
    throw new StartError(register.problems[0] ?? 'The register in flows/ cannot be read.');
  const catalogue = makeCatalogue(
    texts.files,
    flows.plans.map((plan) => ({ namespace: plan.flow, texts: plan.texts })),
  );
  return { flows, texts: texts.files, catalogue, register: register.register };
}

/** Builds everything from the configuration and listens. Rejects with one sentence when something is in the way. */
export async function startServer(
  config: Config,
  report: (fault: string, cause?: unknown) => void,
): Promise<RunningServer> {
  const content = loadContent();
  const hold = holdDataFolder(config.dataFolder);
  const closers: (() => Promise<void> | void)[] = [() => hold.release()];
  try {
    return await open(config, content, report, closers);
  } catch (fault) {
    await closeAll(closers);
    throw fault;
  }
}

const closeAll = async (closers: readonly (() => Promise<void> | void)[]): Promise<void> => {
  for (const close of closers.toReversed()) await close();
};

async function open(
  config: Config,
  content: ReturnType<typeof loadContent>,
  report: (fault: string, cause?: unknown) => void,
  closers: (() => Promise<void> | void)[],
): Promise<RunningServer> {
  const files = databaseFiles(config.dataFolder);
  const vault = await openVault({ folder: config.dataFolder, masterKey: config.masterKey?.reveal() });
  closers.push(() => vault.close());
  const store = await openSqliteStore(files.conversations);
  closers.push(() => store.close());
  const staff = await openStaff({
    path: files.staff,
    secret: vault.keyedHash('token', 'staff sessions'),
    publicUrl: config.publicUrl,
  });
  closers.push(() => staff.close());
  const directory = makeLivingDirectory(content.register, { store, vault });
  const flows = makeLivingFlows(shippedWith(content, directory), { store, vault });
  const house = {
    store,
    vault,
    clock: systemClock,
    chance: systemChance,
    catalogue: flows.catalogue,
    numbers: directory.placeholders(systemClock.now()),
    report,
  };
  const channels = [
    ...(await telegramChannel(config, house)),
    ...(await zaloChannel(config, house)),
    ...(await activityChannel(config, house)),
  ];
  const staffBot = await zaloBot(config, house);
  const hien = await startHien({
    store,
    vault,
    bus: makeBus((fault) => report('news-failed', fault)),
    clock: systemClock,
    chance: systemChance,
    flows,
    detector: steadyDetector(loadDetector(), report),
    catalogue: flows.catalogue,
    directory,
    placeholders: (now) => ({
      // The page that texts on messengers point to, unless the centre entered its own; without an address they say so in words.
      ...(config.publicUrl !== null && { page: config.publicUrl }),
      ...directory.placeholders(now),
    }),
    reopens: (now) => directory.reopens(now),
    senders: { web: webSender, ...sendersOf(channels) },
    ...(await secondOpinion(config, report)),
    pager: withWays(await pagerOf(config, house), staffBot === null ? [] : [staffBot.way]),
    accounts: staff.accounts,
    report,
  });
  closers.push(() => hien.stop());
  const opened = [
    ...channels.map((channel) => channel.open(hien.channels)),
    ...(staffBot === null ? [] : [staffBot.open(hien.pager)]),
  ];
  for (const { stop } of opened) closers.push(stop);
  const channelRoutes = opened.flatMap(({ routes }) => routes);
  const http = await listen(config, directory, flows.catalogue, hien, staff, channelRoutes, report, closers);
  return {
    url: http.url,
    port: http.port,
    hien,
    store,
    vault,
    accounts: staff.accounts,
    setUpLink: await setUpLink(store, vault, config.publicUrl ?? http.url),
    close: () => closeAll(closers),
  };
}

/** The shipped flows, judged beside the numbers that hold now. */
const shippedWith = (
  { flows, texts }: ReturnType<typeof loadContent>,
  directory: LivingDirectory,
): ShippedFlows => ({
  plans: flows.plans,
  files: flows.files,
  around: (now) => surroundings(now, directory),
  catalogueOf: (named) => makeCatalogue(texts, named),
});

/** Web Push wherever its keys can be read, the gateway when it is configured. */
async function pagerOf(
  { pager, publicUrl }: Config,
  parts: Pick<Parts, 'store' | 'vault' | 'clock' | 'report'>,
): Promise<Pager> {
  const keys = await orElse(parts, 'push-keys-unread', () => pushKeys(parts, makePushKeys), null);
  // A push service wants to know whom to write to; only an https address of our own says that.
  const subject = publicUrl?.startsWith('https:') === true ? publicUrl : 'mailto:pager@hien.invalid';
  const push = keys === null ? [] : [webPush({ keys, subject })];
  const pushKey = keys?.publicKey ?? null;
  if (pager === null) return { ways: push, pushKey };
  const { url, secret, numbers } = pager;
  const now = (): number => systemClock.now();
  const gateway = webhook({ url, secret: secret.reveal(), numbers, publicUrl, now });
  return { ways: [...push, gateway], pushKey };
}

const withWays = (pager: Pager, ways: Pager['ways']): Pager => ({ ...pager, ways: [...pager.ways, ...ways] });

/** Loaded only when configured. */
async function secondOpinion(
  { opinion }: Config,
  report: (fault: string, cause?: unknown) => void,
): Promise<Pick<Parts, 'secondOpinion'>> {
  if (opinion === null) return {};
  const [{ secondOpinionFrom }, { modelLimits }] = await Promise.all([
    import('./model/second-opinion.ts'),
    import('./model/limits.ts'),
  ]);
  const { url, model, key } = opinion;
  const mark = (): string => randomBytes(4).toString('hex');
  const { timeoutMs } = modelLimits;
  return {
    secondOpinion: secondOpinionFrom({ url, model, key: key?.reveal() ?? null, timeoutMs, mark, report }),
  };
}

async function listen(
  config: Config,
  directory: LivingDirectory,
  catalogue: Catalogue,
  hien: Hien,
  staff: Awaited<ReturnType<typeof openStaff>>,
  channelRoutes: readonly HttpRoute[],
  report: (fault: string, cause?: unknown) => void,
  closers: (() => Promise<void> | void)[],
) {
  const onError = (error: unknown, route: string): void => report(`http ${route}`, error);
  const web = directLine({
    door: hien.person,
    clock: systemClock,
    chance: systemChance,
    publicUrl: config.publicUrl,
    allowedOrigins: config.allowedOrigins,
    ...(config.startsPerMinute === null ? {} : { startsPerMinute: config.startsPerMinute }),
    onError,
  });
  const desk = consolePlugin({
    staff,
    door: hien.desk,
    house: hien.house,
    publicUrl: config.publicUrl,
    clock: systemClock,
    count: (event) => hien.count(`console.${event}`),
    onError,
  });
  const http = await startHttp({
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    now: () => systemClock.now(),
    health: () => hien.health(),
    routes: [...web.routes, ...channelRoutes, ...pagerRoutes(config, hien)],
    sockets: web.sockets,
    refusals: [...web.refusals, consoleRefusals],
    plugins: [desk],
    pages: [
      {
        folder: join(root, webDirectory, 'chat'),
        prefix: '/',
        ownPaths: false,
        fill: fillChat(config, directory, catalogue),
      },
      {
        folder: join(root, webDirectory, 'console'),
        prefix: '/console/',
        ownPaths: true,
        fill: (html) => html.replaceAll('{{source_url}}', escapeHtml(config.sourceUrl ?? '')),
      },
    ],
    onError,
  });
  closers.push(
    () => http.close(),
    () => web.close(),
  );
  return http;
}

/** Where the gateway says that somebody answered. */
const pagerRoutes = ({ pager }: Config, hien: Hien): readonly HttpRoute[] =>
  pager === null ? [] : [acknowledgeRoute(pager.secret.reveal(), hien.pager)];

/** The person's page with what only the running server knows, and what staff may change while it runs. */
function fillChat(
  config: Config,
  directory: LivingDirectory,
  catalogue: Catalogue,
): (html: string) => string {
  return (html) => {
    const { named, own } = pageNumbers(directory, systemClock.now());
    const { low, high } = directory.register().centre.keeping;
    const days = { from: String(low), days: String(high) };
    const kept = low === high ? 'system:kept.days' : 'system:kept.range';
    return fillPage(html, {
      ...(config.pageTitle === null ? {} : { title: config.pageTitle }),
      ...(config.exitUrl === null ? {} : { exit_url: config.exitUrl }),
      ...(config.sourceUrl === null ? {} : { source_url: config.sourceUrl }),
      retention: catalogue.render(kept, 'vi', days).text,
      ...(config.opinion === null
        ? {}
        : { read_along: ` ${catalogue.render('system:privacy.opinion', 'vi', {}).text}` }),
      numbers: [...named, ...own],
    });
  };
}

/** Digits and labels of the panel behind Gấp: those that never hide, and the centre's own line once it was tested. */
function pageNumbers(directory: LivingDirectory, now: number) {
  const numbers = directory.placeholders(now);
  const named = [
    [numbers['police'], 'công an'],
    [numbers['ambulance'], 'cấp cứu'],
    [numbers['fire'], 'cứu hỏa'],
    [numbers['child_line'], 'trẻ em'],
  ] as const;
  const line = directory.register().centre.line;
  const card = line === null ? null : directory.card(line, now, false);
  return {
    named: named.flatMap(([digits, label]) => (digits === undefined ? [] : [{ digits, label }])),
    own: card === null ? [] : [{ digits: card.number, label: card.label }],
  };
}

/** One hour, void after use; a new one at every start until there is an administrator. */
async function setUpLink(store: Store, vault: Vault, url: string): Promise<string | null> {
  const staff = await store.staff();
  if (staff.some(({ role, active }) => role === 'administrator' && active)) return null;
  const secret = systemChance.secret();
  const invitation = {
    hash: vault.keyedHash('invitation', secret),
    staff: null,
    name: '',
    role: 'administrator',
    expiresAt: systemClock.now() + limits.setUpLink,
  } as const;
  const [result] = await store.commit([{ ...emptyCommit(), invitations: [invitation] }]);
  if (result?.status !== 'committed')
    throw new StartError('The set-up link could not be written to the data folder.');
  return `${url}/console/#/invite/${secret}`;
}
