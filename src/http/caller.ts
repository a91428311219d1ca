import { createHmac, randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { httpLimits } from './limits.ts';

/**
 * A stand-in for the caller's address, good for limits only: a keyed hash whose key changes every hour and is never
 * written anywhere. An IPv6 household counts as one caller (its /64); so does everybody behind one carrier's NAT.
 */
export function callerNames(now: () => number): (address: string) => string {
  let key = randomBytes(32);
  let since = now();
  return (address) => {
    if (now() - since >= httpLimits.callerKeyMs) {
      key = randomBytes(32);
      since = now();
    }
    return createHmac('sha256', key).update(household(address)).digest('base64url');
  };
}

/** The part of an address that one household or one carrier's gateway shares. */
export function household(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.replace(/%.*$/u, '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: gap }, () => '0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
