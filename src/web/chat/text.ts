import page from '../../../locales/vi/page.json';

/** A text of the page; the build keeps the words alone. */
export const textOf = (key: keyof typeof page): string => page[key].text;
