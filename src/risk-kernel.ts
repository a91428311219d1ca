import { readFileSync } from 'node:fs';
import { createMemoryStream, main } from 'assemblyscript/asc';

const source = new URL('./risk/classifier/kernel/net.ts', import.meta.url);

/**
 * What `kernel-bytes.ts` must hold: the arithmetic of the nets (`risk/classifier/kernel/net.ts`), compiled. The same source
 * gives the same bytes. Rejects with the compiler's words where the source has a fault.
 */
export async function kernelFile(): Promise<string> {
  let bytes = new Uint8Array();
  const flags = ['--enable', 'simd', '--runtime', 'stub', '-O3', '--noAssert', '--initialMemory', '2'];
  const stderr = createMemoryStream();
  const { error } = await main(['net.ts', '--outFile', 'net.wasm', ...flags], {
    readFile: (name) => (name === 'net.ts' ? readFileSync(source, 'utf8') : null),
    writeFile(name, contents) {
      if (name === 'net.wasm' && typeof contents !== 'string') bytes = new Uint8Array(contents);
    },
    listFiles: () => [],
    stderr,
  });
  if (error !== null) throw new Error(stderr.toString(), { cause: error });
  return `/** Written by \`npm run kernel\`; do not edit. WebAssembly in base64. */\nexport const kernel =\n  '${Buffer.from(bytes).toString('base64')}';\n`;
}
