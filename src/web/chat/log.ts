import type { ButtonValue, PageData } from '../../wire/chat.ts';
import { byId, make, makeButton } from './dom.ts';
import { limits } from './limits.ts';
import { linkify } from './linkify.ts';
import type { SendState } from './sender.ts';
import { textOf } from './text.ts';

export interface Log {
  /** The person's message; one that stands already is not drawn twice. An answer takes the open choices away. */
  addMine(clientId: string, text: string, state: SendState, isAnswer: boolean): void;
  mark(clientId: string, state: SendState): void;
  addTheirs(data: PageData): void;
  /** Takes everything away that the server has; what is still unsent stays. */
  clear(): void;
  isEmpty(): boolean;
}

interface LogPorts {
  readonly onChoice: (value: ButtonValue, label: string) => void;
  readonly onRetry: () => void;
}

/** Room between the fixed bar and a message that is too long for the screen. */
const topMargin = 24;

interface Mine {
  readonly row: HTMLElement;
  state: SendState;
}

/** The messages on the page. Server words become text nodes, never markup. */
export function createLog(ports: LogPorts): Log {
  const log = byId('log');
  const mine = new Map<string, Mine>();
  let open: HTMLElement | null = null;

  const closeChoices = (): void => {
    open?.remove();
    open = null;
  };

  const show = (row: HTMLElement): void => {
    log.append(row);
    // The end of a message, but never at the price of its beginning.
    const top = row.getBoundingClientRect().top + window.pageYOffset - byId('bar').offsetHeight - topMargin;
    window.scrollTo(0, Math.min(document.documentElement.scrollHeight - window.innerHeight, top));
  };

  const drawState = (entry: Mine): void => {
    entry.row.querySelector('.state')?.remove();
    entry.row.append(stateMark(entry.state, ports.onRetry));
  };

  const drawChoices = (choices: PageData['choices']): HTMLElement => {
    const group = make('div', 'choices new');
    setTimeout(() => group.classList.remove('new'), limits.settle);
    for (const { digit, label, value } of choices) {
      const button = makeButton('choice', '', () => {
        if (open === group) closeChoices();
        else group.remove();
        log.focus({ preventScroll: true });
        ports.onChoice(value, label);
      });
      if (digit !== null) button.append(make('b', '', String(digit)));
      button.append(make('span', '', label));
      group.append(button);
    }
    return group;
  };

  return {
    addMine(clientId, text, state, isAnswer) {
      if (mine.has(clientId)) return;
      if (isAnswer) closeChoices();
      const row = make('div', 'row me');
      row.append(make('span', 'vh', `${textOf('web.from.you')}:`), make('p', '', text));
      const entry = { row, state };
      mine.set(clientId, entry);
      drawState(entry);
      show(row);
    },
    mark(clientId, state) {
      const entry = mine.get(clientId);
      if (entry === undefined || entry.state === state) return;
      entry.state = state;
      drawState(entry);
    },
    addTheirs(data) {
      const row = make('div', `row ${data.from}${data.card === null ? '' : ' card'}`);
      row.append(
        make('span', 'who', textOf(data.from === 'counsellor' ? 'web.from.counsellor' : 'web.from.bot')),
      );
      for (const bubble of data.bubbles) row.append(drawBubble(bubble));
      if (data.choices.length > 0) {
        closeChoices();
        open = drawChoices(data.choices);
        row.append(open);
      }
      show(row);
    },
    clear() {
      open = null;
      log.textContent = '';
      for (const [clientId, entry] of mine) {
        if (entry.state === 'sent') mine.delete(clientId);
        else log.append(entry.row);
      }
    },
    isEmpty: () => log.firstChild === null,
  };
}

function stateMark(state: SendState, onRetry: () => void): HTMLElement {
  if (state === 'unsent') return makeButton('state', textOf('web.state.unsent'), onRetry);
  const key = { sending: 'web.state.sending', sent: 'web.state.sent', refused: 'web.state.refused' } as const;
  const mark = make('span', 'state', textOf(key[state]));
  // Not read aloud after every message; what failed is.
  if (state !== 'refused') mark.setAttribute('aria-live', 'off');
  return mark;
}

function drawBubble(text: string): HTMLElement {
  const bubble = make('p', '');
  bubble.append(...linked(text));
  return bubble;
}

/** A text with its telephone numbers as links. */
export function linked(text: string): readonly (HTMLElement | Text)[] {
  return linkify(text).map((piece) => {
    if (piece.tel === undefined) return document.createTextNode(piece.text);
    const link = make('a', '', piece.text);
    link.href = `tel:${piece.tel}`;
    return link;
  });
}
