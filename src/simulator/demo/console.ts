import * as z from 'zod';
import type { CommandBody, CommandName, CommandReply, ConsoleFrame, DeskFrame } from '../../wire/console.ts';
import type { HouseAnswer, HouseBody, HouseCallName, HouseReply } from '../../wire/house/calls.ts';

/** A console that beats, as a browser in front of a member of staff would. */
const beatEveryMs = 5000;

/** One signed-in member of staff, over the same requests and the same socket as the console in a browser. */
export interface Console {
  /** The newest desk, once the live line is open. */
  desk(): DeskFrame | null;
  run<Name extends CommandName>(name: Name, body: CommandBody<Name>): Promise<CommandReply>;
  /** A call of the house's screens; what came back, whatever it is. */
  house<Name extends HouseCallName>(
    name: Name,
    body: HouseBody<Name>,
  ): Promise<HouseAnswer<HouseReply<Name>>>;
  /** Opens the live line and keeps it beating until `stop`. */
  open(): void;
}

/** Uses an invitation: makes the account and signs in. */
export async function acceptInvitation(
  url: string,
  acceptance: { readonly secret: string; readonly password: string },
  stop: AbortSignal,
): Promise<Console> {
  const entered = await send(url, 'invitation/accept', acceptance, '', stop);
  const cookie = entered.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  return consoleOf(url, cookie.join('; '), stop);
}

function consoleOf(url: string, cookie: string, stop: AbortSignal): Console {
  let desk: DeskFrame | null = null;
  return {
    desk: () => desk,
    async run(name, body) {
      const answer = await send(url, name, body, cookie, stop);
      return (await answer.json()) as CommandReply;
    },
    async house(name, body) {
      const answer = await send(url, `house/${name}`, body, cookie, stop);
      return (await answer.json()) as HouseAnswer<HouseReply<typeof name>>;
    },
    open() {
      const address = `${url.replace(/^http/u, 'ws')}/console/live`;
      const socket = new WebSocket(address, { headers: { cookie, origin: url } });
      const tell = (frame: ConsoleFrame): void => socket.send(JSON.stringify(frame));
      const beat = (): void => tell({ type: 'beat', soundAllowed: true, visible: true });
      let beating: NodeJS.Timeout | undefined;
      socket.addEventListener('open', () => {
        beat();
        beating = setInterval(beat, beatEveryMs);
      });
      socket.addEventListener('message', ({ data }) => {
        desk = deskIn(String(data)) ?? desk;
      });
      socket.addEventListener('close', () => clearInterval(beating));
      stop.addEventListener('abort', () => socket.close());
    },
  };
}

const deskFrame = z.looseObject({ type: z.literal('desk') });

/** Our own server speaks here: a frame that says it is the desk is one. */
function deskIn(text: string): DeskFrame | null {
  const frame: unknown = JSON.parse(text);
  return deskFrame.safeParse(frame).success ? (frame as DeskFrame) : null;
}

async function send(
  url: string,
  path: string,
  body: object,
  cookie: string,
  signal: AbortSignal,
): Promise<Response> {
  const answer = await fetch(`${url}/console/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify(body),
    signal,
  });
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
  return answer;
}
