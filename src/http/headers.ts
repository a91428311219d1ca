import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { httpLimits } from './limits.ts';

/**
 * The headers every answer carries. Nothing may come from another host, nothing may frame us, nobody learns where a
 * person came from. `Strict-Transport-Security` only where the public address is https: elsewhere it would lock a
 * test machine out.
 */
export async function protect(app: FastifyInstance, publicUrl: string | null): Promise<void> {
  const secure = publicUrl !== null && new URL(publicUrl).protocol === 'https:';
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: policy(publicUrl) },
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

function policy(publicUrl: string | null): Record<string, string[]> {
  return {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    fontSrc: ["'self'"],
    mediaSrc: ["'self'"],
    manifestSrc: ["'self'"],
    connectSrc: connectSources(publicUrl),
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  };
}

/** Ours, and our sockets by name: Safari before 15.4 does not count a socket to the same host as 'self'. */
export function connectSources(publicUrl: string | null): string[] {
  if (publicUrl === null) return ["'self'"];
  const { protocol, host } = new URL(publicUrl);
  return ["'self'", `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`];
}
