/*
 * How a channel or a part hands its routes and sockets to `http` without knowing the server that mounts them.
 */

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names. `cookie`, `user-agent`, forwarding headers and addresses are dropped before this exists. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes exactly as received. */
  readonly body: Uint8Array;
  /** Keyed, rotating stand-in for the caller's address, for limits only; never stored. */
  readonly caller: string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS';
  /** Fastify path syntax (`/v3/directline/conversations/:id`). */
  readonly path: string;
  /** Largest body in bytes; a larger one is answered by `tooLarge`. */
  readonly bodyLimit: number;
  /** Further headers that the route may see (a vendor's signature), lower case. */
  readonly headers?: readonly string[];
  readonly handle: (request: HttpRequest) => Promise<HttpReply>;
  readonly tooLarge?: () => HttpReply;
}

/** One WebSocket. `send` drops silently when the peer has gone. */
export interface Socket {
  send(text: string): void;
  close(code: number, reason: string): void;
  onMessage(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
  /** Bytes queued and not yet taken by the peer: a slow peer is closed, never buffered without end. */
  readonly bufferedBytes: number;
}

export interface SocketRoute {
  readonly path: string;
  /** Decides before the upgrade; an `HttpReply` refuses it. */
  readonly admit: (request: HttpRequest) => Promise<{ readonly open: (socket: Socket) => void } | HttpReply>;
}

/**
 * How a protocol says no below its prefix: answers that no route gives (unknown path, wrong method, body too
 * large, bad address, a fault of ours). The request comes without its body.
 */
export interface RefusalForm {
  readonly prefix: string;
  readonly refuse: (status: number, request: HttpRequest) => HttpReply;
}
