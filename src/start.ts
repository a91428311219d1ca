import { ConfigError, readConfig } from './config.ts';
import { makeReport } from './report.ts';
import { root, type RunningServer, StartError, startServer } from './main.ts';
import { DataFolderHeld } from './store/data-folder.ts';
import { VaultLocked } from './vault/errors.ts';
import { checkBundles } from './web/stamp.ts';

const report = makeReport((line) => void process.stderr.write(line));

/** Faults that are told in one sentence, without a stack. */
const isTold = (fault: unknown): fault is Error =>
  [ConfigError, StartError, DataFolderHeld, VaultLocked].some((kind) => fault instanceof kind);

function sentenceOf(fault: unknown): string | null {
  if (isTold(fault)) return fault.message;
  const code: unknown = fault instanceof Error && 'code' in fault ? fault.code : null;
  if (code === 'EADDRINUSE') return 'PORT is in use by another program: choose another port.';
  if (code === 'EACCES')
    return 'PORT or HIEN_DATA may not be used by this account: choose another port or folder.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST must be an address of this machine.';
  return null;
}

try {
  const bundles = await checkBundles(root);
  if (bundles !== 'fresh')
    throw new StartError(`The web pages in dist/web are ${bundles}: run "npm run build:web".`);
  const config = readConfig(process.env);
  const server = await startServer(config, report);
  announce(server, config.publicUrl ?? server.url);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close().then(
        () => process.exit(0),
        (fault: unknown) => {
          report('close-failed', fault);
          process.exit(1);
        },
      );
    });
  }
} catch (fault) {
  const sentence = sentenceOf(fault);
  if (sentence === null) report('start-failed', fault);
  console.error(sentence ?? 'Hiên could not start: the line above says where.');
  process.exit(1);
}

function announce(server: RunningServer, url: string): void {
  console.log(`Người nhắn / people:     ${url}/`);
  console.log(`Bàn trực   / console:    ${url}/console/`);
  if (server.setUpLink !== null) {
    console.log(`Quản trị đầu tiên / first administrator (one hour, once): ${server.setUpLink}`);
  }
}
