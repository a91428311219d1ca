import { type Dispatch, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { DeskActions } from './desk/desk-context.ts';
import { readRoute } from './house/route.ts';
import { goTo } from './house/use-route.ts';
import { callHouse, readSession, runCommand, signOut } from './live/api.ts';
import { dialLive } from './live/dial.ts';
import { Line } from './live/line.ts';
import { startTicks } from './live/ticks.ts';
import { usePaged } from './reach/use-paged.ts';
import { useWakeLock } from './reach/use-wake-lock.ts';
import { BellPlayer } from './sound/bell-player.ts';
import { bellFor, soundsOn, titleFor } from './state/alarm.ts';
import { type ConsoleState, emptyConsole } from './state/console-state.ts';
import { type ConsoleEvent, reduce } from './state/reduce.ts';
import { translate } from './text/catalogue.ts';

/** The desk's state, kept above the screens: it outlives a session that ran out, with the texts not yet sent. */
export const useConsoleState = () => useReducer(reduce, emptyConsole);

/**
 * Everything that lives while somebody is signed in: the line, the ticks, the bell, the page's title.
 * `onSessionEnd` is called when the server no longer knows the session.
 */
export function useLiveDesk(
  state: ConsoleState,
  tell: Dispatch<ConsoleEvent>,
  onSessionEnd: (wanted: boolean) => void,
): { readonly actions: DeskActions; readonly now: number } {
  const bell = useBell(tell);
  const line = useLine(tell, onSessionEnd);
  const now = useTicking(state, line, bell);
  useVisibility(tell, line);
  useEffect(() => line.current?.watch(state.opened), [line, state.opened]);
  const open = useOpening(tell, state.opened);
  const run = useCallback<DeskActions['run']>(
    async (name, body) => {
      const outcome = await runCommand(name, body);
      if (outcome.status === 'signed-out') onSessionEnd(false);
      return outcome;
    },
    [onSessionEnd],
  );
  const house = useCallback<DeskActions['house']>(
    async (name, body) => {
      const outcome = await callHouse(name, body);
      if (outcome.status === 'signed-out') onSessionEnd(false);
      return outcome;
    },
    [onSessionEnd],
  );
  const onShift = state.desk?.me.onShift === true;
  usePaged(house, onShift);
  const wakeLock = useWakeLock(onShift);
  useEffect(() => tell({ type: 'wake-lock', state: wakeLock }), [tell, wakeLock]);
  const actions = useMemo<DeskActions>(
    () => ({
      run,
      house,
      tell,
      open,
      mute: () => tell({ type: 'muted', at: Date.now() }),
      tryBell: () => tryBell(bell.current),
      signOut: () => void leave(run, tell, onShift, onSessionEnd),
    }),
    [run, house, tell, open, bell, onShift, onSessionEnd],
  );
  return { actions, now };
}

/** Off shift first, so that nobody is counted on who has gone; a refusal keeps her here with the reason. */
async function leave(
  run: DeskActions['run'],
  tell: Dispatch<ConsoleEvent>,
  onShift: boolean,
  onSessionEnd: (wanted: boolean) => void,
): Promise<void> {
  if (onShift && (await run('shift/off', {})).status === 'refused') {
    tell({ type: 'signing-off', on: true });
    tell({ type: 'opened', conversation: null });
    tell({ type: 'notice', notice: 'refused.holding' });
    return;
  }
  if (await signOut()) onSessionEnd(true);
  else tell({ type: 'notice', notice: 'refused.failed' });
}

async function tryBell(bell: BellPlayer | null): Promise<boolean> {
  if (bell === null || !(await bell.unblock())) return false;
  bell.ring('soft');
  return true;
}

/** Sound starts blocked after a reload until something is pressed: any press will do. */
function useBell(tell: Dispatch<ConsoleEvent>) {
  const bell = useRef<BellPlayer | null>(null);
  useEffect(() => {
    const player = new BellPlayer((blocked) => tell({ type: 'sound', blocked }));
    bell.current = player;
    const pressed = new AbortController();
    const unblock = () => void player.unblock();
    document.addEventListener('pointerdown', unblock, { signal: pressed.signal });
    document.addEventListener('keydown', unblock, { signal: pressed.signal });
    return () => {
      pressed.abort();
      player.end();
      bell.current = null;
    };
  }, [tell]);
  return bell;
}

function useLine(tell: Dispatch<ConsoleEvent>, onSessionEnd: (wanted: boolean) => void) {
  const line = useRef<Line | null>(null);
  useEffect(() => {
    const own = new Line({
      dial: dialLive,
      random: Math.random,
      onFrame: (frame) => tell({ type: 'frame', frame, at: Date.now() }),
      onStatus: (status) => {
        tell({ type: 'line', status, at: Date.now() });
        if (status === 'down') void checkSession(onSessionEnd);
      },
    });
    line.current = own;
    return () => {
      own.end();
      line.current = null;
    };
  }, [tell, onSessionEnd]);
  return line;
}

/** A socket that closes does not say why: ask whether the session still stands. */
async function checkSession(onSessionEnd: (wanted: boolean) => void): Promise<void> {
  if ((await readSession()) === 'out') onSessionEnd(false);
}

/** One tick a second: beats, reconnecting, the bell, the title, and the clocks on screen. */
function useTicking(
  state: ConsoleState,
  line: { readonly current: Line | null },
  bell: { readonly current: BellPlayer | null },
): number {
  const [now, setNow] = useState(Date.now);
  const newest = useRef(state);
  useEffect(() => {
    newest.current = state;
  }, [state]);
  useEffect(() => {
    let tick = 0;
    const beat = () => {
      const at = Date.now();
      tick += 1;
      setNow(at);
      line.current?.tick(at, {
        soundAllowed: bell.current?.blocked === false,
        visible: document.visibilityState === 'visible',
      });
      ring(newest.current, bell.current, at, tick);
    };
    beat();
    const stop = startTicks(beat);
    return () => {
      stop();
      document.title = neutralTitle;
    };
  }, [line, bell]);
  return now + state.serverOffset;
}

const neutralTitle = translate('vi', 'app.title');

function ring(state: ConsoleState, player: BellPlayer | null, now: number, tick: number): void {
  document.title = titleFor(neutralTitle, state.desk, tick);
  const due = bellFor(state, now);
  if (due !== null && !due.muted && soundsOn(due.bell, tick)) player?.ring(due.bell);
}

/** What arrives behind another window is not read; coming back or online again is worth an attempt at once. */
function useVisibility(tell: Dispatch<ConsoleEvent>, line: { readonly current: Line | null }): void {
  useEffect(() => {
    const changes = new AbortController();
    const on = { signal: changes.signal };
    const looked = () => {
      tell({ type: 'visible', visible: document.visibilityState === 'visible' });
      line.current?.hurry();
    };
    document.addEventListener('visibilitychange', looked, on);
    addEventListener('online', () => line.current?.hurry(), on);
    addEventListener('offline', () => line.current?.lost(), on);
    return () => changes.abort();
  }, [tell, line]);
}

/** On a phone the system's own "back" leads from a talk to the list, not out of the console. */
function useOpening(tell: Dispatch<ConsoleEvent>, opened: string | null): DeskActions['open'] {
  const isOpen = opened !== null;
  useEffect(() => {
    if (!isOpen) return undefined;
    if ((history.state as { readonly talk?: boolean } | null)?.talk !== true)
      history.pushState({ talk: true }, '');
    const back = () => tell({ type: 'opened', conversation: null });
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, [isOpen, tell]);
  return useCallback(
    (conversation) => {
      tell({ type: 'opened', conversation });
      if (conversation !== null && readRoute(location.hash).path !== null) goTo(null);
    },
    [tell],
  );
}
