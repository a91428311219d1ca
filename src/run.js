// Plain JavaScript, so that an old Node can say what is wrong: `node src/run.js <module> [arguments]`.
import { fileURLToPath } from 'node:url';

const wanted = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < wanted) {
  console.error(
    `Hiên needs Node ${wanted} or newer, and this is Node ${process.versions.node}: run "npm ci" on a supported machine, or install Node ${wanted}.`,
  );
  process.exit(1);
}
const module = new URL(process.argv[2], import.meta.url);
process.argv.splice(1, 2, fileURLToPath(module));
await import(module.href);
