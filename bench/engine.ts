/*
 * Ten questions of four answers: one typed digit a turn, one message back, the state read from and written to a store
 * of JSON strings at every turn. What every engine of `bench/flow.ts` is held to.
 */

export const questions = 10;
/** What a person may type; the answers of every question. */
export const digits = [3, 4, 5, 6] as const;
export const questionText = (at: number): string => `Câu ${String(at)}?`;
export const lastWords = 'Cảm ơn bạn.';

/** States by person, as text: all that outlives an engine. */
export interface TextStore {
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** Characters that stand in it. */
  size(): number;
}

export function makeTextStore(): TextStore {
  const rows = new Map<string, string>();
  return {
    read: (key) => Promise.resolve(rows.get(key)),
    write: (key, text) => Promise.resolve(void rows.set(key, text)),
    delete: (key) => Promise.resolve(void rows.delete(key)),
    size: () => [...rows].reduce((sum, [, text]) => sum + text.length, 0),
  };
}

/** An engine over a store. Building it again over the same store is a restart. */
export interface Bot {
  /** The first message; afterwards the person stands at the first question. */
  begin(person: string): Promise<string>;
  /** One answer; the message back. Nothing when the person is not known. */
  turn(person: string, digit: number): Promise<string>;
}

/** What became of a trial, and how it showed. */
export interface Tried {
  readonly holds: boolean;
  readonly seen: string;
}

export interface Engine {
  readonly name: string;
  /** `renamed`: the name under which the sixth question's place is stored is another one, told as the engine allows. */
  make(store: TextStore, renamed?: 'renamed'): Bot;
  /** Somebody falls silent at a question with a clock; the process ends; a new one is up when the clock has run out. */
  trySilence(): Promise<Tried>;
}

const half = questions / 2;
/** The question that the renamed flow names otherwise: the one where people stand at half time. */
export const renamedQuestion = half;

/** Answers half of the questions, builds the engine anew over the same store, and answers the rest. */
export async function tryRestart(engine: Engine, renamed?: 'renamed'): Promise<Tried> {
  const store = makeTextStore();
  const before = engine.make(store);
  await before.begin('p');
  for (let at = 0; at < half; at += 1) await before.turn('p', digits[at % 4] ?? 3);
  try {
    const after = engine.make(store, renamed);
    const said: string[] = [];
    for (let at = half; at < questions; at += 1) said.push(await after.turn('p', digits[at % 4] ?? 3));
    const wanted = [...Array.from({ length: half - 1 }, (_, at) => questionText(half + 1 + at)), lastWords];
    const holds = said.every((text, at) => text.includes(wanted[at] ?? ''));
    const [first = ''] = said;
    if (holds) return { holds, seen: 'goes on where she was' };
    return { holds, seen: first === '' ? 'the sixth answer is not heard' : `says “${first}” to the sixth` };
  } catch (error) {
    return { holds: false, seen: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'throws' };
  }
}
