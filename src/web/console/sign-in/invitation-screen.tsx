import { useQuery } from '@tanstack/react-query';
import { viewInvitation } from '../live/api.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { Door } from './door.tsx';
import { InvitationForm } from './invitation-form.tsx';

interface InvitationScreenProps {
  readonly secret: string;
  /** The account is made and signed in. */
  readonly onDone: () => void;
  readonly onLeave: () => void;
}

/** What a one-time link opens: an invitation, or the set-up of the first administrator. */
export function InvitationScreen({ secret, onDone, onLeave }: InvitationScreenProps) {
  const t = useText();
  const query = useQuery({ queryKey: ['invitation', secret], queryFn: () => viewInvitation(secret) });
  if (query.isPending) return <Door title={t('app.loading')}>{null}</Door>;
  if (query.isError) {
    return (
      <Door title={t('invite.title')}>
        <p role="alert">{t('app.unreachable')}</p>
        <Button look="main" onPress={() => void query.refetch()}>
          {t('app.again')}
        </Button>
      </Door>
    );
  }
  if (query.data.status === 'void') {
    return (
      <Door title={t('invite.title')}>
        <p role="alert">{t('invite.void')}</p>
        <Button onPress={onLeave}>{t('invite.to-sign-in')}</Button>
      </Door>
    );
  }
  return <InvitationForm secret={secret} invitation={query.data} onDone={onDone} />;
}
