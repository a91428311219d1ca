import { useId, useState } from 'react';
import type { QueueLine } from '../../../wire/console.ts';
import { claimHindrance } from '../state/views.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { useConsole, useDesk } from './desk-context.ts';
import { useCommand } from './use-command.ts';

/** Takes the head of the queue and opens it: one button, no picking (safety-content §3.4). */
export function ClaimButton() {
  const t = useText();
  const desk = useDesk();
  const hintId = useId();
  const { actions } = useConsole();
  const command = useCommand();
  const [busy, setBusy] = useState(false);
  const hindrance = claimHindrance(desk);
  const claim = async () => {
    setBusy(true);
    const reply = await command('claim-next', {});
    setBusy(false);
    if (reply?.conversation !== undefined) actions.open(reply.conversation);
  };
  return (
    <div className="claim">
      <Button
        look="main"
        isDisabled={busy || hindrance !== null}
        aria-describedby={hintId}
        onPress={() => void claim()}
      >
        {t('queue.claim')}
      </Button>
      <p className="claim__hint" id={hintId}>
        {hindrance !== null && `${t(`queue.claim.${hindrance}`)}. `}
        {t('queue.capacity', { talks: desk.capacity.talks, limit: desk.capacity.limit })}
      </p>
    </div>
  );
}

/** A line of her choice, for those who oversee. */
export function ClaimThis({ line: { conversation, pseudonym } }: { readonly line: QueueLine }) {
  const t = useText();
  const { actions } = useConsole();
  const command = useCommand();
  const claim = async () => {
    if ((await command('claim', { conversation })) !== null) actions.open(conversation);
  };
  return (
    <Button look="quiet" aria-label={`${t('queue.choose')}: ${pseudonym}`} onPress={() => void claim()}>
      {t('queue.choose')}
    </Button>
  );
}
