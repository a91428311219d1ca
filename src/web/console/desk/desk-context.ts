import { createContext, use } from 'react';
import type { CommandBody, CommandName, DeskFrame } from '../../../wire/console.ts';
import type { HouseOutcome } from '../../../wire/house/calls.ts';
import type { Outcome } from '../live/api.ts';
import { type ConsoleState, emptyConsole } from '../state/console-state.ts';
import type { ConsoleEvent } from '../state/reduce.ts';

/** What the screens can make happen. */
export interface DeskActions {
  readonly run: <Name extends CommandName>(name: Name, body: CommandBody<Name>) => Promise<Outcome>;
  /** A call of the house's screens; the screens read the reply through `use-house`. */
  readonly house: (name: string, body: unknown) => Promise<HouseOutcome<unknown>>;
  readonly tell: (event: ConsoleEvent) => void;
  /** Shows a conversation, or the list on a phone. */
  readonly open: (conversation: string | null) => void;
  readonly mute: () => void;
  /** Rings once as a test; false when the browser blocks sound. Must come from a press. */
  readonly tryBell: () => Promise<boolean>;
  readonly signOut: () => void;
}

interface DeskValue {
  readonly state: ConsoleState;
  readonly actions: DeskActions;
}

const nothing = () => Promise.resolve({ status: 'failed' } as const);

export const DeskContext = createContext<DeskValue>({
  state: emptyConsole,
  actions: {
    run: nothing,
    house: nothing,
    tell: () => undefined,
    open: () => undefined,
    mute: () => undefined,
    tryBell: () => Promise.resolve(false),
    signOut: () => undefined,
  },
});

export const useConsole = (): DeskValue => use(DeskContext);

/** The desk that the server sent last. Screens below the desk are not drawn before there is one. */
export function useDesk(): DeskFrame {
  const { desk } = use(DeskContext).state;
  if (desk === null) throw new Error('drawn before the first desk frame');
  return desk;
}
