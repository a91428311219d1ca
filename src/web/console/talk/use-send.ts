import { useState } from 'react';
import { longestMessage } from '../../../wire/console.ts';
import { useConsole } from '../desk/desk-context.ts';
import { refusalKey } from '../desk/use-command.ts';
import type { MessageKey } from '../text/catalogue.ts';

/**
 * Sends what is in the box. Whatever goes wrong, the text stays in the box, and the next attempt with the same text
 * carries the same id, so that a message which did arrive is not sent twice.
 */
export function useSend(conversation: string, text: string) {
  const { state, actions } = useConsole();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<MessageKey | null>(null);
  const words = text.trim();
  const deliver = async () => {
    const clientId = state.drafts[conversation]?.clientId ?? newClientId();
    setSending(true);
    const outcome = await actions.run('write', { conversation, text: words, clientId });
    setSending(false);
    const refusal = refusalKey(outcome);
    setProblem(refusal === 'refused.failed' ? 'composer.kept' : refusal);
    if (outcome.status === 'done') actions.tell({ type: 'sent', conversation, text });
    if (outcome.status === 'failed') actions.tell({ type: 'send-failed', conversation, clientId });
  };
  const send = () => {
    if (!sending && words !== '' && words.length <= longestMessage) void deliver();
  };
  return { send, sending, problem };
}

/** 128 random bits. Not `randomUUID`: a centre may reach its console over plain http inside the house. */
function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
