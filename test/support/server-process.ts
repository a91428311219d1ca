import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A server in a process of its own, on a free port and a given data folder. */
export interface ServerProcess {
  readonly url: string;
  readonly directLine: string;
  /** The first administrator's one-time link, while there is no administrator. */
  readonly setUpLink: string | null;
  /** Everything it wrote to standard output and standard error so far. */
  said(): Buffer;
  /** Sends the signal and waits until the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export async function startServerProcess(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serve.child.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { HIEN_DATA: folder, PORT: '0', STARTS_PER_MINUTE: '100000', ...environment },
  });
  const heard: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => heard.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => heard.push(bytes));
  const said = (): Buffer => Buffer.concat(heard);
  const closed = once(child, 'close');
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    closed.then(() => Promise.reject(new Error(`The server ended: ${said().toString()}`))),
  ])) as [string];
  const { url, setUpLink } = JSON.parse(line) as { url: string; setUpLink: string | null };
  return {
    url,
    directLine: `${url}/v3/directline`,
    setUpLink,
    said,
    async end(signal) {
      child.kill(signal);
      await closed;
    },
  };
}
