const second = 1000;
const minute = 60;
const hour = 60 * minute;

const two = (value: number): string => String(value).padStart(2, '0');

/** A length of time as `0:42`, `12:05` or `1:02:05`; never negative. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / second));
  const rest = `${two(Math.floor((seconds % hour) / minute))}:${two(seconds % minute)}`;
  if (seconds >= hour) return `${Math.floor(seconds / hour)}:${rest}`;
  return rest.replace(/^0/, '');
}

/** Whole seconds until a moment, rounded up so that `1` is the last second; never negative. */
export const secondsUntil = (moment: number, now: number): number =>
  Math.max(0, Math.ceil((moment - now) / second));

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hour: '2-digit',
  minute: '2-digit',
});
const day = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
});

/** The hour in Viet Nam, whatever the machine's own zone (safety-content §1): `03:12`, with the date on another day. */
export function formatHour(at: number, now: number): string {
  const date = day.format(at);
  return date === day.format(now) ? clock.format(at) : `${clock.format(at)} · ${date}`;
}

/** The day in Viet Nam with its year: `22/11/2026`. */
export const formatDay = (at: number): string => wholeDay.format(at);

const wholeDay = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});
