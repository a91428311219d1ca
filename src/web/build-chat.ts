import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { build } from 'vite';
import { noteInputs } from './build-inputs.ts';

/** Old Android WebViews: no later syntax, no later CSS. */
const targets = ['es2020', 'chrome80', 'firefox78', 'safari13'];

/**
 * The person's page as one file: style and script stand in it, so that a slow link needs one request and Gấp and Thoát
 * work as soon as the page is there. `policy.txt` is its Content-Security-Policy, with the hashes of what stands inline.
 */
export async function buildChat(root: string, out: string, note: (path: string) => void): Promise<void> {
  const source = join('src', 'web', 'chat');
  const read = async (path: string): Promise<string> => {
    note(path);
    return readFile(join(root, path), 'utf8');
  };
  const texts = wordsOf(await read(join('locales', 'vi', 'page.json')));
  const style = await bundled(root, join(source, 'page.css'), note);
  const boot = await bundled(root, join(source, 'boot.ts'), note);
  const main = await bundled(root, join(source, 'main.ts'), note);
  const html = withTexts(withoutIndent(await read(join(source, 'index.html'))), texts)
    .replace('<!--style-->', () => `<style>${style}</style>`)
    .replace('<!--boot-->', () => `<script>${boot}</script>`)
    .replace('<!--script-->', () => `<script>${main}</script>`);
  const exit = await read(join(source, 'exit.html'));
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'index.html'), html);
  await writeFile(join(out, 'x.html'), exit);
  await writeFile(join(out, 'policy.txt'), policyOf([html, exit]));
}

/** One script that runs as it is, or one style sheet. */
async function bundled(root: string, entry: string, note: (path: string) => void): Promise<string> {
  const isStyle = entry.endsWith('.css');
  const result = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    plugins: [wordsAlone(), noteInputs(root, note)],
    build: {
      write: false,
      target: targets,
      cssTarget: ['chrome80', 'safari13'],
      modulePreload: false,
      rolldownOptions: { input: join(root, entry), output: { format: isStyle ? 'es' : 'iife' } },
    },
  });
  const files = [result].flat().flatMap((each) => ('output' in each ? each.output : []));
  const parts = files.flatMap((file) => {
    if (file.type === 'chunk') return isStyle ? [] : [file.code];
    return file.fileName.endsWith('.css') ? [String(file.source)] : [];
  });
  const text = parts.join('').trim();
  if (text === '' || /<\/(?:script|style)/i.test(text))
    throw new Error(`${entry} cannot stand inside a page`);
  return text;
}

type Texts = Readonly<Record<string, string>>;

const wordsOf = (catalogue: string): Texts =>
  Object.fromEntries(
    Object.entries(JSON.parse(catalogue) as Record<string, { text: string }>).map(([key, entry]) => [
      key,
      entry.text,
    ]),
  );

/** Review states and names stay out of the bundle. */
function wordsAlone(): Plugin {
  return {
    name: 'words-alone',
    enforce: 'pre',
    transform(code, id) {
      if (!/[\\/]locales[\\/].*\.json$/.test(id)) return null;
      const words = Object.entries(wordsOf(code)).map(([key, text]) => [key, { text }]);
      return { code: JSON.stringify(Object.fromEntries(words)), map: null };
    },
  };
}

/** `[[key]]` becomes the text; `{retention}` inside a text becomes the slot that the server fills. */
function withTexts(html: string, texts: Texts): string {
  return html.replace(/\[\[([a-z0-9_.]+)\]\]/g, (_all, key: string) => {
    const text = texts[key];
    if (text === undefined) throw new Error(`No text for ${key}`);
    if (/[<>&"]/.test(text)) throw new Error(`${key} holds a sign that HTML reads`);
    return text.replace('{retention}', `{{retention|${texts['web.retention'] ?? ''}}}`);
  });
}

const withoutIndent = (html: string): string => html.replace(/>\n+</g, '><').trim();

/** Nothing but what stands in these pages, calls to the own origin, and pictures of data. */
function policyOf(pages: readonly string[]): string {
  const hashes = (tag: string): string =>
    pages
      .flatMap((page) => [...page.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))])
      .map(
        (match) =>
          `'sha256-${createHash('sha256')
            .update(match[1] ?? '')
            .digest('base64')}'`,
      )
      .join(' ');
  return [
    "default-src 'none'",
    `script-src ${hashes('script')}`,
    `style-src ${hashes('style')}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
