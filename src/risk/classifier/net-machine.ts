import { kernel } from './kernel-bytes.ts';
import { classifierLimits as limits } from './limits.ts';
import { eachPart, type Net, netParts, type Pieces } from './net.ts';

/** A net that is ready to judge. The logits stand until it judges again. */
export interface NetMachine {
  judge(rows: Pieces): Float32Array;
}

/** A net that learns: it judges with some hidden units left out, and is then told how far each output went wrong. */
export interface NetLearner {
  judge(rows: Pieces, keep: Float32Array): Float32Array;
  learn(wrong: Float32Array, step: number): void;
  net(): Net;
}

/** What `kernel/net.ts` exports; places are in bytes. */
interface Kernel {
  readonly memory: WebAssembly.Memory;
  plan(
    width: number,
    units: number,
    hidden: number,
    outputs: number,
    rows: number,
    isRounded: boolean,
    wordScale: number,
    longest: number,
    learns: boolean,
  ): void;
  room(pieces: number): void;
  placeOf(array: number): number;
  judge(words: number, signs: number): void;
  learn(words: number, signs: number, step: number): void;
}

/** The arrays in the kernel's memory, in the order of its `placeOf`. */
const places = ['words', ...netParts, 'squares', 'keep', 'said', 'wrong', 'ends', 'numbers'] as const;
type Place = (typeof places)[number];

/** Keeps the first steps of a value small. */
const firstSquare = 1e-4;

/** Puts a net into a memory of its own. */
export function makeNetMachine(net: Net): NetMachine {
  const { judge } = load(net, false);
  return { judge };
}

/** Puts several nets into memories of their own; gives the average of their logits. */
export function makeNetsJudge(nets: readonly Net[]): (rows: Pieces) => Float32Array {
  const machines = nets.map(makeNetMachine);
  return (rows) => {
    const sums = new Float32Array(nets[0]?.outputBias.length ?? 0);
    for (const machine of machines) {
      const logits = machine.judge(rows);
      for (let output = 0; output < sums.length; output++)
        sums[output] = (sums[output] ?? 0) + (logits[output] ?? 0) / machines.length;
    }
    return sums;
  };
}

/** Puts a net that is to learn into a memory of its own; its words are numbers of 32 bits, and it is changed there only. */
export function makeNetLearner(net: Net): NetLearner {
  const { arithmetic, floats, at, judge } = load(net, true);
  floats().fill(firstSquare, at.squares, at.squares + (at.squares - at.words));
  const last = { words: 0, signs: 0 };
  const copyOf = (place: Place, { length }: { readonly length: number }): Float32Array =>
    floats().slice(at[place], at[place] + length);
  return {
    judge(rows, keep) {
      floats().set(keep, at.keep);
      last.words = rows.ends.length;
      last.signs = rows.signs.length;
      return judge(rows);
    },
    learn(wrong, step) {
      floats().set(wrong, at.wrong);
      arithmetic.learn(last.words, last.signs, step);
    },
    net: () => ({
      words: copyOf('words', net.words),
      wordScale: net.wordScale,
      ...eachPart((part) => copyOf(part, net[part])),
    }),
  };
}

/** A kernel with the net in its memory. `at`: places in numbers of 32 bits. */
function load(net: Net, learns: boolean) {
  const arithmetic = newKernel();
  const outputCount = net.outputBias.length;
  const isRounded = net.words instanceof Int8Array;
  arithmetic.plan(
    limits.netWidth,
    limits.netUnits,
    limits.netHidden,
    outputCount,
    net.words.length / limits.netWidth,
    isRounded,
    net.wordScale,
    limits.windowWords,
    learns,
  );
  const { memory } = arithmetic;
  const bytesAt = (place: Place): number => arithmetic.placeOf(places.indexOf(place));
  const at = Object.fromEntries(places.map((place) => [place, bytesAt(place) / 4])) as Record<Place, number>;
  let view = new Float32Array(memory.buffer);
  let whole = new Int32Array(memory.buffer);
  /** A memory that has grown has another buffer. */
  const look = (): void => {
    if (view.buffer === memory.buffer) return;
    view = new Float32Array(memory.buffer);
    whole = new Int32Array(memory.buffer);
  };
  if (net.words instanceof Int8Array) new Int8Array(memory.buffer).set(net.words, bytesAt('words'));
  else view.set(net.words, at.words);
  for (const part of netParts) view.set(net[part], at[part]);

  function judge({ ends, numbers, signs }: Pieces): Float32Array {
    if (ends.length > limits.windowWords)
      throw new RangeError(`a net reads at most ${String(limits.windowWords)} words`);
    arithmetic.room(numbers.length + signs.length);
    look();
    whole.set(ends, at.ends);
    whole.set(numbers, at.numbers);
    whole.set(signs, at.numbers + numbers.length);
    arithmetic.judge(ends.length, signs.length);
    return view.subarray(at.said, at.said + outputCount);
  }

  return { arithmetic, floats: () => view, at, judge };
}

let compiled: WebAssembly.Module | undefined;

function newKernel(): Kernel {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(kernel), (letter) => letter.charCodeAt(0)));
  return new WebAssembly.Instance(compiled).exports as unknown as Kernel;
}
