/*
 * Rings where no console is open. It shows one sentence and knows nothing else: whatever a push carries is not read.
 * Built to `/console/push-worker.js`, an address that stays.
 */

interface PushScope {
  addEventListener(type: 'push' | 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: Clicked) => void): void;
  skipWaiting(): Promise<void>;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: object): Promise<readonly ConsoleWindow[]>;
    openWindow(url: string): Promise<unknown>;
  };
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Clicked extends Lasting {
  readonly notification: Notification;
}
interface ConsoleWindow {
  readonly url: string;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

/** `console:page.text`, put in by the build. */
declare const consolePageText: string;

const scope = self as unknown as PushScope;

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener('push', (event) => {
  // One at a time, but it rings and shakes again for each.
  const again = { tag: 'page', renotify: true, requireInteraction: true };
  event.waitUntil(scope.registration.showNotification(consolePageText, again));
});

scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openConsole());
});

/** A console that is open comes to the front; otherwise one opens. Only who is signed in there acknowledges. */
async function openConsole(): Promise<void> {
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = windows.find(({ url }) => new URL(url).pathname.startsWith('/console'));
  if (open === undefined) {
    await scope.clients.openWindow('/console/#/paged');
    return;
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a service worker's client is not a window
  open.postMessage('paged');
  await open.focus();
}
