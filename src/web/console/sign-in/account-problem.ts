import { longestName, longestPassword, shortestName, shortestPassword } from '../../../wire/console.ts';
import type { MessageKey } from '../text/catalogue.ts';

/** What stands in the form of a new account. */
interface AccountForm {
  readonly name: string;
  readonly password: string;
  readonly again: string;
}

/** The first thing to mend before the form is sent, and at which field; null when it can go. */
export function accountProblem(
  form: AccountForm,
): { readonly field: keyof AccountForm; readonly key: MessageKey } | null {
  const nameLength = Array.from(form.name.normalize('NFC').trim()).length;
  if (nameLength < shortestName || nameLength > longestName)
    return { field: 'name', key: 'invite.name-short' };
  if (form.password.length < shortestPassword) return { field: 'password', key: 'invite.short' };
  if (form.password.length > longestPassword) return { field: 'password', key: 'invite.long' };
  return form.password === form.again ? null : { field: 'again', key: 'invite.differ' };
}
