import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';
import { noteInputs } from './build-inputs.ts';

const pushWorker = 'push-worker';

/** The one sentence of a notification. */
async function pageText(root: string): Promise<string> {
  const path = join(root, 'locales', 'vi', 'console.json');
  const texts = JSON.parse(await readFile(path, 'utf8')) as Record<string, { readonly text: string }>;
  return texts['page.text']?.text ?? '';
}

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
    plugins: [textsOnly(), react(), noteInputs(root, note)],
    define: { consolePageText: JSON.stringify(await pageText(root)) },
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'es2022',
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        input: { index: join(source, 'index.html'), [pushWorker]: join(source, `${pushWorker}.ts`) },
        // A service worker keeps its address: browsers look there for a newer one.
        output: {
          entryFileNames: ({ name }) => (name === pushWorker ? '[name].js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  });
}

/** Of the catalogue only the texts go to the browser; who reviewed them, and when, stays in the files. */
function textsOnly(): Plugin {
  return {
    name: 'console-texts',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/locales\/[^/]+\/console\.json$/.test(id.replaceAll('\\', '/'))) return null;
      const entries = Object.entries(JSON.parse(code) as Record<string, { readonly text: string }>);
      return JSON.stringify(Object.fromEntries(entries.map(([key, { text }]) => [key, { text }])));
    },
  };
}
