import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { aDesk, aLine, aMessage, aTalk } from '../../../src/web/console/fixtures/people.ts';
import type {
  CommandReply,
  ConsoleFrame,
  DeskFrame,
  ServerFrame,
  TalkFrame,
} from '../../../src/wire/console.ts';
import type { HouseAnswer } from '../../../src/wire/house/calls.ts';
import { type ConsoleSite, serveConsole } from './console-site.ts';

/** A command as the console posted it. */
interface Posted {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * The built console in front of a server that does what a test tells it: enough of the API and the live line to hold
 * the console to its promises when lines break.
 */
export class ConsoleDouble {
  readonly posted: Posted[] = [];
  readonly heard: ConsoleFrame[] = [];
  signedIn = false;
  /** Frames that a new line begins with. */
  desk: DeskFrame = aDesk({ me: { ...aDesk().me, onShift: false } });
  talk: TalkFrame | null = null;
  /** What the next commands are answered; `null`: the connection is cut without an answer. */
  answer: (posted: Posted) => CommandReply | HouseAnswer<unknown> | null = () => ({ status: 'done' });
  /** New lines are refused. */
  linesRefused = false;
  #site: ConsoleSite | null = null;
  readonly #lines = new Set<WebSocket>();
  readonly #news = new EventEmitter();

  get url(): string {
    return this.#site?.url ?? '';
  }

  /** `pages`: the folder of the built console. */
  async start(pages: string): Promise<void> {
    this.#site = await serveConsole(pages, (request, response) => void this.#api(request, response));
    const sockets = new WebSocketServer({ noServer: true });
    this.#site.server.on('upgrade', (request, socket, head) => {
      if (!this.signedIn || this.linesRefused) {
        socket.destroy();
        return;
      }
      sockets.handleUpgrade(request, socket, head, (line) => this.#open(line));
    });
  }

  async stop(): Promise<void> {
    this.cut();
    await this.#site?.close();
  }

  say(frame: ServerFrame): void {
    if (frame.type === 'desk') this.desk = frame;
    if (frame.type === 'talk') this.talk = frame;
    for (const line of this.#lines) line.send(JSON.stringify(frame));
  }

  /** Breaks every line, as a server that goes away does. */
  cut(): void {
    for (const line of this.#lines) line.terminate();
  }

  /** Waits for the console to say something more on its line. */
  async hears(type: ConsoleFrame['type']): Promise<ConsoleFrame> {
    for (;;) {
      const [frame] = (await once(this.#news, 'heard')) as [ConsoleFrame];
      if (frame.type === type) return frame;
    }
  }

  #open(line: WebSocket): void {
    this.#lines.add(line);
    line.on('close', () => this.#lines.delete(line));
    line.on('message', (bytes: Buffer) => {
      const frame = JSON.parse(bytes.toString('utf8')) as ConsoleFrame;
      this.heard.push(frame);
      this.#news.emit('heard', frame);
      if (frame.type === 'beat') line.send(JSON.stringify({ type: 'pulse', now: Date.now() }));
      if (frame.type === 'watch' && frame.conversation !== null && this.talk !== null) {
        line.send(JSON.stringify(this.talk));
      }
    });
    line.send(JSON.stringify(this.desk));
  }

  async #api(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = (request.url ?? '').replace('/console/api/', '');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body =
      chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString('utf8')) as Posted['body']);
    if (name === 'me') return send(response, this.signedIn ? 200 : 401, {});
    this.posted.push({ name, body });
    if (name === 'sign-in') this.signedIn = body['password'] === goodPassword;
    if (name === 'sign-out') this.signedIn = false;
    if (name.startsWith('invitation/')) return send(response, 200, this.#invitation(name));
    if (!this.signedIn && name !== 'sign-out') return send(response, 401, {});
    const reply = this.answer({ name, body });
    if (reply === null) response.destroy();
    else send(response, 200, reply);
    return undefined;
  }

  #invitation(name: string): object {
    if (name === 'invitation/view') return { status: 'open', name: '', role: 'administrator' };
    this.signedIn = true;
    return { id: 's-lan' };
  }
}

export const goodPassword = 'mưa rơi trên mái hiên';

/** The desk of somebody on shift, now. */
export const deskNow = (change: Partial<DeskFrame> = {}): DeskFrame => aDesk({ now: Date.now(), ...change });

/** An entry that has just begun to wait, and the talk behind it. */
export const lineNow = (change: Parameters<typeof aLine>[0] = {}) =>
  aLine({ waitingSince: Date.now(), lastPersonAt: Date.now(), ...change });
export const talkNow = (change: Parameters<typeof aTalk>[0] = {}): TalkFrame =>
  aTalk({ messages: [aMessage({ from: 'person', at: Date.now(), text: 'chị ơi em sợ' })], ...change });

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
