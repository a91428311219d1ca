import * as z from 'zod/mini';
import { type Service, serviceFields } from './service.ts';
import { isEmergency, type TestCall } from './visibility.ts';

/** A test call as staff recorded it. */
const testCall = z.object({
  /** Milliseconds since 1970. */
  at: z.int(),
  /** Staff id. */
  by: z.string(),
  /** Who answered; null when nobody did. */
  answered: z.nullable(z.string()),
  /** Made at night. */
  night: z.boolean(),
});

/** An entry as staff keep it over the register's file: its fields, its test calls, and whether it was taken out. */
export const keptService = z.object({
  service: serviceFields,
  calls: z._default(z.array(testCall), []),
  removed: z._default(z.boolean(), false),
});
export type KeptService = z.infer<typeof keptService>;

/** An entry that staff changed. Another number was not heard by earlier calls: what they proved is gone. */
export function withFields(kept: KeptService, service: Service): KeptService {
  if (service.number === kept.service.number) return { ...kept, service, removed: false };
  const tested = service.last_tested === kept.service.last_tested ? null : service.last_tested;
  return { service: { ...service, last_tested: tested }, calls: [], removed: false };
}

/** The newest calls are enough to know when a number was last heard, by day and by night. */
const callsKept = 24;

/** The entry with one more test call, the newest first; what was heard at night is known from then on. */
export function withCall(kept: KeptService, call: KeptService['calls'][number]): KeptService {
  const calls = [call, ...kept.calls].sort((a, b) => b.at - a.at).slice(0, callsKept);
  const night = calls.find((one) => one.night);
  const heardAtNight = night === undefined ? kept.service.answers_at_night : night.answered !== null;
  return { ...kept, calls, service: { ...kept.service, answers_at_night: heardAtNight } };
}

/**
 * The register's file with what staff keep over it: changed entries in their place, new ones behind, without those
 * taken out. An emergency number stays as the file has it wherever a record would hide it.
 */
export function mergedServices(
  seed: readonly Service[],
  kept: readonly KeptService[],
): { readonly services: readonly Service[]; readonly calls: readonly TestCall[] } {
  const byId = new Map(kept.map((one) => [one.service.id, one]));
  const changed = seed.flatMap((service) => {
    const own = byId.get(service.id);
    if (own === undefined) return [service];
    if (isEmergency(service) && (own.removed || !isFindable(own.service, service))) return [service];
    return own.removed ? [] : [own.service];
  });
  const seeded = new Set(seed.map(({ id }) => id));
  const added = kept.filter(({ service, removed }) => !removed && !seeded.has(service.id));
  return {
    services: [...changed, ...added.map(({ service }) => service)],
    calls: kept.flatMap(({ service, calls }) =>
      calls.filter(({ answered }) => answered !== null).map(({ at }) => ({ service: service.id, at })),
    ),
  };
}

const isFindable = (service: Service, seed: Service): boolean =>
  service.number === seed.number &&
  service.placeholder === seed.placeholder &&
  service.public !== 'none' &&
  service.valid_from === null &&
  service.valid_to === null &&
  service.area === 'all' &&
  service.for_violence === seed.for_violence;
