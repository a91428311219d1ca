import { pino } from 'pino';

const longestKind = 60;

/**
 * Writes faults to standard error as JSON lines: the kind, the error's class and code, and where in our code it
 * arose. Never its message: a parser's message quotes what it read, and that may be a person's words (promise 4).
 */
export function makeReport(write: (line: string) => void): (fault: string, cause?: unknown) => void {
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write });
  return (fault, cause) => {
    log.error({ fault: fault.slice(0, longestKind), ...describe(cause) });
  };
}

function describe(cause: unknown): Readonly<Record<string, unknown>> {
  if (typeof cause === 'string') return { detail: cause.slice(0, longestKind) };
  if (!(cause instanceof Error)) return {};
  const code: unknown = 'code' in cause ? cause.code : undefined;
  const inner = cause.cause === undefined ? {} : { cause: describe(cause.cause) };
  return { error: cause.name, ...(typeof code === 'string' ? { code } : {}), at: placesOf(cause), ...inner };
}

/** The places in our own files, without the message that the stack begins with. */
const placesOf = (error: Error): readonly string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => /src\/[\w./-]+:\d+/.exec(line)?.[0] ?? '')
    .filter((place) => place !== '')
    .slice(0, 4);
