import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { signIn } from '../live/api.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Door } from './door.tsx';

interface SignInScreenProps {
  /** The session ran out while somebody was working. */
  readonly ended: boolean;
  readonly onSignedIn: () => void;
}

/** Name and password; one answer for a wrong name and a wrong password. */
export function SignInScreen({ ended, onSignedIn }: SignInScreenProps) {
  const t = useText();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: () => signIn(name.trim(), password),
    onSuccess: (result) => {
      if (result === 'done') onSignedIn();
    },
  });
  const result = attempt.data ?? 'done';
  const problem: MessageKey | null = result === 'done' ? null : `sign-in.${result}`;
  return (
    <Door title={t('sign-in.title')}>
      {ended && <output>{t('sign-in.ended')}</output>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate();
        }}
      >
        <Field label={t('sign-in.name')} autoComplete="username" required value={name} onText={setName} />
        <Field
          label={t('sign-in.password')}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onText={setPassword}
          problem={problem === null || attempt.isPending ? null : t(problem)}
        />
        <Button look="main" type="submit" isDisabled={attempt.isPending}>
          {t(attempt.isPending ? 'sign-in.working' : 'sign-in.submit')}
        </Button>
      </form>
    </Door>
  );
}
