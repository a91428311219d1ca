import { type Problem, schemaProblems } from './problem.ts';
import { hiddenKinds, type Service, serviceFields } from './service.ts';
import { isEmergency } from './visibility.ts';

/** What an entry must agree with. `before`: the entry as it stands, null when it is new. `today`: a date in Viet Nam. */
export interface ServiceSurroundings {
  readonly areas: readonly { readonly code: string }[];
  readonly before: Service | null;
  readonly today: string;
}

/** Everything that is wrong with an entry that staff entered; empty when it may be kept. */
export function serviceProblems(
  service: Service,
  { areas, before, today }: ServiceSurroundings,
): readonly Problem[] {
  const found: Problem[] = [
    ...schemaProblems(serviceFields, service, {
      number: 'number',
      hours: 'hours',
      area: 'area',
      valid_from: 'date',
      valid_to: 'date',
      last_tested: 'date',
    }),
  ];
  const add = (field: keyof Service, problem: Problem['problem']) => void found.push({ field, problem });
  if (hiddenKinds.has(service.kind) && service.public !== 'none') add('public', 'hidden-kind');
  if (Array.isArray(service.area)) {
    const known = new Set(areas.map(({ code }) => code));
    if (service.area.some((code) => !known.has(code))) add('area', 'area');
  }
  const { valid_from: from, valid_to: to, last_tested: tested } = service;
  if (from !== null && to !== null && from > to) add('valid_to', 'order');
  if (tested !== null && tested > today) add('last_tested', 'future');
  return [...found, ...emergencyProblems(service, before)];
}

/** What makes an emergency number findable may not change (safety-content §7). */
const fixed = ['number', 'kind', 'placeholder', 'for_violence', 'valid_from', 'valid_to'] as const;

function emergencyProblems(service: Service, before: Service | null): readonly Problem[] {
  if (before === null) return isEmergency(service) ? [{ field: 'number', problem: 'twice' }] : [];
  if (!isEmergency(before)) {
    return isEmergency(service) ? [{ field: 'number', problem: 'twice' }] : [];
  }
  const moved = fixed.filter((field) => service[field] !== before[field]);
  const fields: readonly (keyof Service)[] = [
    ...moved,
    ...(service.public === 'none' ? (['public'] as const) : []),
    ...(service.area === 'all' ? [] : (['area'] as const)),
  ];
  return fields.map((field) => ({ field, problem: 'emergency' }));
}
