import type { Draft, Reply } from './direct-line.ts';
import type { Unsent } from './unsent.ts';
import { added, began, failed, nothingUnsent, pauseAfter, settled } from './unsent.ts';

export type SendState = 'sending' | 'sent' | 'unsent' | 'refused';

export interface Sender {
  add(draft: Draft): void;
  /** Tries at once: the person pressed, or the network came back. */
  nudge(): void;
  /** An echo proves that the server has it, though the answer to the post was lost. */
  arrived(clientId: string): void;
  isEmpty(): boolean;
  stop(): void;
}

/** One lane of messages to the server: in order, repeated with back-off until the server has them. */
export function createSender(
  deliver: (draft: Draft) => Promise<Reply<unknown>>,
  mark: (clientId: string, state: SendState) => void,
): Sender {
  let unsent: Unsent<Draft> = nothingUnsent;
  let timer = 0;
  let stopped = false;

  const settle = (head: Draft, state: SendState): void => {
    if (unsent.items[0] !== head) return;
    unsent = settled(unsent);
    mark(head.clientId, state);
    void pump();
  };

  const pump = async (): Promise<void> => {
    const head = unsent.items[0];
    if (stopped || unsent.sending || head === undefined) return;
    clearTimeout(timer);
    unsent = began(unsent);
    mark(head.clientId, 'sending');
    const reply = await deliver(head);
    if (stopped) return;
    if (reply.status === 'ok') return settle(head, 'sent');
    if (reply.status === 'refused') return settle(head, 'refused');
    if (unsent.items[0] !== head) return;
    unsent = failed(unsent);
    for (const draft of unsent.items) mark(draft.clientId, 'unsent');
    const pause = pauseAfter(unsent.failures, Math.random());
    timer = setTimeout(
      () => void pump(),
      Math.max(pause, reply.status === 'later' ? (reply.afterMs ?? 0) : 0),
    );
  };

  return {
    add(draft) {
      unsent = added(unsent, draft);
      mark(draft.clientId, unsent.failures > 0 ? 'unsent' : 'sending');
      void pump();
    },
    nudge: () => void pump(),
    arrived(clientId) {
      const head = unsent.items[0];
      if (head?.clientId === clientId) settle(head, 'sent');
    },
    isEmpty: () => unsent.items.length === 0,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
