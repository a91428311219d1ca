import type { WebSocket } from 'ws';
import type { ConsoleLine } from '../../app/desk-door.ts';
import { type ConsoleFrame, consoleFrame, lineClosed } from '../../wire/console.ts';
import type { ConsoleOptions } from './context.ts';
import type { Gate, Visitor } from './gate.ts';
import { consoleLimits } from './limits.ts';
import type { OpenLines } from './open-lines.ts';
import { type PacedFrames, pacedFrames } from './paced-frames.ts';

export interface LineParts extends ConsoleOptions {
  readonly gate: Gate;
  readonly lines: OpenLines;
}

const route = '/console/live';

/** One open console: frames both ways until the socket, the session or the member of staff goes. */
export function runLine(socket: WebSocket, visitor: Visitor, cookie: string, parts: LineParts): void {
  const { clock, door, onError, count, lines } = parts;
  let heardAt = clock.now();
  let over = false;
  let cancelWatch = () => {};
  let desk: ConsoleLine | null = null;

  const drop = (why: 'line-silent' | 'line-slow') => {
    count(why);
    stop();
    socket.terminate();
  };
  const frames: PacedFrames = pacedFrames(clock, {
    send: (text) => {
      if (socket.readyState === socket.OPEN) socket.send(text);
    },
    backlog: () => socket.bufferedAmount,
    stuck: () => drop('line-slow'),
  });
  const stop = () => {
    if (over) return;
    over = true;
    cancelWatch();
    frames.stop();
    forget();
    try {
      desk?.close();
    } catch (error) {
      onError(error, route);
    }
  };
  const end = (why: keyof typeof lineClosed) => {
    stop();
    socket.close(lineClosed[why], why);
  };
  const forget = lines.add(visitor.session.id, () => end('signedOut'));
  const guarded = (work: () => void) => {
    try {
      if (!over) work();
    } catch (error) {
      onError(error, route);
      end('failed');
    }
  };
  const watch = async () => {
    if (clock.now() - heardAt >= consoleLimits.silentFor) return drop('line-silent');
    socket.ping();
    const verdict = await stillWelcome(visitor, cookie, parts);
    if (over) return undefined;
    if (verdict !== 'welcome') return end(verdict);
    watchLater();
    return undefined;
  };
  const watchLater = () => {
    cancelWatch = clock.after(consoleLimits.watchEvery, () => void watch());
  };

  socket.on('close', stop);
  socket.on('pong', () => {
    heardAt = clock.now();
  });
  socket.on('message', (bytes, isBinary) => {
    heardAt = clock.now();
    const frame = isBinary || !(bytes instanceof Buffer) ? null : readFrame(bytes);
    if (frame === null) return count('frame-malformed');
    guarded(() => {
      desk?.hear(frame);
      if (frame.type === 'beat') frames.push({ type: 'pulse', now: clock.now() });
    });
  });
  watchLater();
  guarded(() => {
    desk = door.openLine(visitor.who, (frame) => {
      if (!over) frames.push(frame);
    });
  });
}

type Verdict = 'welcome' | 'signedOut' | 'changed';

/** A fault of ours does not throw a counsellor out of a conversation: it is looked at again at the next watch. */
async function stillWelcome(visitor: Visitor, cookie: string, parts: LineParts): Promise<Verdict> {
  try {
    const now = await parts.gate.look(cookie);
    if (now === null) return 'signedOut';
    return now.who.role === visitor.who.role && now.who.name === visitor.who.name ? 'welcome' : 'changed';
  } catch (error) {
    parts.onError(error, route);
    return 'welcome';
  }
}

function readFrame(bytes: Buffer): ConsoleFrame | null {
  if (bytes.length > consoleLimits.frame) return null;
  try {
    const parsed = consoleFrame.safeParse(JSON.parse(bytes.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
