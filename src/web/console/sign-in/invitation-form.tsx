import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { acceptInvitation, type Invitation } from '../live/api.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { namedText } from '../text/named-text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { accountProblem } from './account-problem.ts';
import { Door } from './door.tsx';

interface InvitationFormProps {
  readonly secret: string;
  readonly invitation: Extract<Invitation, { status: 'open' }>;
  readonly onDone: () => void;
}

/** Chooses a password (twice, with the rules said beforehand), and a name where the invitation has none. */
export function InvitationForm({ secret, invitation, onDone }: InvitationFormProps) {
  const t = useText();
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const choosesName = invitation.name === '';
  const accept = useMutation({
    mutationFn: () => acceptInvitation(secret, choosesName ? name.trim() : null, password),
    onSuccess: (result) => {
      if (result === 'done') onDone();
    },
  });
  const problem = accountProblem({ name, password, again });
  const refused = accept.data === undefined || accept.data === 'done' ? null : accept.data;
  const submit = () => {
    setTried(true);
    if (problem === null) accept.mutate();
  };
  const shown = (field: string) => (tried && problem?.field === field ? t(problem.key) : null);
  return (
    <Door title={t('invite.title')}>
      <For invitation={invitation} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {choosesName ? (
          <Field
            label={t('invite.name')}
            rule={t('invite.name.rule')}
            autoComplete="username"
            value={name}
            onText={setName}
            problem={shown('name')}
          />
        ) : (
          <input
            className="away"
            type="text"
            autoComplete="username"
            value={name}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
        )}
        <Field
          label={t('invite.password')}
          rule={t('invite.password.rule')}
          type="password"
          autoComplete="new-password"
          value={password}
          onText={setPassword}
          problem={shown('password')}
        />
        <Field
          label={t('invite.again')}
          type="password"
          autoComplete="new-password"
          value={again}
          onText={setAgain}
          problem={shown('again')}
        />
        {refused !== null && (
          <p className="problem" role="alert">
            {t(`invite.${refused}`)}
          </p>
        )}
        <Button look="main" type="submit" isDisabled={accept.isPending}>
          {t('invite.submit')}
        </Button>
      </form>
    </Door>
  );
}

function For({ invitation }: { readonly invitation: InvitationFormProps['invitation'] }) {
  const t = useText();
  const { language } = useLanguage();
  const role = namedText(language, 'role.', invitation.role);
  if (invitation.name === '') return <p>{t('invite.for-role', { role })}</p>;
  return <p>{t('invite.for', { name: invitation.name, role })}</p>;
}
