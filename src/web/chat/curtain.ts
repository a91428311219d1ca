import { byId, isIn, setState } from './dom.ts';
import { limits } from './limits.ts';

interface CurtainPorts {
  /** It falls: what lies open is folded away. */
  readonly onFall: () => void;
  readonly onLift: () => void;
  readonly onHide: () => void;
  readonly onWake: () => void;
}

/** How often idleness is looked at. */
const lookEvery = 5_000;

/**
 * After three minutes idle or out of sight a blank curtain with *Tiếp tục* (safety-content §3.4). Out of sight the page
 * is blank at once, for the task switcher's picture; back within three minutes it stands as before.
 */
export function prepareCurtain(ports: CurtainPorts): void {
  let activeAt = Date.now();

  const fallWhenIdle = (): void => {
    if (isIn('curtain') || Date.now() - activeAt < limits.curtainAfter) return;
    ports.onFall();
    // Quiet shows less than the curtain would, and lifting it would end the quiet.
    if (!isIn('quiet')) setState('curtain', true);
  };
  const touch = (): void => {
    if (!isIn('curtain')) activeAt = Date.now();
  };
  for (const name of ['pointerdown', 'touchstart', 'keydown', 'input', 'scroll']) {
    document.addEventListener(name, touch, { passive: true, capture: true });
  }
  const comeBack = (): void => {
    fallWhenIdle();
    setState('veil', false);
    ports.onWake();
  };
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden') return comeBack();
    setState('veil', true);
    ports.onHide();
  });
  // Out of the browser's own cache a page comes back as it was, its line to the server cut.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) comeBack();
  });
  setInterval(fallWhenIdle, lookEvery);
  byId('lift').addEventListener('click', () => {
    activeAt = Date.now();
    setState('curtain', false);
    ports.onLift();
  });
}
