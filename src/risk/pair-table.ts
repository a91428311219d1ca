import { limits } from './limits.ts';

/**
 * Whole numbers by pairs of whole numbers, kept in one flat array (open addressing): a look-up makes no objects and
 * compares no texts. Pairs can be added and never taken out; the number 0 stands for nothing.
 */
export class PairTable {
  /** First, second and value of each slot side by side; the value 0 marks a free slot. */
  #slots = new Int32Array(3 * limits.pairSlots);
  #mask = limits.pairSlots - 1;
  #used = 0;

  /** The number kept for a pair; 0 when there is none. */
  get(first: number, second: number): number {
    return this.#slots[this.#slotOf(first, second) + 2] ?? 0;
  }

  /** Keeps a number other than 0 for a pair that has none. */
  set(first: number, second: number, value: number): void {
    if (2 * this.#used > this.#mask) this.#grow();
    this.#put(first, second, value);
    this.#used += 1;
  }

  /** Where in `#slots` the pair stands, or where it would. */
  #slotOf(first: number, second: number): number {
    let slot = mixed(first, second) & this.#mask;
    for (;;) {
      const at = 3 * slot;
      if ((this.#slots[at + 2] ?? 0) === 0) return at;
      if (this.#slots[at] === first && this.#slots[at + 1] === second) return at;
      slot = (slot + 1) & this.#mask;
    }
  }

  #put(first: number, second: number, value: number): void {
    const at = this.#slotOf(first, second);
    this.#slots[at] = first;
    this.#slots[at + 1] = second;
    this.#slots[at + 2] = value;
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = 2 * this.#mask + 1;
    this.#slots = new Int32Array(3 * (this.#mask + 1));
    for (let at = 0; at < old.length; at += 3) {
      const value = old[at + 2] ?? 0;
      if (value !== 0) this.#put(old[at] ?? 0, old[at + 1] ?? 0, value);
    }
  }
}

function mixed(first: number, second: number): number {
  const hash = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}
