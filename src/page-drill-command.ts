import { type Asking, askServer } from './app/ask-server.ts';
import { rosterRecords } from './app/roster-records.ts';

/** How long answers are waited for in the terminal, and how often is looked, in milliseconds. */
const patience = { total: 120_000, step: 500 } as const;

/**
 * Tries the bell through the running server with everybody named for the shift that runs, and prints what becomes of
 * each call. Exit status 0 when it was passed; 1 when it was not, or not yet.
 */
export async function runPageDrill(house: Asking, print: (line: string) => void): Promise<number> {
  const { store, clock, chance } = house;
  const id = chance.id();
  if ((await askServer(house, { do: 'drill', id })) === 'queued') {
    print('No server is running on this data folder: the bell will be tried when it starts.');
    return 1;
  }
  const { drills } = rosterRecords(house);
  const names = new Map((await store.staff()).map((row) => [row.id, row.name]));
  const said = new Set<string>();
  for (let waited = 0; waited <= patience.total; waited += patience.step) {
    const drill = await drills.get(id);
    if (drill === null) {
      print('The server did not try the bell: see its log.');
      return 1;
    }
    for (const line of await linesOf(house, drill.value.calls, id, names)) {
      if (!said.has(line)) print(line);
      said.add(line);
    }
    if (drill.value.calls.length === 0) {
      print('Nobody is named for this hour: write the roster in the console first.');
      return 1;
    }
    if (drill.value.passed !== null) {
      print(drill.value.passed ? 'Passed.' : 'Not passed.');
      return drill.value.passed ? 0 : 1;
    }
    await new Promise<void>((resolve) => clock.after(patience.step, resolve));
  }
  print('Not everybody has answered yet; what comes later stands on the roster in the console.');
  return 1;
}

const words = {
  waiting: 'is being called',
  sent: 'was called',
  failed: 'could not be called',
  dropped: 'need not be called any more',
} as const;

async function linesOf(
  { store }: Asking,
  calls: readonly { readonly place: string; readonly staff: string }[],
  id: string,
  names: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const [deliveries, answers] = await Promise.all([store.deliveriesOf(id), store.acknowledgementsOf(id)]);
  return calls.flatMap(({ place, staff }) => {
    const name = `${names.get(staff) ?? '?'} (${place})`;
    const own = deliveries.filter((delivery) => delivery.staff === staff);
    const answered = answers.some((answer) => answer.staff === staff);
    return [
      ...(own.length === 0 ? [`${name} has no way to be called outside the console.`] : []),
      ...own.map(({ way, state }) => `${name} ${words[state]} by ${way}.`),
      ...(answered ? [`${name} has it.`] : []),
    ];
  });
}
