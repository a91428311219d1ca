import type { Area } from './area.ts';
import { type AreaMatch, areaOf, searchArea } from './area-search.ts';
import type { Centre } from './centre.ts';
import { formatHours, formatOpening, isNight, nextOpening, opensNow } from './hours.ts';
import { limits } from './limits.ts';
import type { Service } from './service.ts';
import {
  isEmergency,
  isPublic,
  isValid,
  lastTested,
  remarks,
  type TestCall,
  testState,
} from './visibility.ts';

/** Everything the register is made of, already checked. */
export interface Register {
  readonly services: readonly Service[];
  readonly areas: readonly Area[];
  readonly centre: Centre;
}

/** What a person may be shown. */
export interface Audience {
  /** Province code; null shows what serves the whole country. */
  readonly area: string | null;
  /** A person who uses violence is shown hotlines only (safety-content §7). */
  readonly usesViolence: boolean;
}

/** What a person reads about a service: digits first, the name, what the call costs and that it stays on the phone. */
export interface ServiceCard {
  readonly number: string;
  readonly label: string;
  /** In digits; null when not known. */
  readonly hours: string | null;
  /** Texts of the catalogue; the last says that the call stays on the phone. */
  readonly remarks: ReturnType<typeof remarks>;
}

/** The register with its test calls. All times are milliseconds since 1970. */
export interface Directory {
  /**
   * Values for texts: `police`, `ambulance`, `fire`, `child_line`, `abroad`, `numbers`, `centre`, `hour`, `page`. Only those
   * that are known and may be shown now; for the others the catalogue has a wording without them.
   */
  readonly placeholders: (now: number) => Readonly<Record<string, string>>;
  /** Services a person may see now: those that work without credit first. */
  readonly publicServices: (now: number, audience: Audience) => readonly Service[];
  /** Free lines beside police and ambulance that answer at this hour, for `wait.nobody`. */
  readonly answeringNow: (now: number) => readonly Service[];
  /** The whole register for staff, with what is wrong with the test call. */
  readonly forStaff: (now: number) => readonly {
    readonly service: Service;
    readonly test: 'fresh' | 'stale' | 'hidden';
    /** The newest answered test call; null when there was none. */
    readonly tested: number | null;
  }[];
  /** Numbers of this area and of the whole country that must be test-called this month; never emergency numbers. */
  readonly dueCalls: (now: number) => readonly Service[];
  /** When somebody is on shift again, as a person reads it; null when unknown. */
  readonly reopens: (now: number) => string | null;
  /** What stands on a service's card; null when it may not be shown to this person now. */
  readonly card: (id: string, now: number, usesViolence: boolean) => ServiceCard | null;
  /** The one province that a typed place means, by its code; null when nothing fits, or several fit equally well. */
  readonly areaOf: (typed: string) => string | null;
  /** Provinces that a typed place may mean, by today's, old and short names. */
  readonly searchArea: (typed: string) => readonly AreaMatch[];
}

/** Builds the directory; `calls` are the test calls recorded since the register was written. */
export function makeDirectory(register: Register, calls: readonly TestCall[]): Directory {
  const shown = (service: Service, now: number): boolean => isPublic(service, calls, now);
  const offered = (now: number, usesViolence: boolean): readonly Service[] =>
    register.services
      .filter((service) => service.for_violence && shown(service, now))
      .filter(({ kind }) => !usesViolence || kind === 'hotline' || kind === 'emergency');
  return {
    placeholders: (now) => placeholders(register, shown, now),
    publicServices: (now, { area, usesViolence }) =>
      offered(now, usesViolence)
        .filter((service) => serves(service, area))
        .sort((a, b) => costRank(a) - costRank(b)),
    answeringNow: (now) => answeringNow(register, shown, now),
    forStaff: (now) =>
      register.services.map((service) => ({
        service,
        test: testState(service, calls, now),
        tested: lastTested(service, calls),
      })),
    dueCalls: (now) =>
      register.services.filter(
        (service) =>
          service.number !== null &&
          !isEmergency(service) &&
          isValid(service, now) &&
          (register.centre.area === null || serves(service, register.centre.area)) &&
          testState(service, calls, now) !== 'fresh',
      ),
    reopens: (now) => reopens(register.centre, now),
    card: (id, now, usesViolence) =>
      cardOf(
        offered(now, usesViolence).find((each) => each.id === id),
        now,
      ),
    areaOf: (typed) => areaOf(register.areas, typed),
    searchArea: (typed) => searchArea(register.areas, typed),
  };
}

function cardOf(service: Service | undefined, now: number): ServiceCard | null {
  if (service === undefined || service.number === null) return null;
  const { number, label, hours } = service;
  return { number, label, hours: formatHours(hours, now), remarks: remarks(service) };
}

type Shown = (service: Service, now: number) => boolean;

function placeholders(register: Register, shown: Shown, now: number): Readonly<Record<string, string>> {
  const named = register.services.flatMap((service) =>
    service.placeholder !== null && service.number !== null && shown(service, now)
      ? [[service.placeholder, service.number] as const]
      : [],
  );
  const line = answeringNow(register, shown, now).slice(0, limits.numbersInLine);
  const numbers = line.map(({ number, label }) => `${number} ${label}`).join(' · ');
  const hour = reopens(register.centre, now);
  const { name, web } = register.centre;
  return {
    ...Object.fromEntries(named),
    ...(numbers !== '' && { numbers }),
    ...(name !== null && { centre: name }),
    ...(web !== null && { page: web }),
    ...(hour !== null && { hour }),
  };
}

/** Emergency services that the waiting line names already. */
const namedAnyway: ReadonlySet<Service['placeholder']> = new Set(['police', 'ambulance', 'fire', 'abroad']);

/** The centre's own line first, then its province: a line nearby knows the way. */
function answeringNow({ services, centre }: Register, shown: Shown, now: number): readonly Service[] {
  const farness = ({ id, area }: Service): number => (id === centre.line ? 0 : area === 'all' ? 2 : 1);
  return services
    .filter(
      (service) => !namedAnyway.has(service.placeholder) && service.for_violence && service.cost === 'free',
    )
    .filter((service) => shown(service, now) && serves(service, centre.area) && answers(service, now))
    .sort((a, b) => farness(a) - farness(b));
}

/** Open now, and at night only where it is known that somebody answers then. */
const answers = (service: Service, now: number): boolean =>
  opensNow(service.hours, now) === true && (!isNight(now) || service.answers_at_night === true);

const serves = ({ area }: Service, wanted: string | null): boolean =>
  area === 'all' || (wanted !== null && area.includes(wanted));

/** Numbers that work without credit come first (safety-content §7). */
function costRank({ cost, needs_credit: needsCredit }: Service): number {
  if (needsCredit === false) return 0;
  return cost === 'free' ? 1 : 2;
}

function reopens({ hours, holidays }: Centre, now: number): string | null {
  const at = nextOpening(hours, now, holidays);
  return at === null ? null : formatOpening(at, now);
}
