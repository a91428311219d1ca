import type { Parts } from './parts.ts';

/**
 * What was read, or `instead` where it could not be: a record that does not open, a part that rejects. For what help
 * must not wait for (promise 1); the fault is reported.
 */
export async function orElse<Value>(
  { report }: Pick<Parts, 'report'>,
  fault: string,
  read: () => Promise<Value>,
  instead: Value,
): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    report(fault, cause);
    return instead;
  }
}
