import type { DialListeners, Dialled } from './line.ts';

/** Opens `/console/live` with the browser's WebSocket; the session cookie goes with it. */
export function dialLive(listeners: DialListeners): Dialled {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(`${scheme}//${location.host}/console/live`);
  const listening = new AbortController();
  const on = { signal: listening.signal };
  socket.addEventListener('open', listeners.opened, on);
  socket.addEventListener('message', (event) => listeners.heard(String(event.data)), on);
  socket.addEventListener('close', listeners.closed, on);
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      listening.abort();
      socket.close();
    },
  };
}
