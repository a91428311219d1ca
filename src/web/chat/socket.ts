import type { ActivitySet } from './activity.ts';
import { readSet } from './activity.ts';

interface SocketPorts {
  readonly onOpen: () => void;
  readonly onSet: (set: ActivitySet) => void;
  readonly onClose: (code: number) => void;
}

/**
 * Opens the stream on the page's own host and scheme, whatever host the address names: nothing else is ever contacted.
 * Null where sockets are not to be had.
 */
export function openSocket(streamUrl: string, ports: SocketPorts): WebSocket | null {
  try {
    const { pathname, search } = new URL(streamUrl, location.href);
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${pathname}${search}`);
    socket.addEventListener('open', ports.onOpen);
    socket.addEventListener('message', (event) => ports.onSet(readFrame(event.data)));
    socket.addEventListener('close', (event) => ports.onClose(event.code));
    return socket;
  } catch {
    return null;
  }
}

/** An empty frame only keeps the line open. */
function readFrame(frame: unknown): ActivitySet {
  try {
    return readSet(typeof frame === 'string' && frame !== '' ? JSON.parse(frame) : null);
  } catch {
    return readSet(null);
  }
}
