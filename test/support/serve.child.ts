import { readConfig } from '../../src/config.ts';
import { startServer } from '../../src/main.ts';
import { makeReport } from '../../src/report.ts';

/* The server as `npm start` runs it, for tests that end it by a signal: it says where it listens in one line of JSON. */

const report = makeReport((line) => void process.stderr.write(line));
const server = await startServer(readConfig(process.env), report);
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ url: server.url, setUpLink: server.setUpLink })}\n`);
