import { writeFileSync } from 'node:fs';
import { kernelFile } from './risk-kernel.ts';

/* `npm run kernel`: compiles the arithmetic of the nets and writes its bytes where the classifier finds them. */

writeFileSync(new URL('./risk/classifier/kernel-bytes.ts', import.meta.url), await kernelFile());
