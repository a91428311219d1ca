import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { httpLimits } from './limits.ts';

/**
 * The headers every answer carries. Nothing may come from another host, nothing may frame us, nobody learns where a
 * person came from. `Strict-Transport-Security` only where the public address is https: elsewhere it would lock a
 * test machine out.
 */
export async function protect(app: FastifyInstance, publicUrl: string | null): Promise<void> {
  const url = publicUrl === null ? null : new URL(publicUrl);
  const secure = url?.protocol === 'https:';
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: policy(url) },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: secure ? { maxAge: httpLimits.strictTransportSeconds } : false,
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store');
    reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
    done();
  });
}

function policy(url: URL | null): Record<string, string[]> {
  return {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    fontSrc: ["'self'"],
    mediaSrc: ["'self'"],
    manifestSrc: ["'self'"],
    connectSrc: url === null ? ["'self'"] : ["'self'", socketOrigin(url)],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  };
}

/** Safari before 15.4 does not count a socket to the same host as 'self'. */
const socketOrigin = (url: URL): string => `${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}`;
