import { assign, createActor, createMachine, initialTransition, SimulatedClock, transition } from 'xstate';
import { compileFlow } from '../src/flow/compile.ts';
import type { Plan } from '../src/flow/plan.ts';
import { readFlowFiles } from '../src/flows-on-disk.ts';
import { makeFlowLibrary } from '../src/machine/flow-library.ts';
import { startFlow, stepFlow } from '../src/machine/flow-run.ts';
import type { FlowEffect, FlowResult, FlowSnapshot } from '../src/machine/flow-types.ts';
import {
  type Bot,
  digits,
  type Engine,
  lastWords,
  makeTextStore,
  questions,
  questionText,
  renamedQuestion,
  type TextStore,
  type Tried,
} from './engine.ts';

const files = readFlowFiles();
const minutes = 60_000;
const names = ['a', 'b', 'c', 'd'];

/** Compiles one flow of text beside the shipped files; a broken one stops the bench. */
export function planOf(
  text: string,
  name: string,
  more: readonly { name: string; text: string }[] = [],
): Plan {
  const result = compileFlow([...files, ...more, { name, text }], name);
  if (result.status === 'compiled') return result.plan;
  throw new Error(result.issues.map(({ message }) => message).join('\n'));
}

/** The ten questions as a flow file; `renamed` calls one of them otherwise and says what it was. */
function chain(renamed: boolean): string {
  const idOf = (at: number): string =>
    renamed && at === renamedQuestion ? 'asked_anew' : at < questions ? `q${String(at)}` : 'thanks';
  const ats = Array.from({ length: questions }, (_, at) => at);
  const vars = ats.map((at) => `  v${String(at)}: { type: choice, of: [${names.join(', ')}] }\n`);
  const steps = ats.map((at) => {
    const options = names.map(
      (name) => `      ${name}: { label: ${name}, negative: true, next: ${idOf(at + 1)} }\n`,
    );
    const was = renamed && at === renamedQuestion ? `    was: q${String(at)}\n` : '';
    return `  ${idOf(at)}:\n${was}    choose: ${questionText(at)}\n    save: v${String(at)}\n    options:\n${options.join('')}    no_match: { tries: 2, then: safety_person }\n    silence: { after: 30m, then: safety_silence }\n`;
  });
  const end = `  thanks: { say: ${lastWords}, next: done }\n  done: { end: informed }\n`;
  return `format: 1\nid: chain\ntitle: Chuỗi\nlanguage: vi\ninherits: _safety\nstart: q0\nvars:\n${vars.join('')}steps:\n${steps.join('')}${end}`;
}

/** The whole product path: restored with its checks, one turn, effects told, stored again. */
function flowEngine(): Engine {
  const plans = { first: planOf(chain(false), 'chain.yaml'), renamed: planOf(chain(true), 'chain.yaml') };
  const libraryOf = (renamed: boolean) =>
    renamed ? makeFlowLibrary([plans.first, plans.renamed], [plans.first]) : makeFlowLibrary([plans.first]);
  const wordsOf = (effects: readonly FlowEffect[]): string =>
    effects
      .flatMap((effect) => (effect.type === 'say' || effect.type === 'ask' ? effect.text : []))
      .map((key) => plans.first.texts[key] ?? plans.renamed.texts[key] ?? key)
      .join('\n');
  const moved = (result: FlowResult): Exclude<FlowResult, { status: 'refused' }> => {
    if (result.status === 'refused') throw new Error(result.detail);
    return result;
  };
  const make = (store: TextStore, renamed?: 'renamed'): Bot => {
    const library = libraryOf(renamed !== undefined);
    const keep = async (person: string, result: FlowResult): Promise<string> => {
      const { snapshot, effects } = moved(result);
      await store.write(person, JSON.stringify(snapshot));
      return wordsOf(effects);
    };
    return {
      begin: (person) => keep(person, startFlow(library, 'chain')),
      async turn(person, digit) {
        const snapshot = JSON.parse((await store.read(person)) ?? 'null') as FlowSnapshot;
        return keep(person, stepFlow(library, snapshot, { type: 'digit', digit }));
      },
    };
  };
  return { name: 'hien flow, checks and effects', make, trySilence };

  /** Clocks leave a flow as effects; whoever runs it keeps them as rows. The new process finds the row that is due. */
  async function trySilence(): Promise<Tried> {
    const store = makeTextStore();
    const begun = moved(startFlow(libraryOf(false), 'chain'));
    const armed = begun.effects.find((effect) => effect.type === 'arm');
    if (armed === undefined) return { holds: false, seen: 'no clock' };
    await store.write('p', JSON.stringify(begun.snapshot));
    await store.write('p due', JSON.stringify({ ...armed, due: armed.afterMs }));
    const now = 31 * minutes;
    const row = JSON.parse((await store.read('p due')) ?? 'null') as typeof armed & { due: number };
    if (row.due > now) return { holds: false, seen: 'not due' };
    const snapshot = JSON.parse((await store.read('p')) ?? 'null') as FlowSnapshot;
    const event = { type: 'silence', step: row.step, visit: row.visit } as const;
    const { effects } = moved(stepFlow(libraryOf(false), snapshot, event));
    const holds = effects.some(({ type }) => type === 'ended');
    return { holds, seen: holds ? 'the row that is due ends it' : 'nothing' };
  }
}

type Answers = Readonly<Record<string, string>>;

/** The same questions written for XState by hand: answers are saved, nothing is checked when read, nothing is told. */
function bareMachine(renamed: boolean) {
  const idOf = (at: number): string =>
    renamed && at === renamedQuestion ? 'asked_anew' : at < questions ? `q${String(at)}` : 'done';
  const states = Object.fromEntries(
    Array.from({ length: questions }, (_, at) => {
      const on = Object.fromEntries(
        digits.map((digit) => [
          String(digit),
          {
            target: idOf(at + 1),
            actions: assign(({ context }: { context: Answers }) => ({
              ...context,
              [`v${String(at)}`]: String(digit),
            })),
          },
        ]),
      );
      return [idOf(at), { on, meta: questionText(at) }] as const;
    }),
  );
  return createMachine({
    id: 'bare',
    context: {},
    initial: 'q0',
    states: { ...states, done: { type: 'final', meta: lastWords } },
  });
}

function bareEngine(): Engine {
  const machines = { first: bareMachine(false), renamed: bareMachine(true) };
  type State = ReturnType<ReturnType<typeof createActor<typeof machines.first>>['getPersistedSnapshot']>;
  return {
    name: 'xstate, bare transition',
    make(store, renamed) {
      const machine = renamed === undefined ? machines.first : machines.renamed;
      const wordsOf = (value: unknown): string => String(machine.states[String(value)]?.meta);
      const keep = async (
        person: string,
        state: ReturnType<typeof initialTransition<typeof machine>>[0],
      ): Promise<string> => {
        await store.write(person, JSON.stringify(machine.getPersistedSnapshot(state)));
        return wordsOf(state.value);
      };
      return {
        begin: (person) => keep(person, initialTransition(machine)[0]),
        async turn(person, digit) {
          const snapshot = JSON.parse((await store.read(person)) ?? 'null') as State;
          const before = createActor(machine, { snapshot }).getSnapshot();
          if (before.status === 'error') throw before.error;
          return keep(person, transition(machine, before, { type: String(digit) })[0]);
        },
      };
    },
    /** `after` with a clock that the trial moves; stored and started again as its documentation says. */
    trySilence() {
      const machine = createMachine({
        id: 'silence',
        initial: 'asked',
        states: { asked: { after: { [30 * minutes]: 'silent' } }, silent: {} },
      });
      const first = createActor(machine, { clock: new SimulatedClock() }).start();
      const stored = JSON.stringify(first.getPersistedSnapshot());
      first.stop();
      const clock = new SimulatedClock();
      const second = createActor(machine, {
        clock,
        snapshot: JSON.parse(stored) as ReturnType<typeof first.getPersistedSnapshot>,
      }).start();
      clock.increment(31 * minutes);
      const holds = second.getSnapshot().value === 'silent';
      return Promise.resolve({ holds, seen: holds ? 'the delay fires' : 'the delay is gone' });
    },
  };
}

export const ownEngines = (): readonly Engine[] => [flowEngine(), bareEngine()];
