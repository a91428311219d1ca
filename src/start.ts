import { readConfig } from './config.ts';
import { type RunningServer, root, StartError, startServer } from './main.ts';
import { makeReport } from './report.ts';
import { sentenceOf } from './start-sentence.ts';
import { checkBundles } from './web/stamp.ts';

const report = makeReport((line) => void process.stderr.write(line));

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
