import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readAreas } from './directory/area.ts';
import { readCentre } from './directory/centre.ts';
import type { Register } from './directory/directory.ts';
import { readServices } from './directory/service.ts';

export type RegisterOnDisk =
  | { readonly status: 'read'; readonly register: Register }
  /** Each problem names the file first. */
  | { readonly status: 'broken'; readonly problems: readonly string[] };

/** Reads `services.yaml`, `areas.yaml` and `centre.yaml` of a folder (`flows/`) and checks them against one another. */
export function readRegisterFolder(folder: string): RegisterOnDisk {
  const services = readServices(parsed(folder, 'services.yaml'));
  const areas = readAreas(parsed(folder, 'areas.yaml'));
  const centre = readCentre(parsed(folder, 'centre.yaml'));
  if (services.status === 'read' && areas.status === 'read' && centre.status === 'read') {
    const register = { services: services.services, areas: areas.areas, centre: centre.centre };
    const problems = unknownAreas(register);
    return problems.length === 0 ? { status: 'read', register } : { status: 'broken', problems };
  }
  const named = [
    ['services.yaml', services],
    ['areas.yaml', areas],
    ['centre.yaml', centre],
  ] as const;
  const problems = named.flatMap(([file, result]) =>
    result.status === 'broken' ? result.problems.map((problem) => `${file}: ${problem}`) : [],
  );
  return { status: 'broken', problems };
}

/** A file that is missing or not YAML is broken like any other: the start says which. */
function parsed(folder: string, file: string): unknown {
  try {
    return parse(readFileSync(join(folder, file), 'utf8'));
  } catch {
    return undefined;
  }
}

function unknownAreas({ services, areas, centre }: Register): readonly string[] {
  const known = new Set(areas.map(({ code }) => code));
  const ofServices = services.flatMap(({ id, area }) =>
    area === 'all'
      ? []
      : area
          .filter((code) => !known.has(code))
          .map((code) => `services.yaml: ${id}: area ${code} is unknown`),
  );
  const own =
    centre.area !== null && !known.has(centre.area) ? [`centre.yaml: area ${centre.area} is unknown`] : [];
  return [...ofServices, ...own];
}
