import { fileURLToPath } from 'node:url';
import { readCatalogueFolder } from '../../src/catalogue-on-disk.ts';
import { loadFlows } from '../../src/flows-on-disk.ts';
import { type Catalogue, makeCatalogue } from '../../src/locale/catalogue.ts';
import type { CatalogueFile } from '../../src/locale/entry.ts';

export const localesFolder = fileURLToPath(new URL('../../locales', import.meta.url));

/** The texts as they stand in the repository; fails when they cannot be read. */
export function filesOnDisk(): readonly CatalogueFile[] {
  const result = readCatalogueFolder(localesFolder);
  if (result.status === 'broken') throw new Error(result.problems.join('\n'));
  return result.files;
}

/** All texts in the repository, those of the shipped flows beside their reviews. */
export const catalogueOnDisk = (): Catalogue =>
  makeCatalogue(
    filesOnDisk(),
    loadFlows().plans.map(({ flow, texts }) => ({ namespace: flow, texts })),
  );

/** One file's texts by key. */
export function textsOf(language: string, namespace: string): Readonly<Record<string, string>> {
  const file = filesOnDisk().find((one) => one.language === language && one.namespace === namespace);
  if (file === undefined) throw new Error(`locales/${language}/${namespace}.json is not there`);
  return Object.fromEntries(Object.entries(file.entries).map(([key, entry]) => [key, entry.text ?? '']));
}
