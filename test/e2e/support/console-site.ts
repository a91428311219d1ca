import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** The security policy of the real server: everything from the own origin, nothing inline. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const source = join(import.meta.dirname, '..', '..', '..', 'src', 'web', 'console');

/** A built console on loopback. */
export interface ConsoleSite {
  readonly url: string;
  readonly server: Server;
  close(): Promise<void>;
}

/** Builds the console with its page of named states into a new folder, which the caller removes. */
export async function buildConsolePages(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'console-pages-'));
  await build({
    configFile: false,
    root: source,
    base: '/console/',
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { input: [join(source, 'index.html'), join(source, 'fixtures.html')] },
    },
  });
  return outDir;
}

/** Serves the built pages under the strict policy; `api` answers what lies under `/console/api/`. */
export async function serveConsole(
  folder: string,
  api: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<ConsoleSite> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path.startsWith('/console/api/')) api(request, response);
    else void sendFile(folder, path, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/console/`,
    server,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function sendFile(folder: string, path: string, response: ServerResponse): Promise<void> {
  const name = path === '/console/' ? 'index.html' : path.replace('/console/', '');
  const body = await readFile(join(folder, name)).catch(() => null);
  if (body === null) {
    response.writeHead(404).end();
    return;
  }
  const type = types[extname(name)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body);
}
