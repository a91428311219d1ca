import { byId, make } from './dom.ts';
import { limits } from './limits.ts';
import { afterKey, noPresses } from './shift-count.ts';
import { textOf } from './text.ts';

/**
 * Thoát, after GOV.UK's Exit this page, with three differences: `location.replace` so that Back does not return,
 * the page is emptied (not covered) and stays empty when the browser brings it back, and `onLeave` ends the token.
 * Nothing here waits for the server.
 */
export function prepareLeave(onLeave: () => void): () => void {
  const link = byId('leave') as HTMLAnchorElement;
  const target = link.href;
  let left = false;

  const leave = (): void => {
    left = true;
    empty();
    try {
      onLeave();
    } finally {
      location.replace(target);
    }
  };

  link.addEventListener('click', (event) => {
    event.preventDefault();
    leave();
  });
  window.addEventListener('pageshow', () => {
    if (left) leave();
  });
  listenForShift(leave);
  return leave;
}

/** Everything that stood on the page goes; the neutral title stays. */
function empty(): void {
  document.documentElement.className = '';
  document.body = make('body', '');
}

/** Shift three times within five seconds of each other; seen as three lights on the button, and announced. */
function listenForShift(leave: () => void): void {
  const lights = byId('lights');
  const status = byId('count');
  let count = noPresses;
  let timer = 0;

  const draw = (): void => {
    lights.className = count.presses > 0 ? 'on' : '';
    Array.from(lights.children).forEach((light, index) => {
      light.className = index < count.presses ? 'lit' : '';
    });
  };
  const say = (text: string, then: () => void): void => {
    status.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(then, limits.shiftPause);
  };
  const giveUp = (): void => {
    count = { presses: 0, held: count.held };
    draw();
    say(textOf('web.leave.over'), () => {
      status.textContent = '';
    });
  };

  document.addEventListener(
    'keyup',
    (event) => {
      const was = count.presses;
      count = afterKey(count, event.key, event.shiftKey);
      if (count.presses === 3) return leave();
      if (count.presses === was) return;
      draw();
      if (count.presses === 0) giveUp();
      else say(textOf(count.presses === 1 ? 'web.leave.one' : 'web.leave.two'), giveUp);
    },
    true,
  );
}
