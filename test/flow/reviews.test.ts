import { describe, expect, test } from 'vitest';
import { loadFlows } from '../../src/flows-on-disk.ts';
import type { CatalogueEntry } from '../../src/locale/entry.ts';
import { isAtLeast } from '../../src/locale/gate.ts';
import { sourceHash } from '../../src/locale/source-hash.ts';
import { filesOnDisk } from '../support/catalogue.ts';

/*
 * Whoever changes a text of a flow has it read again: `locales/vi/<flow>.json` holds who read which words, by their
 * hash. No program writes these hashes; the test prints the one that a new reading is to be filed under.
 */

const texts = new Map<string, string>(loadFlows().plans.flatMap((plan) => Object.entries(plan.texts)));
const namespaces = [...new Set([...texts.keys()].map((key) => key.split(':')[0] ?? ''))];
const records = new Map<string, CatalogueEntry>(
  filesOnDisk()
    .filter(({ language, namespace }) => language === 'vi' && namespaces.includes(namespace))
    .flatMap(({ namespace, entries }) =>
      Object.entries(entries).map(([name, entry]) => [`${namespace}:${name}`, entry] as const),
    ),
);

describe('every Vietnamese text of a shipped flow was read a second time', () => {
  test('there are texts of every flow, and of what they inherit', () => {
    expect(texts.size).toBeGreaterThan(700);
    expect(namespaces).toEqual(expect.arrayContaining(['triage', 'rights', 'may-harm', '_safety']));
  });

  test('as it stands today', () => {
    const unread = [...texts].filter(([key, text]) => records.get(key)?.source !== sourceHash(text));
    expect(unread.map(([key, text]) => `${key} ${sourceHash(text)} “${text}”`)).toEqual([]);
  });

  test('by an author and a second reader at least', () => {
    const states = [...records].map(([key, { state, by }]) => ({ key, state, readers: by.length }));
    expect(states.filter(({ state, readers }) => !isAtLeast(state, 'reviewed') || readers < 2)).toEqual([]);
  });

  test('no record stands for a text that is gone', () => {
    expect([...records.keys()].filter((key) => !texts.has(key))).toEqual([]);
  });
});
