import type { Bus, News } from '../app/ports.ts';

/**
 * News within one process. Listeners are called one after another in a later microtask, so that a publisher never
 * runs into its own listeners; one that throws is reported to `onError` and does not keep the others from hearing.
 */
export function makeBus(onError: (error: unknown) => void): Bus {
  const listeners = new Set<(news: News) => void>();
  const tell = (listener: (news: News) => void, news: News): void => {
    // Unsubscribed since the news was published: it no longer wants to hear.
    if (!listeners.has(listener)) return;
    try {
      listener(news);
    } catch (error) {
      onError(error);
    }
  };
  return {
    publish(news) {
      const hearing = [...listeners];
      queueMicrotask(() => {
        for (const listener of hearing) tell(listener, news);
      });
    },
    subscribe(listener) {
      const own = (news: News): void => listener(news);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
