import { relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** Notes every file of this project that went into a bundle, so that the stamp can watch it. */
export function noteInputs(root: string, note: (path: string) => void): Plugin {
  return {
    name: 'note-inputs',
    moduleParsed({ id }) {
      const path = relative(root, id.replace(/[?#].*$/, ''));
      if (id.startsWith('\0') || path.startsWith('..') || path.split(sep).includes('node_modules')) return;
      note(path);
    },
  };
}
