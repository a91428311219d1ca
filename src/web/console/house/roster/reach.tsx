import { useState } from 'react';
import { useDesk } from '../../desk/desk-context.ts';
import type { MessageKey } from '../../text/catalogue.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../form/fields.tsx';
import { houseProblem, useHouseChange } from '../use-house.ts';
import { type RosterReply, staffName } from './roster-names.ts';

const takesCalls: ReadonlySet<string> = new Set(['counsellor', 'supervisor', 'administrator']);

/** Who is reached by what, and one's own telephone number (an administrator sees all). */
export function Reach({ reply }: { readonly reply: RosterReply }) {
  const t = useText();
  const { language } = useLanguage();
  const { me } = useDesk();
  const people = reply.staff.filter(({ role }) => takesCalls.has(role));
  const own = people.filter(({ id }) => id === me.id || me.role === 'administrator');
  return (
    <div className="lines">
      <ul>
        {people.map(({ id, name }) => {
          const ways = reply.reach.filter(({ staff }) => staff === id);
          return (
            <li key={id} className={ways.some(({ failing }) => !failing) ? undefined : 'problem'}>
              {name}:{' '}
              {ways.length === 0
                ? t('reach.none')
                : ways
                    .map(
                      ({ way, failing }) =>
                        `${namedText(language, 'reach.way.', way)}${failing ? ` (${t('reach.failing')})` : ''}`,
                    )
                    .join(', ')}
            </li>
          );
        })}
      </ul>
      {own.map(({ id }) => (
        <Telephone key={id} reply={reply} staff={id} />
      ))}
    </div>
  );
}

/** Kept sealed; given to the gateway only where the centre configured it so. */
function Telephone({ reply, staff }: { readonly reply: RosterReply; readonly staff: string }) {
  const t = useText();
  const kept = reply.telephones.find((one) => one.staff === staff);
  const change = useHouseChange('paging/telephone');
  const [text, setText] = useState(kept?.telephone ?? '');
  const [said, setSaid] = useState<MessageKey | null>(null);
  const save = async () => {
    const telephone = text.trim() === '' ? null : text.trim();
    const outcome = await change.run({ staff, version: kept?.version ?? 0, telephone });
    setSaid(houseProblem(outcome) ?? 'house.saved');
  };
  return (
    <div className="line">
      <TextField
        label={t('reach.telephone', { name: staffName(reply, staff) })}
        rule={t('reach.telephone.rule')}
        type="tel"
        value={text}
        maxLength={20}
        onText={(next) => {
          setSaid(null);
          setText(next);
        }}
      />
      <Button isDisabled={change.busy || text === (kept?.telephone ?? '')} onPress={() => void save()}>
        {t('house.save')}
      </Button>
      <output className={said === 'house.saved' ? 'soft' : 'problem'}>{said !== null && t(said)}</output>
    </div>
  );
}
