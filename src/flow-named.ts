import { dirname } from 'node:path';

/** A flow named by its id (of the shipped folder) or by its file. */
export function flowOf(name: string): { readonly folder: string | undefined; readonly flow: string } {
  if (!name.endsWith('.yaml')) return { folder: undefined, flow: name };
  return { folder: dirname(name), flow: (name.split(/[\\/]/u).at(-1) ?? '').replace(/\.yaml$/u, '') };
}
