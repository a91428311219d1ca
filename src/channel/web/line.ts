import type { Socket } from '../../app/http-ports.ts';
import type { PersonDoor, StreamItem } from '../../app/person-door.ts';
import type { Clock } from '../../app/ports.ts';
import { webLimits } from './limits.ts';
import { renderItem } from './render.ts';

/** WebSocket close codes (RFC 6455 §7.4.1; 4000 and above are a protocol's own). */
export const closeCodes = { ended: 1000, closing: 1001, fault: 1011, slow: 1013, collision: 4000 } as const;

/** One open stream of one conversation. */
export interface Line {
  end(code: number, reason: string): void;
  /** Shows a message that could not be stored; it has no place in the order and moves no watermark. */
  notice(item: StreamItem): void;
}

export interface LineOptions {
  readonly socket: Socket;
  readonly conversation: string;
  /** Everything after this position is sent first. */
  readonly after: number;
  readonly door: PersonDoor;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  readonly onEnd: () => void;
}

/** Replays what stands after the position, then sends what comes, in order, until either side ends it. */
export function openLine({ socket, conversation, after, door, clock, onError, onEnd }: LineOptions): Line {
  let position = after;
  let ended = false;
  let pumping = false;
  let again = false;
  let cancelBeat = clock.after(webLimits.keepAliveMs, beat);
  const unsubscribe = door.onNews(conversation, (news) => {
    if (news === 'revoked') end(closeCodes.ended, 'ended');
    else void pump();
  });
  socket.onClose(stop);
  // Clients send empty frames to keep the path open; nothing they send here means anything.
  socket.onMessage(() => undefined);
  door.seen(conversation);
  void pump();
  return {
    end,
    notice: (item) => socket.send(JSON.stringify({ activities: [renderItem(conversation, item)] })),
  };

  function stop(): void {
    if (ended) return;
    ended = true;
    unsubscribe();
    cancelBeat();
    onEnd();
  }

  function end(code: number, reason: string): void {
    stop();
    socket.close(code, reason);
  }

  function beat(): void {
    socket.send('');
    door.seen(conversation);
    cancelBeat = clock.after(webLimits.keepAliveMs, beat);
  }

  async function pump(): Promise<void> {
    again = true;
    if (pumping) return;
    pumping = true;
    try {
      do {
        again = false;
        await sendNew();
      } while (isWanted());
    } catch (error) {
      onError(error);
      end(closeCodes.fault, 'fault');
    } finally {
      pumping = false;
    }
  }

  /** After a wait the stream is asked anew: what may be said can have changed meanwhile. */
  async function sendNew(): Promise<void> {
    const before = position;
    const { items, position: upTo } = await door.stream(conversation, position);
    for (let start = 0; start < items.length && isOpen(); start += webLimits.frameActivities) {
      if (isCrowded()) {
        again = await getsRoom();
        return;
      }
      sendFrame(items.slice(start, start + webLimits.frameActivities));
    }
    position = Math.max(position, upTo);
    // A page of the stream may hold nothing for now (quiet mode) and still have others behind it.
    again ||= position > before;
  }

  function sendFrame(items: readonly StreamItem[]): void {
    position = items.at(-1)?.position ?? position;
    const activities = items.map((item) => renderItem(conversation, item));
    socket.send(JSON.stringify({ activities, watermark: String(position) }));
  }

  /** Waits until the peer has taken what it was sent; a peer that never does is closed. */
  async function getsRoom(): Promise<boolean> {
    const until = clock.now() + webLimits.slowPeerMs;
    while (isOpen() && isCrowded()) {
      if (clock.now() >= until) end(closeCodes.slow, 'slow');
      else await new Promise<void>((resolve) => void clock.after(webLimits.slowPeerLookMs, resolve));
    }
    return isOpen();
  }

  function isCrowded(): boolean {
    return socket.bufferedBytes > webLimits.socketBuffer;
  }

  function isOpen(): boolean {
    return !ended;
  }

  function isWanted(): boolean {
    return again && !ended;
  }
}
