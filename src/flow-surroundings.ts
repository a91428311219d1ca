import { readCatalogueFolder } from './catalogue-on-disk.ts';
import { type Directory, makeDirectory } from './directory/directory.ts';
import { serviceKinds } from './directory/service-kinds.ts';
import { readRegisterFolder } from './directory-on-disk.ts';
import type { Surroundings, Translation } from './flow/lint/rule.ts';
import { shippedFlows, shippedLocales } from './flows-on-disk.ts';

/**
 * What flows are judged beside at a time: the numbers of a directory (the shipped register without one), the kinds of
 * service, and the languages of the catalogue.
 */
export function surroundings(now: number, directory: Directory | null = shippedDirectory()): Surroundings {
  const hotlines = directory === null ? {} : { hotlines: hotlinesOf(directory, now) };
  return { serviceKinds, translations: translations(), ...hotlines };
}

function shippedDirectory(): Directory | null {
  const register = readRegisterFolder(shippedFlows);
  return register.status === 'read' ? makeDirectory(register.register, []) : null;
}

/** Every number of the register, and whether a card may show it now. */
const hotlinesOf = (directory: Directory, now: number): Surroundings['hotlines'] & {} =>
  new Map(
    directory
      .forStaff(now)
      .filter(({ service }) => service.number !== null)
      .map(({ service: { id }, test }) => {
        if (directory.card(id, now, false) === null) return [id, 'hidden'] as const;
        return [id, test === 'stale' ? test : 'fresh'] as const;
      }),
  );

/** Languages of the catalogue that hold texts of a flow. None is offered to people yet, so their holes are warnings. */
function translations(): readonly Translation[] {
  const result = readCatalogueFolder(shippedLocales);
  if (result.status === 'broken') return [];
  const program: ReadonlySet<string> = new Set(['system', 'console', 'page', 'lint', 'flow-diff']);
  const files = result.files.filter(
    ({ language, namespace }) => language !== 'vi' && !program.has(namespace),
  );
  return [...new Set(files.map(({ language }) => language))].map((language) => ({
    language,
    live: false,
    entries: Object.fromEntries(
      files
        .filter((file) => file.language === language)
        .flatMap(({ namespace, entries }) =>
          Object.entries(entries).flatMap(([key, { text, source }]) =>
            text === undefined ? [] : [[`${namespace}:${key}`, { text, source: source ?? null }] as const],
          ),
        ),
    ),
  }));
}
