import { writeSync } from 'node:fs';
import { openVault } from '../../src/vault/vault.ts';

/* Opens the vault in a folder and says a hash that only its keys can make. */

const vault = await openVault({ folder: process.argv[2] ?? '' });
writeSync(1, vault.keyedHash('token', 'secret'));
await vault.close();
