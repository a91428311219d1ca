import * as z from 'zod/mini';
import { emptyCommit } from './commit-of.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';
import { collectionOf } from './records.ts';

/** A code by which she comes back to her talk on the web: ten digits to be saved like a contact, and a word of her own. */
const kept = z.strictObject({
  conversation: z.string(),
  /** Keyed hash of her two digits under this code. */
  word: z.string(),
});

export type Return =
  | { readonly status: 'open'; readonly conversation: string }
  /** Code and word do not belong together, or there is no such code: nobody is told which. */
  | { readonly status: 'wrong' }
  | { readonly status: 'too-many' };

export interface ReturnCodes {
  /** A new code for this talk; an earlier one is worth nothing any more. */
  give(conversation: string, word: string): Promise<string>;
  /** Five tries an hour for each code, known or not. */
  open(code: string, word: string): Promise<Return>;
  /** Drops the codes of talks that are gone. */
  tidy(): Promise<void>;
}

const kind = 'return-code';

/** Codes live as long as their talks: who erases is not found by an old code. */
export function makeReturnCodes(parts: Parts): ReturnCodes {
  const { store, vault, clock, chance } = parts;
  const codes = collectionOf(parts, kind, kept);
  const tries = new Map<string, number[]>();
  const idOf = (code: string): string => vault.keyedHash('return', code);
  const wordOf = (code: string, word: string): string => vault.keyedHash('return', `${code} ${word}`);
  const lives = async (conversation: string): Promise<boolean> => {
    const row = await store.conversation(conversation);
    return row !== null && row.erasedAt === null;
  };

  /** Looks like a number to call, and says nothing in a list of contacts. */
  function newCode(): string {
    const digits = Array.from({ length: limits.returnDigits - 2 }, () => String(chance.below(10)));
    return `09${digits.join('')}`;
  }

  function mayTry(id: string): boolean {
    const now = clock.now();
    const recent = (tries.get(id) ?? []).filter((at) => now - at < limits.returnHour);
    tries.delete(id);
    tries.set(id, [...recent, now].slice(-limits.returnTries - 1));
    for (const oldest of tries.keys()) {
      if (tries.size <= limits.returnRemembered) break;
      tries.delete(oldest);
    }
    return recent.length < limits.returnTries;
  }

  return {
    async give(conversation, word) {
      for (const { id, value } of await codes.list())
        if (value.conversation === conversation) await store.forgetRecord(kind, id);
      const at = clock.now();
      for (;;) {
        const code = newCode();
        const value = { conversation, word: wordOf(code, word) };
        const row = codes.row({ id: idOf(code), version: 0, value }, { at, by: null });
        const [result] = await store.commit([{ ...emptyCommit(), records: [row] }]);
        if (result?.status === 'committed') return code;
        // Somebody else has this one.
        if (result?.status !== 'stale') throw new Error('the code could not be kept', { cause: result });
      }
    },
    async open(code, word) {
      const id = idOf(code);
      if (!mayTry(id)) return { status: 'too-many' };
      const found = await codes.get(id);
      if (found === null || found.value.word !== wordOf(code, word)) return { status: 'wrong' };
      const { conversation } = found.value;
      if (!(await lives(conversation))) return { status: 'wrong' };
      tries.delete(id);
      return { status: 'open', conversation };
    },
    async tidy() {
      for (const { id, value } of await codes.list())
        if (!(await lives(value.conversation))) await store.forgetRecord(kind, id);
    },
  };
}
