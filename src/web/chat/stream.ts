import type { Activity, ActivitySet } from './activity.ts';
import { readActivities, reconnect } from './direct-line.ts';
import { limits } from './limits.ts';
import type { Saved } from './saved.ts';
import { openSocket } from './socket.ts';
import { pauseAfter } from './unsent.ts';

/** What the stream needs and whom it tells. */
interface StreamPorts {
  readonly current: () => Saved | null;
  /** `past` while a reloaded page reads what stood before. */
  readonly onActivities: (activities: readonly Activity[], past: boolean) => void;
  readonly onLine: (up: boolean) => void;
  /** The server knows the conversation no more, or the token ended. */
  readonly onGone: () => void;
}

export interface Stream {
  /** A new conversation: its socket, or null where there is none. */
  follow(streamUrl: string | null): void;
  /** A reloaded page: everything that stands there, or what stands after a place, then what follows. */
  resume(from?: string): Promise<void>;
  /** The phone woke or the network came back: connects at once unless the line is plainly alive. */
  wake(): void;
  stop(): void;
}

/** The close code of a socket whose place another tab took. */
const collision = 4000;

/** Reads the conversation: WebSocket first, polling when sockets do not get through, and back again. */
export function createStream(ports: StreamPorts): Stream {
  let life = 0;
  let watermark = '';
  let socket: WebSocket | null = null;
  let timer = 0;
  let shortLives = 0;
  let failures = 0;
  let heardAt = 0;
  let pollUntil = 0;

  const take = (set: ActivitySet, past: boolean): void => {
    if (set.watermark !== null) watermark = set.watermark;
    ports.onActivities(set.activities, past);
  };

  /** Ends what runs and begins another life; answers of the old one are ignored. */
  const renewLife = (): number => {
    clearTimeout(timer);
    life += 1;
    const old = socket;
    socket = null;
    old?.close();
    return life;
  };

  const later = (work: () => void, pause: number): void => {
    clearTimeout(timer);
    timer = setTimeout(work, pause);
  };

  const connectLater = (): void => {
    failures += 1;
    later(() => void connect(null), pauseAfter(failures, Math.random()));
  };

  type Outcome = 'ok' | 'failed' | 'ended';

  /** All that stood before: the server gives it in portions. */
  const pollPast = async (): Promise<Outcome> => {
    for (;;) {
      const before = watermark;
      const outcome = await poll(true);
      if (outcome !== 'ok' || watermark === before) return outcome;
    }
  };

  const poll = async (past = false): Promise<Outcome> => {
    const mine = life;
    const saved = ports.current();
    if (saved === null) return 'ended';
    const reply = await readActivities(saved, watermark);
    if (mine !== life) return 'ended';
    if (reply.status === 'gone') {
      ports.onGone();
      return 'ended';
    }
    ports.onLine(reply.status !== 'later');
    if (reply.status !== 'ok') return 'failed';
    failures = 0;
    take(reply.value, past);
    return 'ok';
  };

  const pollOn = async (): Promise<void> => {
    if (Date.now() >= pollUntil) return connect(null);
    const outcome = await poll();
    if (outcome === 'ended') return;
    if (outcome === 'failed') failures += 1;
    later(() => void pollOn(), outcome === 'ok' ? limits.pollEvery : pauseAfter(failures, Math.random()));
  };

  const connect = async (streamUrl: string | null): Promise<void> => {
    const mine = renewLife();
    const saved = ports.current();
    if (saved === null) return;
    let url = streamUrl;
    if (url === null) {
      const reply = await reconnect(saved, watermark);
      if (mine !== life) return;
      if (reply.status === 'gone') return ports.onGone();
      if (reply.status !== 'ok') {
        ports.onLine(false);
        return connectLater();
      }
      url = reply.value.streamUrl;
    }
    ports.onLine(true);
    if (url !== null && Date.now() >= pollUntil && listen(url, mine)) return;
    pollUntil = Math.max(pollUntil, Date.now() + limits.pollingLasts);
    await pollOn();
  };

  const listen = (url: string, mine: number): boolean => {
    const openedAt = Date.now();
    const next = openSocket(url, {
      onOpen() {
        if (mine !== life) return;
        failures = 0;
        heardAt = Date.now();
        later(() => void keepAlive(), limits.pingEvery);
      },
      onSet(set) {
        if (mine !== life) return;
        heardAt = Date.now();
        take(set, false);
      },
      onClose(code) {
        if (mine === life) closed(code, Date.now() - openedAt);
      },
    });
    if (next === null) return false;
    socket = next;
    heardAt = openedAt;
    // A socket that neither opens nor closes (a silent middle box) is given up.
    later(() => next.close(), limits.callTimeout);
    return true;
  };

  /** Sockets that live only a moment give way to polling for a while. */
  const closed = (code: number, lived: number): void => {
    if (code === collision) {
      pollUntil = Date.now() + limits.sharedPolling;
      void pollOn();
      return;
    }
    shortLives = lived < limits.pingEvery ? shortLives + 1 : 0;
    if (shortLives >= limits.socketTries) {
      pollUntil = Date.now() + limits.pollingLasts;
      shortLives = 0;
    }
    connectLater();
  };

  const keepAlive = async (): Promise<void> => {
    const mine = life;
    later(() => void keepAlive(), limits.pingEvery);
    if (socket?.readyState === WebSocket.OPEN) socket.send('');
    if (Date.now() - heardAt < limits.checkEvery) return;
    const outcome = await poll();
    if (mine === life && outcome === 'failed') connectLater();
  };

  const resume = async (from = ''): Promise<void> => {
    watermark = from;
    renewLife();
    const outcome = await pollPast();
    if (outcome === 'ok') return connect(null);
    failures += 1;
    if (outcome === 'failed') later(() => void resume(from), pauseAfter(failures, Math.random()));
  };

  return {
    follow(streamUrl) {
      watermark = '';
      void connect(streamUrl);
    },
    resume,
    wake() {
      const alive = socket?.readyState === WebSocket.OPEN && Date.now() - heardAt < limits.checkEvery;
      if (watermark === '' && socket === null) void resume();
      else if (!alive) void connect(null);
    },
    stop: () => void renewLife(),
  };
}
