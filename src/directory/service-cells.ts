import type { Area } from './area.ts';
import { areaOf } from './area-search.ts';
import type { OpeningHours } from './hours.ts';
import type { Service } from './service.ts';
import { weekdays } from './weekdays.ts';

/** What a cell's words mean; null when they mean nothing that this column can hold. */
type Read<Value> = (words: string, areas: readonly Area[]) => { readonly value: Value } | null;

/** One column of the table of numbers: how a field is written into a cell and read out of it. */
export interface Column<Field extends keyof Service = keyof Service> {
  readonly field: Field;
  readonly write: (value: Service[Field], areas: readonly Area[]) => string;
  readonly read: Read<unknown>;
}

const separator = ' | ';
const of = <Value>(value: Value) => ({ value });

/** Whether it must not be empty is for the entry's own check to say. */
const text = { write: (value: string) => value, read: (words: string) => of(words) };
const maybe = {
  write: (value: string | null) => value ?? '',
  read: (words: string) => of(words === '' ? null : words),
};
const list = {
  write: (value: readonly string[]) => value.join(separator),
  read: (words: string) => of(parts(words)),
};
const parts = (words: string): readonly string[] =>
  words
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const yes = /^(?:yes|y|true|1|có|x)$/iu;
const no = /^(?:no|n|false|0|không)$/iu;
const truth = (words: string) => {
  if (yes.test(words)) return of(true);
  return no.test(words) ? of(false) : null;
};
const yesNo = { write: (value: boolean) => (value ? 'yes' : 'no'), read: truth };
const maybeYesNo = {
  write: (value: boolean | null) => (value === null ? '' : yesNo.write(value)),
  read: (words: string) => (words === '' ? of(null) : truth(words)),
};

/** Closed lists are checked with the whole entry. */
const choice = { write: (value: string) => value, read: (words: string) => of(words.toLowerCase()) };

/** As dialled; dots and dashes between the digits are read as spaces. */
const digits = {
  write: maybe.write,
  read: (words: string) => of(words === '' ? null : words.replaceAll(/[.\-\s]+/gu, ' ').trim()),
};

/** `2026-11-22`, and `22/11/2026` as a spreadsheet writes it. */
const date = {
  write: maybe.write,
  read(words: string) {
    const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/u.exec(words) ?? [];
    if (day === undefined || month === undefined || year === undefined) return maybe.read(words);
    return of(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  },
};

/** `always` stands for 24/7, which a spreadsheet would take for a day in July. */
const hours = {
  write(value: OpeningHours) {
    if (value === '24/7') return 'always';
    if (value === 'unknown') return '';
    return value.map(({ days, from, to }) => `${days.join(' ')} ${from}-${to}`).join(separator);
  },
  read(words: string) {
    if (words === '' || words === 'unknown') return of('unknown');
    if (words === 'always' || words === '24/7') return of('24/7');
    const spans = parts(words).map((part) => {
      const [, days, from, to] = /^([a-z ]+) (\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)$/u.exec(part) ?? [];
      return days === undefined ? null : { days: days.split(' '), from, to };
    });
    const known: readonly string[] = weekdays;
    const wrong = spans.some((span) => span === null || span.days.some((day) => !known.includes(day)));
    return wrong ? null : of(spans);
  },
};

/** Names of provinces, today's or old ones, or their codes; `all` is the whole country. */
const area = {
  write: (value: Service['area'], areas: readonly Area[]) =>
    value === 'all'
      ? 'all'
      : value.map((code) => areas.find((one) => one.code === code)?.name ?? code).join(separator),
  read(words: string, areas: readonly Area[]) {
    if (words === 'all') return of('all');
    const codes = parts(words).map((part) =>
      /^\d+$/u.test(part) ? part.padStart(2, '0') : areaOf(areas, part),
    );
    return codes.length === 0 || codes.includes(null) ? null : of(codes);
  },
};

const column = <Field extends keyof Service>(
  field: Field,
  how: { write: (value: Service[Field], areas: readonly Area[]) => string; read: Read<unknown> },
): Column => ({ field, write: (value, areas) => how.write(value as Service[Field], areas), read: how.read });

/** The columns in their order. The name that texts use for a number (`placeholder`) is not for tables. */
export const columns: readonly Column[] = [
  column('id', text),
  column('name', text),
  column('label', text),
  column('kind', choice),
  column('number', digits),
  column('hours', hours),
  column('answers_at_night', maybeYesNo),
  column('cost', choice),
  column('needs_credit', maybeYesNo),
  column('dial_from_elsewhere', maybe),
  column('languages', list),
  column('interpreters', list),
  column('who_answers', maybe),
  column('takes_children', maybeYesNo),
  column('takes_men', maybeYesNo),
  column('for_violence', yesNo),
  column('area', area),
  column('public', choice),
  column('referral_channel', maybe),
  column('valid_from', date),
  column('valid_to', date),
  column('aliases', list),
  column('owner', maybe),
  column('leaves_call_log', yesNo),
  column('last_tested', date),
  column('tested_by', maybe),
  column('source', text),
  column('confidence', { write: (value: string) => value, read: (words) => of(words.toUpperCase()) }),
];
