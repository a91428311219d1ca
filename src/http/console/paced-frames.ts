import type { Clock } from '../../app/ports.ts';
import type { ServerFrame } from '../../wire/console.ts';
import { consoleLimits } from './limits.ts';

export interface FrameSink {
  readonly send: (text: string) => void;
  /** Bytes that the peer has not taken yet. */
  readonly backlog: () => number;
  /** The peer takes nothing any more. */
  readonly stuck: () => void;
}

export interface PacedFrames {
  push(frame: ServerFrame): void;
  stop(): void;
}

/**
 * Sends the first frame at once and a burst in batches; of frames about the same thing only the newest goes out, and the
 * last one always does. A slow peer gets fewer batches, never a growing queue.
 */
export function pacedFrames(clock: Clock, sink: FrameSink): PacedFrames {
  const waiting = new Map<string, ServerFrame>();
  let cancel: (() => void) | null = null;
  let freeAt = 0;
  let blockedSince: number | null = null;

  const later = (ms: number) => {
    cancel ??= clock.after(ms, () => {
      cancel = null;
      flush();
    });
  };
  const flush = () => {
    if (waiting.size === 0) return;
    if (sink.backlog() > consoleLimits.backlog) return hold();
    blockedSince = null;
    for (const frame of waiting.values()) sink.send(JSON.stringify(frame));
    waiting.clear();
    freeAt = clock.now() + consoleLimits.frameEvery;
  };
  const hold = () => {
    blockedSince ??= clock.now();
    if (clock.now() - blockedSince >= consoleLimits.backlogFor) return sink.stuck();
    later(consoleLimits.frameEvery);
  };

  return {
    push(frame) {
      const about = subject(frame);
      // Taken out first: a newer frame also takes the newer place in the order.
      waiting.delete(about);
      waiting.set(about, frame);
      if (cancel !== null) return;
      const wait = freeAt - clock.now();
      if (wait <= 0) flush();
      else later(wait);
    },
    stop() {
      cancel?.();
      cancel = null;
      waiting.clear();
    },
  };
}

function subject(frame: ServerFrame): string {
  return 'conversation' in frame ? `talk ${frame.conversation}` : frame.type;
}
