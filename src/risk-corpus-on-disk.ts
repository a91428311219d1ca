import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { categories } from './risk/category.ts';
import { riskLevels } from './risk/level.ts';

const form = z.object({
  id: z.string().optional(),
  text: z.string().min(1),
  level: z.enum(riskLevels).default('none'),
  categories: z.array(z.enum(categories)).min(1).default(['none']),
  triggers: z.array(z.string()).default([]),
  variety: z.string().default('unknown'),
  speaker: z.string().default('none'),
});

/** One labelled line of a file, with its place. Ordinary talk has no labels of its own: nobody wrote it about danger. */
export type CorpusLine = Omit<z.infer<typeof form>, 'id'> & {
  readonly id: string;
  /** The file's name. */
  readonly source: string;
  readonly ordinary: boolean;
};

/** The lines of a file, or the place of the first that cannot be read. */
export type CorpusFile =
  | { readonly status: 'read'; readonly lines: readonly CorpusLine[] }
  | { readonly status: 'wrong'; readonly at: string };

/** Every line of the folders' files, in a fixed order. Throws, naming the line that is wrong. */
export function readCorpus(folders: readonly string[]): readonly CorpusLine[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .flatMap((name) => {
        const read = readCorpusFile(`${folder}/${name}`);
        if (read.status === 'wrong') throw new Error(`${read.at} is no line of the corpus`);
        return read.lines;
      }),
  );
}

/** The lines of one file; a line without an id gets one of the file's name and its text, so that moving it changes nothing. */
export function readCorpusFile(path: string): CorpusFile {
  const name = basename(path, '.jsonl');
  const ordinary = basename(dirname(path)) === 'ordinary';
  const lines: CorpusLine[] = [];
  for (const [at, json] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (json.trim() === '') continue;
    const line = parse(json);
    if (line === undefined) return { status: 'wrong', at: `${path}:${String(at + 1)}` };
    lines.push({ ...line, id: line.id ?? `${name}:${line.text}`, source: name, ordinary });
  }
  return { status: 'read', lines };
}

function parse(json: string): z.infer<typeof form> | undefined {
  try {
    return form.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

/** SHA-256 of what the classifier learns from and is judged by: ids, texts, labels. */
export function corpusHash(lines: readonly CorpusLine[]): string {
  const hash = createHash('sha256');
  for (const { id, text, level, categories: about, triggers, speaker } of lines)
    hash.update(`${JSON.stringify([id, text, level, about, triggers, speaker])}\n`);
  return hash.digest('hex');
}
