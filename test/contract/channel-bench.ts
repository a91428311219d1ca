import type { HttpReply, HttpRequest, HttpRoute } from '../../src/app/http-ports.ts';
import type { ChannelKind } from '../../src/app/ports.ts';
import type { Universe } from '../support/universe.ts';

/** What happens at her end. */
export type Happening =
  | { readonly says: string }
  | { readonly sends: 'picture' | 'sticker' | 'voice' }
  /** A tap on a button of a screen of long ago. */
  | { readonly taps: 'old' }
  | { readonly does: 'block' }
  /** An event that nobody knows, signed as it should be. */
  | { readonly does: 'unknown' };

/** One event as the vendor posts it. */
export interface Posted {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How the vendor behaves towards our next call about her. */
export type VendorFault = 'cut' | 'patience' | 'silence' | 'blocked' | 'window';

/** One channel with the whole application behind it and its vendor pretended, for the contract suite. */
export interface ChannelBench {
  readonly kind: ChannelKind;
  readonly universe: Universe;
  /** The event of this happening. Nothing has been posted yet. */
  event(who: string, happening: Happening): Promise<Posted>;
  /** Posts it; the status that the vendor hears. */
  post(posted: Posted): Promise<number>;
  /** What stands on her phone from us, oldest first. */
  heard(who: string): Promise<readonly string[]>;
  /** False where this vendor knows no such fault: the case does not apply. */
  fault(who: string, fault: VendorFault): boolean;
  /** False where there is no vendor that could be down. */
  setDown(down: boolean): boolean;
  /** A header that carries the signature, to be broken. */
  readonly signatureHeader: string;
  close(): Promise<void>;
}

/** Posts to the mounted route as `http` would. */
export async function postTo(
  routes: readonly HttpRoute[],
  posted: Posted,
  params: Readonly<Record<string, string>> = {},
): Promise<HttpReply> {
  const route = routes.find(({ method, path }) => method === 'POST' && path === posted.path);
  if (route === undefined) return { status: 404 };
  const body = new TextEncoder().encode(posted.body);
  if (body.length > route.bodyLimit) return route.tooLarge?.() ?? { status: 413 };
  const request: HttpRequest = {
    method: 'POST',
    path: posted.path,
    params,
    query: {},
    headers: posted.headers,
    body,
    caller: 'somebody',
  };
  return route.handle(request);
}
