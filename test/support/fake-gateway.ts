import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signBody } from '../../src/pager/sign.ts';

/** A call as the gateway received it. */
export interface ReceivedCall {
  readonly id: string;
  readonly staff: string;
  readonly target: string;
  readonly text: string;
  readonly telephone?: string;
  readonly acknowledge?: string;
  /** Whether signature and idempotency key were right. */
  readonly genuine: boolean;
}

/** An SMS gateway on loopback that checks what it receives as the protocol asks. */
export interface FakeGateway {
  readonly url: string;
  readonly secret: string;
  readonly calls: readonly ReceivedCall[];
  /** Staff who can be reached: all unless said otherwise. What `answers` gives for the others is 503. */
  answers: (call: ReceivedCall) => 'take' | 'acknowledge' | 'refuse';
  targets(): readonly string[];
  close(): Promise<void>;
}

export async function fakeGateway(): Promise<FakeGateway> {
  const secret = 'a shared secret of the centre';
  const calls: ReceivedCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { 'hien-timestamp': stamp, 'hien-signature': signature } = request.headers;
      const read = JSON.parse(body) as Omit<ReceivedCall, 'genuine'>;
      const genuine =
        signature === `v1=${signBody(secret, String(stamp), body)}` &&
        request.headers['idempotency-key'] === read.id;
      const call = { ...read, genuine };
      calls.push(call);
      const answer = gateway.answers(call);
      response.statusCode = answer === 'refuse' ? 503 : 200;
      response.end(answer === 'acknowledge' ? '{"acknowledged":true}' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gateway: FakeGateway = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/page`,
    secret,
    calls,
    answers: () => 'take',
    targets: () => calls.map(({ target }) => target),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gateway;
}
