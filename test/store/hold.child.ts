import { writeSync } from 'node:fs';
import { DataFolderHeld, holdDataFolder } from '../../src/store/data-folder.ts';

/* Takes the data folder, says so, and stays until it is ended. */

try {
  holdDataFolder(process.argv[2] ?? '');
  writeSync(1, 'held\n');
  setInterval(() => {}, 60_000);
} catch (error) {
  if (!(error instanceof DataFolderHeld)) throw error;
  writeSync(1, `refused: ${error.message}\n`);
}
