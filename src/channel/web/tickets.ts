import { webLimits } from './limits.ts';

/** Who may open a stream, and from which position it is replayed. */
export interface Ticket {
  readonly conversation: string;
  /** The token it was given for: revoked meanwhile, the ticket is worth nothing. */
  readonly token: string;
  readonly after: number;
}

/** Pre-authorised stream addresses: one use, 60 s, in memory. */
export interface Tickets {
  issue(ticket: Ticket): string;
  take(secret: string): Ticket | null;
}

export function ticketOffice(now: () => number, newSecret: () => string): Tickets {
  const open = new Map<string, Ticket & { readonly until: number }>();
  return {
    issue(ticket) {
      const secret = newSecret();
      open.set(secret, { ...ticket, until: now() + webLimits.ticketMs });
      for (const [oldest, { until }] of open) {
        if (until >= now() && open.size <= webLimits.tickets) break;
        open.delete(oldest);
      }
      return secret;
    },
    take(secret) {
      const ticket = open.get(secret);
      open.delete(secret);
      return ticket !== undefined && ticket.until >= now() ? ticket : null;
    },
  };
}
