import type { SocketRoute } from '../../app/http-ports.ts';
import type { PersonDoor, StreamItem } from '../../app/person-door.ts';
import type { Clock } from '../../app/ports.ts';
import { refusal } from './errors.ts';
import { webLimits } from './limits.ts';
import { closeCodes, type Line, openLine } from './line.ts';
import { isAdmitted, type OriginRule } from './origin.ts';
import type { Ticket, Tickets } from './tickets.ts';

/** The open streams: one per conversation, the newer one wins. */
export interface Streams {
  readonly route: SocketRoute;
  /** Path and query of a stream that the bearer of the ticket may open once. */
  address(ticket: Ticket): string;
  /** Shows a message that could not be stored: on the open socket, or else with the next poll. */
  notice(conversation: string, item: StreamItem): void;
  /** What waits for the next poll, once. */
  takeNotice(conversation: string): StreamItem | null;
  close(): void;
}

export interface StreamsOptions {
  readonly path: string;
  readonly door: PersonDoor;
  readonly clock: Clock;
  readonly origins: OriginRule;
  readonly tickets: Tickets;
  readonly onError: (error: unknown) => void;
}

export function openStreams({ path, door, clock, origins, tickets, onError }: StreamsOptions): Streams {
  const lines = new Map<string, Line>();
  const notices = new Map<string, StreamItem>();
  const admit: SocketRoute['admit'] = async (request) => {
    if (!isAdmitted(origins, request.headers)) return refusal('originRefused');
    const ticket = tickets.take(request.query['t'] ?? '');
    if (ticket === null || ticket.conversation !== request.params['id']) return refusal('unauthorized');
    const bearer = await door.whose(ticket.token);
    if (bearer === 'expired') return refusal('tokenExpired');
    if (bearer === null) return refusal('unauthorized');
    return { open: (socket) => open(ticket, socket) };
  };

  function open({ conversation, after }: Ticket, socket: Parameters<typeof openLine>[0]['socket']): void {
    lines.get(conversation)?.end(closeCodes.collision, 'collision');
    const line = openLine({ socket, conversation, after, door, clock, onError, onEnd });
    lines.set(conversation, line);
    function onEnd(): void {
      if (lines.get(conversation) === line) lines.delete(conversation);
    }
  }

  return {
    route: { path: `${path}/:id/stream`, admit },
    address: (ticket) =>
      `${path}/${encodeURIComponent(ticket.conversation)}/stream?t=${tickets.issue(ticket)}`,
    notice(conversation, item) {
      const line = lines.get(conversation);
      if (line !== undefined) return line.notice(item);
      if (notices.size < webLimits.notices) notices.set(conversation, item);
    },
    takeNotice(conversation) {
      const item = notices.get(conversation) ?? null;
      notices.delete(conversation);
      return item;
    },
    close() {
      for (const line of lines.values()) line.end(closeCodes.closing, 'closing');
    },
  };
}
