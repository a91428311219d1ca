import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalogueFolder } from '../../src/catalogue-on-disk.ts';
import { loadFlows } from '../../src/flows-on-disk.ts';
import { makeCatalogue } from '../../src/locale/catalogue.ts';
import { type CatalogueFile, readCatalogueFile } from '../../src/locale/entry.ts';
import { sourceHash } from '../../src/locale/source-hash.ts';
import { catalogueOnDisk, filesOnDisk, localesFolder, textsOf } from '../support/catalogue.ts';
import { triagePlan } from '../support/flows.ts';

const files = filesOnDisk();
const reviews = new Set([...loadFlows().plans.map(({ flow }) => flow), '_safety']);
/** Files that hold reviews of texts which stand in a flow file. */
const isReview = ({ language, namespace }: CatalogueFile): boolean =>
  language === 'vi' && reviews.has(namespace);
const named = files.map((file) => [`${file.language}/${file.namespace}.json`, file] as const);

/** A file in its written form: keys sorted, one field a line; a new translation gets the hash of its Vietnamese. */
function tidied({ language, namespace, entries }: CatalogueFile): string {
  const vietnamese = language === 'vi' ? {} : textsOf('vi', namespace);
  const blocks = Object.keys(entries)
    .sort()
    .map((key) => {
      const entry = entries[key];
      const source =
        entry?.source ?? (vietnamese[key] === undefined ? undefined : sourceHash(vietnamese[key]));
      const { text, state, by, at, audio } = entry ?? {};
      const fields = Object.entries({ text, state, source, by, at, audio }).filter(
        ([, value]) => value !== undefined,
      );
      return `  ${JSON.stringify(key)}: {\n${fields.map(([name, value]) => `    ${JSON.stringify(name)}: ${inline(value)}`).join(',\n')}\n  }`;
    });
  return `{\n${blocks.join(',\n')}\n}\n`;
}

const inline = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map((item) => JSON.stringify(item)).join(', ')}]` : JSON.stringify(value);

describe('the texts in the repository', () => {
  test('there are Vietnamese and English files', () => {
    const names = named.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['vi/system.json', 'vi/console.json', 'en/console.json']));
  });

  test.each(named)('%s is sorted and complete (`npm run test:update` writes it so)', async (name, file) => {
    expect(Object.keys(file.entries).length).toBeGreaterThan(isReview(file) ? 10 : 20);
    await expect(tidied(file)).toMatchFileSnapshot(join(localesFolder, name));
  });

  test('nothing is wrong with them', () => {
    const found = catalogueOnDisk()
      .issues()
      .filter(({ severity }) => severity !== 'note');
    expect(found.map(({ rule, language, key, detail }) => `${language} ${key}: ${rule} ${detail}`)).toEqual(
      [],
    );
  });

  test('the flow’s texts stand beside them without a mistake, and every label is known', () => {
    const { texts, steps } = triagePlan();
    const catalogue = makeCatalogue(files, [{ namespace: 'triage', texts }]);
    expect(catalogue.issues().filter(({ severity }) => severity === 'error')).toEqual([]);
    const labels = Object.values(steps).flatMap((step) =>
      step.kind === 'choose' ? step.options.map(({ label }) => label) : [],
    );
    expect(labels.length).toBeGreaterThan(50);
    const unknown = labels.filter((label) => catalogue.render(label, 'vi', {}).missing);
    expect(unknown).toEqual([]);
  });

  test('no clinical lead has signed yet, and every safety text says so', () => {
    const catalogue = catalogueOnDisk();
    const waiting = catalogue.issues().filter(({ rule }) => rule === 'awaits-approval');
    expect(waiting).toHaveLength(catalogue.coverage('vi').critical);
  });

  test('Vietnamese serves every safety text itself', () => {
    const { critical, native } = catalogueOnDisk().coverage('vi');
    expect(critical).toBeGreaterThan(150);
    expect(native).toBe(critical);
  });

  test('the console speaks both languages with the same keys', () => {
    expect(Object.keys(textsOf('en', 'console')).sort()).toEqual(
      Object.keys(textsOf('vi', 'console')).sort(),
    );
  });

  test('every text was read by a second person, and names roles only', () => {
    const entries = files.flatMap((file) => Object.values(file.entries));
    expect(entries.filter(({ by }) => by.length < 2)).toEqual([]);
    expect([...new Set(entries.flatMap(({ by }) => by))].sort()).toEqual(['author', 'second reader']);
  });

  test('parsing all of them takes well under a second', () => {
    const before = performance.now();
    makeCatalogue(files, []);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('a file with a mistake is refused with its place', () => {
  const good = { text: 'a', state: 'reviewed', by: ['author'], at: '2026-11-22' };
  test.each<[string, unknown, string]>([
    ['no object', 'text', 'expected record'],
    ['an unknown state', { a: { ...good, state: 'fine' } }, 'a.state'],
    ['a missing reader', { a: { ...good, by: undefined } }, 'a.by'],
    ['a date that is none', { a: { ...good, at: 'today' } }, 'a.at'],
    ['a field too many', { a: { ...good, note: 'x' } }, 'a:'],
    ['a key with spaces', { 'a b': good }, 'a b'],
  ])('%s', (_, json, place) => {
    const result = readCatalogueFile('vi', 'system', json);
    expect(result).toMatchObject({ status: 'broken' });
    expect(JSON.stringify(result)).toContain(place);
  });

  test('a folder without texts is refused', () => {
    expect(readCatalogueFolder(join(localesFolder, 'vi'))).toMatchObject({ status: 'broken' });
  });
});
