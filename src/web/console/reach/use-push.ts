import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useConsole } from '../desk/desk-context.ts';
import { type PushState, readPushState, switchPushOff, switchPushOn } from './notifications.ts';

const queryKey = ['push'];

/** Whether this browser rings when the console is closed, and the switch for it. Null until it is known. */
export function usePush(): {
  readonly state: PushState | null;
  readonly on: () => void;
  readonly off: () => void;
} {
  const { house } = useConsole().actions;
  const client = useQueryClient();
  const query = useQuery({ queryKey, queryFn: readPushState });
  const keep = async (switched: Promise<PushState>): Promise<void> => {
    client.setQueryData(queryKey, await switched);
  };
  return {
    state: query.data ?? null,
    on: () => void keep(switchPushOn(house)),
    off: () => void keep(switchPushOff(house)),
  };
}
