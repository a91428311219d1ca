import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Dispatch, useCallback, useEffect, useMemo, useState } from 'react';
import { DeskContext } from './desk/desk-context.ts';
import { DeskScreen } from './desk/desk-screen.tsx';
import { HouseFrame } from './house/house-frame.tsx';
import { screenAt } from './house/screens.ts';
import { useTalkAside } from './house/talk-aside.ts';
import { useRoute } from './house/use-route.ts';
import { readSession } from './live/api.ts';
import { Door } from './sign-in/door.tsx';
import { InvitationScreen } from './sign-in/invitation-screen.tsx';
import { SignInScreen } from './sign-in/sign-in-screen.tsx';
import type { ConsoleState } from './state/console-state.ts';
import type { ConsoleEvent } from './state/reduce.ts';
import { LanguageProvider, useText } from './text/language.tsx';
import { ScreenGuard } from './ui/broken-screen.tsx';
import { Button } from './ui/button.tsx';
import { NowContext } from './ui/now.tsx';
import { useConsoleState, useLiveDesk } from './use-desk.ts';

const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });

/** The console: sign-in or a one-time link, then the desk. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <Screens />
      </LanguageProvider>
    </QueryClientProvider>
  );
}

function Screens() {
  const [state, tell] = useConsoleState();
  const client = useQueryClient();
  const [ended, setEnded] = useState(false);
  const { secret, forget } = useInvitationLink();
  const session = useQuery({ queryKey: ['session'], queryFn: readSession });
  const signedIn = useCallback(() => {
    setEnded(false);
    forget();
    client.setQueryData(['session'], 'in');
  }, [client, forget]);
  const sessionEnded = useCallback(
    (wanted: boolean) => {
      setEnded(!wanted);
      if (wanted) tell({ type: 'signed-out' });
      client.removeQueries({ queryKey: ['house'] });
      client.setQueryData(['session'], 'out');
    },
    [client, tell],
  );
  if (secret !== null) return <InvitationScreen secret={secret} onDone={signedIn} onLeave={forget} />;
  if (session.data === 'in') return <LiveDesk state={state} tell={tell} onSessionEnd={sessionEnded} />;
  if (session.data === 'out') return <SignInScreen ended={ended} onSignedIn={signedIn} />;
  return <Waiting failed={session.data === 'unreachable'} onAgain={() => void session.refetch()} />;
}

interface LiveDeskProps {
  readonly state: ConsoleState;
  readonly tell: Dispatch<ConsoleEvent>;
  readonly onSessionEnd: (wanted: boolean) => void;
}

function LiveDesk({ state, tell, onSessionEnd }: LiveDeskProps) {
  const { actions, now } = useLiveDesk(state, tell, onSessionEnd);
  const value = useMemo(() => ({ state, actions }), [state, actions]);
  const { path } = useRoute();
  const screen = state.desk === null ? null : screenAt(path, state.desk.me.role);
  useTalkAside(state.opened, screen !== null, tell);
  if (state.desk === null) return <Waiting failed={state.line === 'down'} onAgain={null} />;
  return (
    <DeskContext value={value}>
      <NowContext value={now}>
        <ScreenGuard>{screen === null ? <DeskScreen /> : <HouseFrame screen={screen} />}</ScreenGuard>
      </NowContext>
    </DeskContext>
  );
}

function Waiting({ failed, onAgain }: { readonly failed: boolean; readonly onAgain: (() => void) | null }) {
  const t = useText();
  return (
    <Door title={t('app.name')}>
      <output>{t(failed ? 'app.unreachable' : 'bar.connecting')}</output>
      {failed && onAgain !== null && (
        <Button look="main" onPress={onAgain}>
          {t('app.again')}
        </Button>
      )}
    </Door>
  );
}

const inviteAddress = /^#\/invite\/(.+)$/;
const secretInAddress = (): string | null => inviteAddress.exec(location.hash)?.[1] ?? null;

/** The secret stands behind `#`, so that it is never sent as an address; once used it leaves the address bar. */
function useInvitationLink() {
  const [secret, setSecret] = useState(secretInAddress);
  useEffect(() => {
    const changed = () => setSecret(secretInAddress());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  const forget = useCallback(() => {
    if (secretInAddress() !== null) history.replaceState(null, '', location.pathname);
    setSecret(null);
  }, []);
  return { secret, forget };
}
