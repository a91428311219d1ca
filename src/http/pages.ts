import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { connectSources } from './headers.ts';
import { httpLimits } from './limits.ts';
import type { Refusals } from './refusals.ts';
import { refuseUpgrades } from './sockets.ts';

/** A built browser bundle and where it is served. */
export interface PageFolder {
  readonly folder: string;
  readonly prefix: '/' | '/console/';
  /** Fills the runtime placeholders of one HTML file, asked for every answer. `file` is its name (`index.html`). */
  readonly fill: (html: string, file: string) => string;
  /** Paths without a dot below the prefix show `index.html` (the page chooses the view itself). */
  readonly ownPaths: boolean;
}

/** Serves a bundle: HTML from memory with its placeholders filled as they are now, everything else from the folder. */
export async function servePages(
  app: FastifyInstance,
  pages: PageFolder,
  publicUrl: string | null,
  no: Refusals,
): Promise<void> {
  const files = readdirSync(pages.folder).filter((name) => name.endsWith('.html'));
  if (!files.includes('index.html')) throw new Error(`There is no index.html in ${pages.folder}.`);
  const policy = ownPolicy(pages.folder, publicUrl);
  await app.register(async (scope) => {
    refuseUpgrades(scope, no);
    if (policy !== null)
      scope.addHook('onRequest', async (_request, reply) => void reply.header(policyHeader, policy));
    for (const file of files) {
      const page = filled(readFileSync(join(pages.folder, file), 'utf8'), file, pages.fill);
      for (const url of file === 'index.html' ? indexPaths(pages.prefix) : [`${pages.prefix}${file}`]) {
        scope.get(url, (request, reply) => sendPacked(page(), request, reply));
      }
      if (file === 'index.html' && pages.ownPaths) showOwnPaths(scope, pages.prefix, page);
    }
    await scope.register(fastifyStatic, staticOptions(pages));
  });
}

const policyHeader = 'content-security-policy';

/**
 * A bundle whose style and script stand inside its pages brings the policy that names them by hash (`policy.txt`,
 * written by the build); it is stricter than ours in everything else.
 */
function ownPolicy(folder: string, publicUrl: string | null): string | null {
  const file = join(folder, 'policy.txt');
  if (!existsSync(file)) return null;
  const policy = readFileSync(file, 'utf8').trim();
  return policy.replace("connect-src 'self'", `connect-src ${connectSources(publicUrl).join(' ')}`);
}

const indexPaths = (prefix: PageFolder['prefix']): string[] =>
  prefix === '/' ? ['/', '/index.html'] : ['/console', '/console/', '/console/index.html'];

/** Files carry no cache life unless their address holds a hash of their content. */
function staticOptions({ folder, prefix }: PageFolder) {
  return {
    root: folder,
    prefix,
    decorateReply: false,
    index: false,
    dotfiles: 'ignore',
    preCompressed: true,
    cacheControl: false,
    // HTML is served filled, from memory; the packed siblings are chosen by the server.
    allowedPath: (path: string) => !/\.(?:html|txt|br|gz|map)$/u.test(path),
    setHeaders: (reply: FastifyReply, path: string) => {
      reply.header('cache-control', isHashed(path) ? immutable : 'no-cache');
    },
  } as const;
}

const immutable = `public, max-age=${httpLimits.hashedAssetSeconds}, immutable`;

/** Vite's form: `assets/name-Ab12Cd34.js`, packed or not. */
const isHashed = (path: string): boolean => /\/assets\/[^/]*[-.][\w-]{8}\.\w+(?:\.(?:br|gz))?$/u.test(path);

interface Packed {
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

/** The page as it reads now; packed anew only when what fills it has changed. */
function filled(raw: string, file: string, fill: PageFolder['fill']): () => Packed {
  let html = fill(raw, file);
  let page = packed(html);
  return () => {
    const now = fill(raw, file);
    if (now !== html) {
      page = packed(now);
      html = now;
    }
    return page;
  };
}

function packed(html: string): Packed {
  const plain = Buffer.from(html, 'utf8');
  const etag = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  return { etag, plain, gzip: gzipSync(plain, { level: 9 }), br: brotliCompressSync(plain) };
}

function sendPacked(page: Packed, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const encoding = chosenEncoding(request.headers['accept-encoding']);
  const etag = `"${page.etag}-${encoding}"`;
  reply.header('cache-control', 'no-cache').header('vary', 'Accept-Encoding').header('etag', etag);
  if (request.headers['if-none-match']?.includes(etag) === true) return reply.code(304).send(null);
  if (encoding !== 'plain') reply.header('content-encoding', encoding);
  return reply.type('text/html; charset=utf-8').send(page[encoding]);
}

function chosenEncoding(accepted: string | string[] | undefined): 'br' | 'gzip' | 'plain' {
  const names = String(accepted ?? '')
    .split(',')
    .filter((part) => !/;\s*q=0(?:\.0*)?\s*$/u.test(part))
    .map((part) => part.split(';', 1)[0]?.trim().toLowerCase());
  if (names.includes('br')) return 'br';
  return names.includes('gzip') ? 'gzip' : 'plain';
}

/** Before the static files are asked: an address without a dot is a view of the page. */
function showOwnPaths(scope: FastifyInstance, prefix: string, page: () => Packed): void {
  scope.addHook('preHandler', (request, reply, done) => {
    const isView =
      request.routeOptions.url === `${prefix}*` && !/[.%]|\/\//u.test(request.url.split('?', 1)[0] ?? '');
    if (isView) sendPacked(page(), request, reply);
    else done();
  });
}
