import { limits } from '../limits.ts';

// Timers of a hidden page may run once a minute; a worker's do not, and "on shift" needs a beat every few seconds.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has one listener and no origins
setInterval(() => self.postMessage('tick'), limits.tickMs);
