import { limits } from './limits.ts';
import type { Service } from './service.ts';

/** A test call that somebody made and that was answered, recorded after the register was written. */
export interface TestCall {
  readonly service: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Whether this is a national emergency number: never hidden, never deleted, never test-called as a duty (§7). */
export const isEmergency = ({ number }: Pick<Service, 'number'>): boolean =>
  number !== null && neverHidden.has(number);

/** National emergency numbers: they are never hidden for want of a test call (safety-content §7). */
const neverHidden: ReadonlySet<string> = new Set(['111', '112', '113', '114', '115']);

/** How old the newest answered test call is: `fresh`, `stale` (staff are warned), `hidden` (too old or none). */
export function testState(
  service: Service,
  calls: readonly TestCall[],
  now: number,
): 'fresh' | 'stale' | 'hidden' {
  const last = lastTested(service, calls);
  if (last === null || now - last > limits.testHiddenAfter) return 'hidden';
  return now - last > limits.testStaleAfter ? 'stale' : 'fresh';
}

/** The newest answered test call, ms since 1970; null when there was none. */
export function lastTested(service: Service, calls: readonly TestCall[]): number | null {
  const recorded = calls.filter((call) => call.service === service.id).map((call) => call.at);
  const written = service.last_tested === null ? [] : [Date.parse(service.last_tested)];
  const all = [...recorded, ...written];
  return all.length === 0 ? null : Math.max(...all);
}

/** Whether the program may show this number to a person now. */
export function isPublic(service: Service, calls: readonly TestCall[], now: number): boolean {
  if (service.number === null || service.public === 'none' || !isValid(service, now)) return false;
  return neverHidden.has(service.number) || testState(service, calls, now) !== 'hidden';
}

/** Valid from the beginning of `valid_from` to the end of `valid_to`, both as days in UTC. */
export function isValid({ valid_from: from, valid_to: to }: Service, now: number): boolean {
  const today = new Date(now).toISOString().slice(0, 10);
  return (from === null || from <= today) && (to === null || today <= to);
}

/** Texts that stand beside a number, as keys of the catalogue. */
type RemarkKey = `system:service.${'free' | 'charged' | 'credit' | 'log'}`;

/** What must be said beside a number: what it costs, and that the call stays on the phone (§7). */
export function remarks(service: Service): readonly RemarkKey[] {
  const said: RemarkKey[] = [];
  if (service.cost === 'free') said.push('system:service.free');
  if (service.cost === 'charged') said.push('system:service.charged');
  if (service.needs_credit === true) said.push('system:service.credit');
  if (service.leaves_call_log) said.push('system:service.log');
  return said;
}
