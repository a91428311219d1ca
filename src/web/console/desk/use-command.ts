import type { CommandBody, CommandName, CommandReply } from '../../../wire/console.ts';
import type { Outcome } from '../live/api.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { useConsole } from './desk-context.ts';

/** The text for a refusal or a lost answer; null when it worked. */
export function refusalKey(outcome: Outcome): MessageKey | null {
  switch (outcome.status) {
    case 'done':
      return null;
    case 'refused':
      return `refused.${outcome.why}`;
    case 'failed':
      return 'refused.failed';
    case 'signed-out':
      break;
  }
  return 'sign-in.ended';
}

type Done = Extract<CommandReply, { status: 'done' }>;

/**
 * Runs a command and shows a refusal in the notice bar. Resolves to the reply, or null when it did not work.
 */
export function useCommand() {
  const { actions } = useConsole();
  return async <Name extends CommandName>(name: Name, body: CommandBody<Name>): Promise<Done | null> => {
    const outcome = await actions.run(name, body);
    actions.tell({ type: 'notice', notice: refusalKey(outcome) });
    return outcome.status === 'done' ? outcome : null;
  };
}
