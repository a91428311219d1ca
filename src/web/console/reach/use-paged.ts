import { useEffect } from 'react';
import type { DeskActions } from '../desk/desk-context.ts';
import { goTo } from '../house/use-route.ts';
import { renewPush } from './notifications.ts';

const pagedAddress = '#/paged';

/**
 * A notification was pressed: whoever is signed in here has it. Runs only behind the sign-in, so that a phone in
 * someone else's hand acknowledges nothing.
 */
export function usePaged(house: DeskActions['house'], onShift: boolean): void {
  useEffect(() => {
    const acknowledge = () => void house('paging/acknowledge', { way: 'push' });
    if (location.hash === pagedAddress) {
      acknowledge();
      goTo(null);
    }
    if (!('serviceWorker' in navigator)) return undefined;
    const heard = (event: MessageEvent<unknown>) => {
      if (event.data === 'paged') acknowledge();
    };
    navigator.serviceWorker.addEventListener('message', heard);
    return () => navigator.serviceWorker.removeEventListener('message', heard);
  }, [house]);
  useEffect(() => {
    if (onShift) void renewPush(house);
  }, [house, onShift]);
}
