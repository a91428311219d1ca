import { useSyncExternalStore } from 'react';
import { addressOf, type Route, readRoute } from './route.ts';

const listeners = new Set<() => void>();

/** Shows a screen, or the desk, as a new step of the browser's history. */
export function goTo(path: string | null, ...rest: readonly string[]): void {
  const address = path === null ? location.pathname + location.search : addressOf(path, ...rest);
  history.pushState(null, '', address);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  addEventListener('hashchange', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
    removeEventListener('hashchange', listener);
  };
}

/** Where the console is now; drawn again when that changes. */
export function useRoute(): Route {
  return readRoute(useSyncExternalStore(subscribe, () => location.hash));
}
