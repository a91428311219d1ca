/** One line of the panel behind Gấp: the digits that are dialled and the short name beside them. */
interface PageNumber {
  readonly digits: string;
  readonly label: string;
}

/** What the server fills into the built page (`src/web/chat/README.md`). An absent slot keeps its built-in default. */
interface PageSlots {
  readonly title?: string;
  readonly retention?: string;
  /** That a language model reads along, with the space before it; absent where none does. */
  readonly read_along?: string;
  readonly exit_url?: string;
  readonly source_url?: string;
  /** From the register; an empty list keeps the numbers that stand in the page. */
  readonly numbers?: readonly PageNumber[];
}

/**
 * The built page with its slots filled: `{{name|default}}` in text and attributes, and the list between
 * `<!--{{numbers}}-->` and `<!--{{/numbers}}-->`. Values are escaped; an address that is neither a path of this
 * origin nor https falls back to the default, so that no slot can carry a script.
 */
export function fillPage(html: string, slots: PageSlots): string {
  const filled = html.replace(/\{\{([a-z_]+)\|([^{}]*)\}\}/g, (_slot, name: string, standard: string) => {
    const value = textSlot(slots, name);
    return value === undefined ? standard : escapeHtml(value);
  });
  const numbers = slots.numbers ?? [];
  if (numbers.length === 0) return filled;
  const rows = numbers.map(numberRow).join('');
  return filled.replace(
    /(<!--\{\{numbers\}\}-->)[^]*?(<!--\{\{\/numbers\}\}-->)/,
    (_all, open: string, close: string) => open + rows + close,
  );
}

function textSlot(slots: PageSlots, name: string): string | undefined {
  switch (name) {
    case 'title':
    case 'retention':
    case 'read_along':
      return slots[name];
    case 'exit_url':
    case 'source_url':
      return slots[name] !== undefined && isSafeAddress(slots[name]) ? slots[name] : undefined;
    default:
      return undefined;
  }
}

const isSafeAddress = (address: string): boolean => /^(?:\/(?![/\\])|https:\/\/)\S*$/.test(address);

const numberRow = (number: PageNumber): string =>
  `<li><a href="tel:${number.digits.replace(/[^\d+]/g, '')}"><b>${escapeHtml(number.digits)}</b><span>${escapeHtml(number.label)}</span></a></li>`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for HTML, in elements and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
