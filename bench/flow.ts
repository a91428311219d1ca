import { assign, createActor, createMachine, initialTransition, transition } from 'xstate';
import { compileFlow } from '../src/flow/compile.ts';
import type { Plan } from '../src/flow/plan.ts';
import { proveFlow } from '../src/flow/prove/prove.ts';
import { flowNames, readFlowFiles } from '../src/flows-on-disk.ts';
import { makeFlowLibrary } from '../src/machine/flow-library.ts';
import { startFlow, stepFlow } from '../src/machine/flow-run.ts';
import type { FlowSnapshot } from '../src/machine/flow-types.ts';

/*
 * Ten questions of four answers: one typed digit a turn, the state a JSON string before and after every turn, as a
 * store holds it. Three hundred people, interleaved. `node bench/flow.ts`
 */

const questions = 10;
const people = 300;
const rounds = 5;

interface Engine {
  readonly name: string;
  readonly begin: () => string;
  readonly turn: (state: string, digit: number) => string;
  /** What it does besides turning: survives a restart, a renamed step, fires its clocks after a restart. */
  readonly restart: string;
  readonly renamed: string;
  readonly clocks: string;
}

const option = (name: string, next: string): string =>
  `      ${name}: { label: ${name}, negative: true, next: ${next} }\n`;

/** A chain of questions, each saved, that ends with a person. */
function chain(count: number): string {
  const vars = Array.from(
    { length: count },
    (_, at) => `  v${String(at)}: { type: choice, of: [a, b, c, d] }\n`,
  );
  const steps = Array.from({ length: count }, (_, at) => {
    const next = at + 1 < count ? `q${String(at + 1)}` : 'safety_person';
    const options = ['a', 'b', 'c', 'd'].map((name) => option(name, next)).join('');
    return `  q${String(at)}:\n    choose: Câu ${String(at)}?\n    save: v${String(at)}\n    options:\n${options}    no_match: { tries: 2, then: safety_person }\n    silence: { after: 30m, then: safety_silence }\n`;
  });
  return `format: 1\nid: chain\ntitle: Chuỗi\nlanguage: vi\ninherits: _safety\nstart: q0\nvars:\n${vars.join('')}steps:\n${steps.join('')}`;
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

const files = readFlowFiles();

function planOf(text: string, name: string, more: readonly { name: string; text: string }[] = []): Plan {
  const result = compileFlow([...files, ...more, { name, text }], name);
  if (result.status === 'compiled') return result.plan;
  throw new Error(result.issues.map(({ message }) => message).join('\n'));
}

/** The whole product path: restored with its checks, one turn, effects told, stored again. */
function flowEngine(): Engine {
  const library = makeFlowLibrary([planOf(chain(questions), 'chain.yaml')]);
  const stored = (result: ReturnType<typeof startFlow>): string => {
    if (result.status === 'refused') throw new Error(result.detail);
    return JSON.stringify(result.snapshot);
  };
  return {
    name: 'hien flow, checks and effects',
    begin: () => stored(startFlow(library, 'chain')),
    turn: (state, digit) =>
      stored(stepFlow(library, JSON.parse(state) as FlowSnapshot, { type: 'digit', digit })),
    restart: 'yes',
    renamed: 'yes (was:)',
    clocks: 'yes (durable rows)',
  };
}

/** The same questions written for XState by hand: answers are saved, nothing is checked when read, nothing is told. */
function bareEngine(): Engine {
  type Answers = Readonly<Record<string, string>>;
  const states = Object.fromEntries(
    Array.from({ length: questions }, (_, at) => {
      const next = at + 1 < questions ? `q${String(at + 1)}` : 'done';
      const on = Object.fromEntries(
        ['3', '4', '5', '6'].map((digit) => [
          digit,
          {
            target: next,
            actions: assign(({ context }: { context: Answers }) => ({
              ...context,
              [`v${String(at)}`]: digit,
            })),
          },
        ]),
      );
      return [`q${String(at)}`, { on }] as const;
    }),
  );
  const machine = createMachine({
    id: 'bare',
    context: {},
    initial: 'q0',
    states: { ...states, done: { type: 'final' } },
  });
  type State = ReturnType<ReturnType<typeof createActor<typeof machine>>['getPersistedSnapshot']>;
  return {
    name: 'xstate, bare transition',
    begin: () => {
      const [state] = initialTransition(machine);
      return JSON.stringify(machine.getPersistedSnapshot(state));
    },
    turn(state, digit) {
      const before = createActor(machine, { snapshot: JSON.parse(state) as State }).getSnapshot();
      const [after] = transition(machine, before, { type: String(digit) });
      return JSON.stringify(machine.getPersistedSnapshot(after));
    },
    restart: 'yes',
    renamed: 'no',
    clocks: 'no',
  };
}

function measure(engine: Engine): { readonly perSecond: number; readonly bytes: number } {
  const started = performance.now();
  let bytes = 0;
  const states = Array.from({ length: people }, () => engine.begin());
  for (let turn = 0; turn < questions; turn += 1) {
    for (let person = 0; person < people; person += 1) {
      const after = engine.turn(states[person] as string, 3 + ((turn + person) % 4));
      states[person] = after;
      bytes += after.length;
    }
  }
  const turns = people * questions;
  return { perSecond: turns / ((performance.now() - started) / 1_000), bytes: bytes / turns };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const engines = [flowEngine(), bareEngine()];
const runs = engines.map(() => [] as number[]);
const sizes = engines.map(() => 0);
// Side by side: every round runs all of them, so that a busy machine is busy for all.
for (let round = 0; round <= rounds; round += 1) {
  engines.forEach((engine, index) => {
    const { perSecond, bytes } = measure(engine);
    if (round > 0) runs[index]?.push(perSecond);
    sizes[index] = bytes;
  });
}
const base = median(runs[1] ?? []);
console.log(
  'engine | turns/s | of bare xstate | bytes of state | restart | renamed step | clocks after restart',
);
engines.forEach(({ name, restart, renamed, clocks }, index) => {
  const perSecond = median(runs[index] ?? []);
  const share = `${((100 * perSecond) / base).toFixed(0)} %`;
  console.log(
    [name, perSecond.toFixed(0), share, (sizes[index] ?? 0).toFixed(0), restart, renamed, clocks].join(' | '),
  );
});

function timed<T>(work: () => T): readonly [T, number] {
  const started = performance.now();
  return [work(), performance.now() - started];
}

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
