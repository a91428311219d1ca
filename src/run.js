// Plain JavaScript, so that an old Node can say what is wrong: `node src/run.js <module> [arguments]`.
const wanted = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < wanted) {
  console.error(`Hiên needs Node ${wanted} or newer, and this is Node ${process.versions.node}: run "npm ci" on a supported machine, or install Node ${wanted}.`);
  process.exit(1);
}
const [module] = process.argv.splice(2, 1);
await import(new URL(module, import.meta.url).href);
