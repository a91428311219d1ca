import { type DirectLineOptions, directLine } from '../../src/channel/web/direct-line.ts';
import { type HttpOptions, startHttp } from '../../src/http/server.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { type ScriptedDoor, scriptedDoor } from './scripted-door.ts';

/** A Direct Line server on a free port of this machine, with a scripted door behind it. */
export interface WebServer {
  readonly url: string;
  readonly directLine: string;
  readonly door: ScriptedDoor;
  readonly clock: ManualClock;
  readonly errors: string[];
  close(): Promise<void>;
}

export async function webServer(
  options: Partial<DirectLineOptions & Pick<HttpOptions, 'pages' | 'trustProxy'>> = {},
): Promise<WebServer> {
  const clock = manualClock();
  const door = scriptedDoor(() => clock.now());
  const errors: string[] = [];
  let count = 0;
  const web = directLine({
    door,
    clock,
    chance: { id: () => `id-${(count += 1)}`, secret: () => `secret-${(count += 1)}` },
    publicUrl: null,
    allowedOrigins: [],
    onError: (error, where) => errors.push(`${where}: ${String(error)}`),
    ...options,
  });
  const http = await startHttp({
    host: '127.0.0.1',
    port: 0,
    publicUrl: options.publicUrl ?? null,
    trustProxy: options.trustProxy ?? false,
    now: () => clock.now(),
    health: () => true,
    routes: web.routes,
    sockets: web.sockets,
    refusals: web.refusals,
    plugins: [],
    pages: options.pages ?? [],
    onError: (error, route) => errors.push(`${route}: ${String(error)}`),
  });
  return {
    url: http.url,
    directLine: `${http.url}/v3/directline`,
    door,
    clock,
    errors,
    async close() {
      web.close();
      await http.close();
    },
  };
}
