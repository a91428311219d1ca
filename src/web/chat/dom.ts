/** What the page shows as a whole, as classes of the root element (`page.css`). */
type PageState = 'kept' | 'quiet' | 'curtain' | 'veil' | 'numbers';

const root = document.documentElement;

export const isIn = (state: PageState): boolean => root.classList.contains(state);

export const setState = (state: PageState, on: boolean): void => {
  root.classList[on ? 'add' : 'remove'](state);
};

/** An element of `index.html`; its absence is a bug of the page. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`#${id} is missing`);
  return element;
}

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  text?: string,
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A button that never submits. */
export function makeButton(className: string, text: string, onClick: () => void): HTMLButtonElement {
  const button = make('button', className, text);
  button.type = 'button';
  button.addEventListener('click', onClick);
  return button;
}
