import type { ButtonValue } from '../../wire/chat.ts';
import type { Activity } from './activity.ts';
import type { Draft, Reply } from './direct-line.ts';
import { postDraft, postLeave } from './direct-line.ts';
import { limits } from './limits.ts';
import type { Sender, SendState } from './sender.ts';
import { createSender } from './sender.ts';
import type { Session } from './session.ts';
import { createSession } from './session.ts';
import type { Stream } from './stream.ts';
import { createStream } from './stream.ts';

/** What the talk tells the page. */
interface TalkPorts {
  readonly onActivity: (activity: Activity, past: boolean) => void;
  readonly onMark: (clientId: string, state: SendState) => void;
  readonly onLine: (up: boolean) => void;
  /** The server knows the conversation no more: the page begins anew, quietly. */
  readonly onGone: () => void;
}

/** The conversation with the server: what goes out, in order and until it arrives, and what comes in, each once. */
export interface Talk {
  readonly session: Session;
  /** `urgent` does not wait behind other messages. Returns the id under which its state is told. */
  send(text: string, value: ButtonValue | null, urgent: boolean): string;
  /** A reloaded tab reads on. */
  resume(): void;
  /** A talk that a return code opened: from this place on, and the server hears that she is here. */
  comeBack(watermark: string): void;
  /** The phone woke, or the network came back. */
  wake(): void;
  retry(): void;
  /** Ends at once: nothing is sent or heard any more, the token ends on the server. */
  leave(): void;
}

export function createTalk(ports: TalkPorts): Talk {
  const seen = new Set<string>();
  let noticed = '';
  const session = createSession((streamUrl) => stream.follow(streamUrl));
  const lanes = { words: lane(), urgent: lane() };
  const stream: Stream = createStream({
    current: () => session.current(),
    onActivities: (activities, past) => activities.forEach((activity) => receive(activity, past)),
    onLine: ports.onLine,
    onGone: beginAnew,
  });
  setInterval(() => void renew(), limits.checkEvery);

  function lane(): Sender {
    return createSender(deliver, (clientId, state) => {
      if (state === 'unsent') ports.onLine(false);
      if (state === 'sent') ports.onLine(true);
      ports.onMark(clientId, state);
    });
  }

  async function deliver(draft: Draft): Promise<Reply<unknown>> {
    const opened = await session.open();
    if (opened.status !== 'ok') return opened;
    const reply = await postDraft(opened.value, draft);
    if (reply.status === 'ok') noticed = '';
    if (reply.status === 'later') reply.notices?.forEach(notice);
    if (reply.status !== 'gone') return reply;
    // Words outlive a conversation that ended meanwhile: they open the next one.
    if (session.current()?.conversation === opened.value.conversation) beginAnew();
    return { status: 'later', afterMs: null };
  }

  /** Not stored by the server, and repeated with every try: shown once. */
  function notice(activity: Activity): void {
    if (activity.text === noticed) return;
    noticed = activity.text;
    receive(activity, false);
  }

  function receive(activity: Activity, past: boolean): void {
    if (activity.id !== null) {
      if (seen.has(activity.id)) return;
      seen.add(activity.id);
    }
    if (activity.mine && activity.clientId !== null) {
      lanes.urgent.arrived(activity.clientId);
      lanes.words.arrived(activity.clientId);
    }
    ports.onActivity(activity, past);
  }

  function beginAnew(): void {
    session.forget();
    stream.stop();
    seen.clear();
    ports.onGone();
  }

  async function renew(): Promise<boolean> {
    if ((await session.renew()) === 'kept') return true;
    beginAnew();
    return false;
  }

  const retry = (): void => {
    lanes.urgent.nudge();
    lanes.words.nudge();
  };

  return {
    session,
    send(text, value, urgent) {
      const clientId = newId();
      lanes[urgent ? 'urgent' : 'words'].add({ clientId, text, value });
      return clientId;
    },
    resume: () => void renew().then((kept) => (kept ? stream.resume() : undefined)),
    comeBack(watermark) {
      seen.clear();
      void stream.resume(watermark);
    },
    wake() {
      retry();
      if (session.current() !== null) void renew().then((kept) => (kept ? stream.wake() : undefined));
    },
    retry,
    leave() {
      const saved = session.current();
      session.forget();
      lanes.urgent.stop();
      lanes.words.stop();
      stream.stop();
      if (saved !== null) postLeave(saved);
    },
  };
}

/** Unguessable, so that the server can tell a repeat from another message. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
