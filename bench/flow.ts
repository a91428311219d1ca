import { existsSync } from 'node:fs';
import { compileFlow } from '../src/flow/compile.ts';
import { proveFlow } from '../src/flow/prove/prove.ts';
import { flowNames, readFlowFiles } from '../src/flows-on-disk.ts';
import { digits, type Engine, makeTextStore, questions, type Tried, tryRestart } from './engine.ts';
import { ownEngines, planOf } from './own-engines.ts';

/*
 * Ten questions on every engine, side by side in one run, and what each does when something goes wrong, tried.
 * `node bench/flow.ts`; the engines of others are measured when `bench/others` is installed (its README).
 */

const people = 300;
const rounds = 9;

/** Engines that stand in a package of their own: loaded by address, because a plain install has no types for them. */
async function othersEngines(): Promise<readonly Engine[]> {
  const folder = new URL('others/', import.meta.url);
  if (!existsSync(new URL('node_modules/', folder))) {
    console.log(
      'bench/others is not installed: measured without botbuilder-dialogs and @grammyjs/conversations.',
    );
    return [];
  }
  const load = async (name: string): Promise<readonly Engine[]> => {
    const module = (await import(new URL(name, folder).href)) as { readonly engines: readonly Engine[] };
    return module.engines;
  };
  return [...(await load('botbuilder.ts')), ...(await load('grammy.ts'))];
}

/**
 * One round: three hundred people, interleaved; seconds of processor time, because the machine is shared. Characters
 * of state are counted after every question.
 */
async function measure(engine: Engine): Promise<{ readonly perSecond: number; readonly characters: number }> {
  const store = makeTextStore();
  const bot = engine.make(store);
  for (let person = 0; person < people; person += 1) await bot.begin(`p${String(person)}`);
  let characters = 0;
  let spent = 0;
  for (let turn = 0; turn < questions; turn += 1) {
    const started = process.cpuUsage();
    for (let person = 0; person < people; person += 1)
      await bot.turn(`p${String(person)}`, digits[(turn + person) % digits.length] ?? 3);
    const { user, system } = process.cpuUsage(started);
    spent += user + system;
    if (turn + 1 < questions) characters += store.size() / people;
  }
  return { perSecond: (people * questions) / (spent / 1_000_000), characters: characters / (questions - 1) };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const engines = [...ownEngines(), ...(await othersEngines())];
const runs = engines.map(() => [] as number[]);
const sizes = engines.map(() => 0);
// Side by side: every round runs all of them, so that a busy machine is busy for all. The first one warms up.
for (let round = 0; round <= rounds; round += 1) {
  for (const [index, engine] of engines.entries()) {
    const { perSecond, characters } = await measure(engine);
    if (round > 0) runs[index]?.push(perSecond);
    sizes[index] = characters;
  }
}

/** Round by round beside the bare transition. */
const shareOf = (index: number): number =>
  median((runs[index] ?? []).map((perSecond, round) => perSecond / (runs[1]?.[round] ?? 1)));
const told = ({ holds, seen }: Tried): string => `${holds ? 'yes' : 'no'}: ${seen}`;
console.log(
  '| engine | turns/s | of bare xstate | bytes of state | restart | renamed place | clock after restart |',
);
console.log('|---|---|---|---|---|---|---|');
for (const [index, engine] of engines.entries()) {
  const perSecond = median(runs[index] ?? []);
  const tried = [await tryRestart(engine), await tryRestart(engine, 'renamed'), await engine.trySilence()];
  const share = `${shareOf(index).toFixed(2)} ×`;
  const figures = [perSecond.toFixed(0), share, (sizes[index] ?? 0).toFixed(0)];
  console.log(`| ${[engine.name, ...figures, ...tried.map(told)].join(' | ')} |`);
}

/** Forty scored questions with a flag, as in flow.md §3.4. */
function scored(count: number): string {
  const items = Array.from({ length: count }, (_, at) => {
    const options = ['none', 'some', 'much']
      .map((name, weight) => `      ${name}: { label: ${name}, weight: ${String(weight)} }\n`)
      .join('');
    return `  i${String(at)}:\n    ask: Câu ${String(at)}?\n    options:\n${options}`;
  }).join('');
  return `format: 1\ninstrument: long\ntitle: Dài\nlanguage: vi\nversion: 1\nsource: bench\nlicence: bench\nrange: { min: 0, max: ${String(2 * count)} }\nitems:\n${items}bands:\n  - { band: fewer, from: 0, to: ${String(count)} }\n  - { band: many, from: ${String(count + 1)}, to: ${String(2 * count)}, risk: high, trigger: H6 }\n`;
}

const user =
  'format: 1\nid: user\ntitle: Dài\nlanguage: vi\ninherits: _safety\nstart: first\nsteps:\n  first: { instrument: long, next: after, stopped: safety_person, silence: { after: 30m, then: safety_silence } }\n  after:\n    branch:\n      - { when: \'risk == "high"\', next: safety_person }\n    otherwise: done\n  done: { end: informed }\n';

function timed<T>(work: () => T): readonly [T, number] {
  const started = performance.now();
  return [work(), performance.now() - started];
}

const files = readFlowFiles();
const [shipped, compiling] = timed(() => flowNames(files).map((name) => compileFlow(files, name)));
const plans = shipped.flatMap((result) => (result.status === 'compiled' ? [result.plan] : []));
const [proofs, proving] = timed(() => plans.map((plan) => proveFlow(plan)));
const situations = proofs.reduce((sum, proof) => sum + proof.situations, 0);
console.log(
  `shipped flows: ${String(plans.length)} checked in ${compiling.toFixed(0)} ms, ${String(situations)} situations proven in ${proving.toFixed(0)} ms`,
);
const long = planOf(user, 'user.yaml', [{ name: 'instruments/long.yaml', text: scored(40) }]);
const [proof, took] = timed(() => proveFlow(long));
console.log(
  `forty scored questions: ${String(proof.situations)} situations, ${String(proof.breaches.length)} breaches, ${took.toFixed(0)} ms`,
);
