import { existsSync } from 'node:fs';
import { type LivingDirectory, makeLivingDirectory } from './app/living-directory.ts';
import { type Config, databaseFiles } from './config.ts';
import type { Register } from './directory/directory.ts';
import { openSqliteStore } from './store/sqlite/sqlite-store.ts';
import { openVault } from './vault/vault.ts';

/** One line of the doctor, before its mark is drawn. */
interface Finding {
  readonly mark: 'ok' | 'note';
  readonly text: string;
}
const ok = (text: string): Finding => ({ mark: 'ok', text });
const note = (text: string): Finding => ({ mark: 'note', text });

/** What the centre has not entered yet, and how many numbers wait for a test call, as the running server sees it. */
export async function centreFindings(
  { dataFolder, masterKey }: Pick<Config, 'dataFolder' | 'masterKey'>,
  register: Register,
  now: number,
): Promise<readonly Finding[]> {
  const { conversations } = databaseFiles(dataFolder);
  if (!existsSync(conversations)) return findingsOf(makeLivingDirectory(register, null), now);
  const vault = await openVault({ folder: dataFolder, masterKey: masterKey?.reveal() });
  const store = await openSqliteStore(conversations);
  try {
    const directory = makeLivingDirectory(register, { store, vault });
    await directory.refresh();
    return findingsOf(directory, now);
  } finally {
    await store.close();
    await vault.close();
  }
}

function findingsOf(directory: LivingDirectory, now: number): readonly Finding[] {
  const { centre, areas } = directory.register();
  const area = areas.find(({ code }) => code === centre.area);
  const due = directory.dueCalls(now).length;
  const isLineShown = centre.line !== null && directory.card(centre.line, now, false) !== null;
  return [
    centre.name === null
      ? note('The centre has no name yet: enter it in the console under "Trung tâm".')
      : ok(`The centre: ${centre.name}.`),
    area === undefined
      ? note('The centre has no area yet: people are given only numbers of the whole country.')
      : ok(`Area: ${area.name}.`),
    directory.reopens(now) === null
      ? note('The staffed hours are unknown: until they are entered no hour is named to people.')
      : ok('The staffed hours are known.'),
    centre.web === null
      ? note('The web address is not entered: texts say "the centre\'s web page" without it.')
      : ok(`Web address: ${centre.web}.`),
    isLineShown
      ? ok("The centre's own line is shown to people.")
      : note("The centre's own line is not shown: choose it in the console, and test-call it."),
    due === 0
      ? ok('Every number was test-called this month.')
      : note(
          `${String(due)} numbers need a test call; after 90 days without one a number is hidden, emergency numbers excepted.`,
        ),
  ];
}
