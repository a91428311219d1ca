import * as z from 'zod/mini';

/** Where an answer goes in the Activity protocol: all of it comes with her message and is needed to write back. */
export interface ActivityAddress {
  readonly serviceUrl: string;
  readonly channel: string;
  readonly conversation: string;
  /** Her account and ours in that channel. */
  readonly person: string;
  readonly bot: string;
}

const parts = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]);

/** The address as one opaque string, always the same for the same parts. */
export const addressText = ({ serviceUrl, channel, conversation, person, bot }: ActivityAddress): string =>
  JSON.stringify([serviceUrl, channel, conversation, person, bot]);

/** An address that `addressText` wrote; null for anything else. */
export function readAddress(text: string): ActivityAddress | null {
  try {
    const read = parts.safeParse(JSON.parse(text));
    if (!read.success) return null;
    const [serviceUrl, channel, conversation, person, bot] = read.data;
    return { serviceUrl, channel, conversation, person, bot };
  } catch {
    return null;
  }
}

/**
 * Whether a service may be written to: whoever posts names it, so only hosts of the list count (channels.md §4). An
 * entry is a host, or `*.host` for all below it; `http` only for a host of this machine.
 */
export function isAllowedService(serviceUrl: string, hosts: readonly string[]): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(serviceUrl);
    if (username !== '' || password !== '') return false;
    const local = hostname === '127.0.0.1' || hostname === 'localhost';
    if (protocol !== 'https:' && !(protocol === 'http:' && local)) return false;
    return hosts.some((host) =>
      host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host,
    );
  } catch {
    return false;
  }
}
