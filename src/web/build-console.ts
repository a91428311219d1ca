import { existsSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { noteInputs } from './build-inputs.ts';

/** The staff console: a React application under `/console/`, built from its `index.html`. */
export async function buildConsole(root: string, out: string, note: (path: string) => void): Promise<void> {
  const source = join(root, 'src', 'web', 'console');
  note(join('src', 'web', 'console', 'index.html'));
  if (!existsSync(join(source, 'index.html'))) return;
  await build({
    configFile: false,
    root: source,
    base: '/console/',
    logLevel: 'warn',
    plugins: [react(), noteInputs(root, note)],
    build: { outDir: out, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1500 },
  });
}
