import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { kernelFile } from './risk-kernel.ts';

/* `npm run kernel [-- FILE]`: compiles the arithmetic of the nets and writes its bytes where the classifier finds them. */

const found = fileURLToPath(new URL('./risk/classifier/kernel-bytes.ts', import.meta.url));
writeFileSync(process.argv[2] ?? found, await kernelFile());
