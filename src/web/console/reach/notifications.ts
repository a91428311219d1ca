import type { HouseBody } from '../../../wire/house/calls.ts';
import type { DeskActions } from '../desk/desk-context.ts';

/** What stands between this browser and a page while the console is closed. */
export type PushState =
  | 'on'
  /** Nobody was asked yet, or it was switched off. */
  | 'off'
  | 'refused'
  /** No such thing here: an old browser, a private window, an address without https, an iPhone without the app. */
  | 'impossible';

const worker = '/console/push-worker.js';

const isPossible = (): boolean =>
  isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

const registered = (): Promise<ServiceWorkerRegistration | undefined> =>
  navigator.serviceWorker.getRegistration('/console/');

export async function readPushState(): Promise<PushState> {
  if (!isPossible()) return 'impossible';
  if (Notification.permission === 'denied') return 'refused';
  const subscription = await (await registered())?.pushManager.getSubscription();
  return Notification.permission === 'granted' && subscription ? 'on' : 'off';
}

/** Asks for permission and registers this browser for whoever is signed in. Must come from a press. */
export async function switchPushOn(house: DeskActions['house']): Promise<PushState> {
  if (!isPossible()) return 'impossible';
  if ((await Notification.requestPermission()) !== 'granted') return 'refused';
  const answer = await house('paging/push-key', {});
  const key = answer.status === 'done' ? (answer.reply as { readonly key: string | null }).key : null;
  if (key === null) return 'impossible';
  try {
    await navigator.serviceWorker.register(worker, { scope: '/console/' });
    const ready = await navigator.serviceWorker.ready;
    const subscription = await ready.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: key,
    });
    const sent = await house('paging/subscribe', bodyOf(subscription));
    return sent.status === 'done' ? 'on' : 'off';
  } catch {
    // The browser's push service does not answer, or is switched off.
    return 'impossible';
  }
}

export async function switchPushOff(house: DeskActions['house']): Promise<PushState> {
  const subscription = await (await registered())?.pushManager.getSubscription();
  if (subscription) {
    await house('paging/unsubscribe', { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  }
  return readPushState();
}

/** A browser that is subscribed already belongs to whoever goes on shift with it. */
export async function renewPush(house: DeskActions['house']): Promise<void> {
  if (!isPossible() || Notification.permission !== 'granted') return;
  const subscription = await (await registered())?.pushManager.getSubscription();
  if (subscription) await house('paging/subscribe', bodyOf(subscription));
}

function bodyOf(subscription: PushSubscription): HouseBody<'paging/subscribe'> {
  const { endpoint, keys } = subscription.toJSON();
  return {
    endpoint: endpoint ?? '',
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
  };
}
