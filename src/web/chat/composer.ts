import { byId } from './dom.ts';

/** The text field: Enter sends on a keyboard, breaks the line on a touch screen, where the button sends. */
export function prepareComposer(onSend: (text: string) => void): void {
  const field = byId('words') as HTMLTextAreaElement;
  const onTouch = matchMedia('(pointer: coarse)').matches;

  const fit = (): void => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  const send = (): void => {
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    fit();
    onSend(text);
  };
  field.addEventListener('input', fit);
  field.addEventListener('keydown', (event) => {
    // A Vietnamese input method confirms a syllable with Enter: that is no sending.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || onTouch) return;
    event.preventDefault();
    send();
  });
  byId('write').addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
}

/** The small menu beside the field: quiet mode, deleting, the codes, the source of the program. */
export function prepareMenu(chosen: { readonly busy: () => void; readonly erase: () => void }): {
  readonly close: () => void;
} {
  const menu = byId('menu');
  const opener = byId('more');
  const set = (open: boolean): void => {
    menu.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
  };
  opener.addEventListener('click', () => set(menu.hidden === true));
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    set(false);
    opener.focus();
  });
  for (const id of ['busy', 'erase'] as const) {
    byId(id).addEventListener('click', () => {
      set(false);
      chosen[id]();
    });
  }
  return { close: () => set(false) };
}
