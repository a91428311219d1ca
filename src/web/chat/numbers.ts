import { byId, isIn, setState } from './dom.ts';
import { linked } from './log.ts';
import { textOf } from './text.ts';

/** The numbers behind Gấp stand in the page itself: no server is asked. */
export function showNumbers(): void {
  setState('numbers', true);
  const panel = byId('numbers');
  panel.scrollTop = 0;
  panel.focus({ preventScroll: true });
}

export function hideNumbers(): void {
  const inside = byId('numbers').contains(document.activeElement);
  setState('numbers', false);
  if (inside) byId('urgent').focus({ preventScroll: true });
}

export const areNumbersShown = (): boolean => isIn('numbers');

/** The line under the bar: the connection is lost, and what to do meanwhile. */
export function drawLine(key: Parameters<typeof textOf>[0] | null): void {
  const line = byId('line');
  const text = key === null ? '' : textOf(key).replace('{police}', policeNumber());
  if (line.textContent === text) return;
  line.textContent = '';
  line.append(...linked(text));
}

/** The register's first number is the police; it stands first in the panel. */
const policeNumber = (): string => document.querySelector('#numbers b')?.textContent ?? '';
