import { emptyRecord } from '../../../../report/contact-record.ts';
import type { HouseReply } from '../../../../wire/house/calls.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { formatDay, formatHour } from '../../text/times.ts';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/now.tsx';
import { HouseData } from '../house-data.tsx';
import { useHouse } from '../use-house.ts';
import { goTo, useRoute } from '../use-route.ts';
import { ContactForm } from './contact-form.tsx';

type List = HouseReply<'contacts/list'>;

/** How far back the list goes. */
const daysListed = 60;

/** The book of contacts: the list, one record (`#/contacts/<id>`), a new one of a call or a visit (`#/contacts/+new`). */
export function ContactsScreen() {
  const read = useHouse('contacts/list', { days: daysListed });
  return <HouseData read={read}>{(list) => <Contacts list={list} />}</HouseData>;
}

function Contacts({ list }: { readonly list: List }) {
  const [id] = useRoute().rest;
  const now = useNow();
  const back = () => goTo('contacts');
  if (id === '+new')
    return (
      <ContactForm
        key="new"
        begun={{ id: null, version: 0, record: emptyRecord(now), childKnown: false }}
        areas={list.areas}
        onDone={back}
      />
    );
  if (id !== undefined) return <Kept key={id} id={id} areas={list.areas} onDone={back} />;
  return <ContactList list={list} />;
}

function Kept({
  id,
  areas,
  onDone,
}: {
  readonly id: string;
  readonly areas: List['areas'];
  readonly onDone: () => void;
}) {
  const read = useHouse('contacts/read', { id });
  return (
    <HouseData read={read}>
      {(view) => <ContactForm key={view.id} begun={view} areas={areas} onDone={onDone} />}
    </HouseData>
  );
}

function ContactList({ list: { rows } }: { readonly list: List }) {
  const t = useText();
  const { language } = useLanguage();
  const now = useNow();
  return (
    <div className="lines">
      <p className="soft">{t('contacts.text')}</p>
      <Button look="main" onPress={() => goTo('contacts', '+new')}>
        {t('contacts.new')}
      </Button>
      {rows.length === 0 && <p>{t('contacts.none')}</p>}
      <ul className="lines">
        {rows.map((row) => (
          <li className="row" key={row.id}>
            <div className="row__head">
              <strong>{row.pseudonym ?? namedText(language, 'record.source.', row.source)}</strong>
              <span className="mark" data-level={row.level}>
                {namedText(language, 'level.', row.level)}
              </span>
            </div>
            <p className="soft">
              {formatDay(row.at)} {formatHour(row.at, row.at)} · {row.by}
              {row.closed ? '' : ` · ${t('contacts.open')}`}
            </p>
            {row.child === 'due' && <p className="problem">{t('contacts.child.due')}</p>}
            {row.child === 'reported' && <p className="soft">{t('contacts.child.reported')}</p>}
            <Button
              look="quiet"
              aria-label={t('contacts.edit.of', { name: row.pseudonym ?? formatHour(row.at, now) })}
              onPress={() => goTo('contacts', row.id)}
            >
              {t('contacts.edit')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
