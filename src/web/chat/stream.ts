import type { Activity, ActivitySet } from './activity.ts';
import { readSet } from './activity.ts';
import { readActivities, reconnect } from './direct-line.ts';
import { limits } from './limits.ts';
import type { Saved } from './saved.ts';
import { pauseAfter } from './unsent.ts';

/** What the stream needs and whom it tells. */
export interface StreamPorts {
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
  /** A reloaded page: everything that stands there, then what follows. */
  resume(): Promise<void>;
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
    ports.onLine(reply.status === 'ok');
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
    const next = url !== null && Date.now() >= pollUntil ? openSocket(url) : null;
    if (next !== null) return listen(next, mine);
    pollUntil = Math.max(pollUntil, Date.now() + limits.pollingLasts);
    await pollOn();
  };

  const listen = (next: WebSocket, mine: number): void => {
    const openedAt = Date.now();
    socket = next;
    heardAt = openedAt;
    next.onopen = () => {
      if (mine !== life) return;
      failures = 0;
      heardAt = Date.now();
      later(() => void keepAlive(), limits.pingEvery);
    };
    next.onmessage = (event) => {
      if (mine !== life) return;
      heardAt = Date.now();
      take(readFrame(event.data), false);
    };
    next.onclose = ({ code }) => {
      if (mine !== life) return;
      if (code === collision) {
        pollUntil = Date.now() + limits.sharedPolling;
        return void pollOn();
      }
      shortLives = Date.now() - openedAt < limits.pingEvery ? shortLives + 1 : 0;
      if (shortLives >= limits.socketTries) pollUntil = Date.now() + limits.pollingLasts;
      if (shortLives >= limits.socketTries) shortLives = 0;
      connectLater();
    };
    // A socket that neither opens nor closes (a silent middle box) is given up.
    later(() => next.close(), limits.callTimeout);
  };

  const keepAlive = async (): Promise<void> => {
    const mine = life;
    later(() => void keepAlive(), limits.pingEvery);
    if (socket?.readyState === WebSocket.OPEN) socket.send('');
    if (Date.now() - heardAt < limits.checkEvery) return;
    const outcome = await poll();
    if (mine === life && outcome === 'failed') connectLater();
  };

  return {
    follow(streamUrl) {
      watermark = '';
      void connect(streamUrl);
    },
    async resume() {
      watermark = '';
      renewLife();
      const outcome = await pollPast();
      if (outcome === 'ok') return connect(null);
      if (outcome === 'failed') later(() => void this.resume(), pauseAfter((failures += 1), Math.random()));
    },
    wake() {
      if (watermark === '' && socket === null) return void this.resume();
      const alive = socket?.readyState === WebSocket.OPEN && Date.now() - heardAt < limits.checkEvery;
      if (!alive) void connect(null);
    },
    stop: () => void renewLife(),
  };
}

/** The stream's path on the page's own origin and scheme: nothing else is ever contacted. */
function openSocket(streamUrl: string): WebSocket | null {
  try {
    const { pathname, search } = new URL(streamUrl, location.href);
    return new WebSocket(`${location.origin.replace(/^http/, 'ws')}${pathname}${search}`);
  } catch {
    return null;
  }
}

function readFrame(frame: unknown): ActivitySet {
  try {
    return readSet(typeof frame === 'string' && frame !== '' ? JSON.parse(frame) : null);
  } catch {
    return readSet(null);
  }
}
