import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CatalogueFile, readCatalogueFile } from './locale/entry.ts';

export type CatalogueFilesResult =
  | { readonly status: 'read'; readonly files: readonly CatalogueFile[] }
  /** Each problem names the file first. */
  | { readonly status: 'broken'; readonly problems: readonly string[] };

/** Reads every `<language>/<namespace>.json` under a folder (`locales/`). Throws only when the folder is not there. */
export function readCatalogueFolder(folder: string): CatalogueFilesResult {
  const results = languagesIn(folder).flatMap((language) =>
    readdirSync(join(folder, language))
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => readOne(folder, language, name)),
  );
  const problems = results.flatMap((result) => (result.status === 'broken' ? result.problems : []));
  if (problems.length > 0) return { status: 'broken', problems };
  const files = results.flatMap((result) => (result.status === 'read' ? [result.file] : []));
  if (files.length > 0) return { status: 'read', files };
  return { status: 'broken', problems: [`${folder}: there are no texts here`] };
}

const languagesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'audio')
    .map((entry) => entry.name)
    .sort();

function readOne(folder: string, language: string, name: string): ReturnType<typeof readCatalogueFile> {
  const path = join(folder, language, name);
  const json = parsed(readFileSync(path, 'utf8'));
  if (json === undefined) return { status: 'broken', problems: [`${path}: not JSON`] };
  const result = readCatalogueFile(language, name.slice(0, -'.json'.length), json);
  if (result.status === 'read') return result;
  return { status: 'broken', problems: result.problems.map((problem) => `${path}: ${problem}`) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
