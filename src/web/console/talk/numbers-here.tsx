import { useState } from 'react';
import type { HouseReply } from '../../../wire/house/calls.ts';
import { SelectField } from '../house/form/fields.tsx';
import { HouseData } from '../house/house-data.tsx';
import { useHouse } from '../house/use-house.ts';
import { useText } from '../text/language.tsx';

type Reply = HouseReply<'numbers/list'>;

/** Numbers of this area, at hand while talking; also those that only a counsellor gives on. */
export function NumbersHere() {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('numbers.here')}</summary>
      {isOpen && <Numbers />}
    </details>
  );
}

function Numbers() {
  const read = useHouse('numbers/list', {});
  return <HouseData read={read}>{(reply) => <OfArea reply={reply} />}</HouseData>;
}

function OfArea({ reply: { rows, areas, own } }: { readonly reply: Reply }) {
  const t = useText();
  const [area, setArea] = useState(own ?? 'all');
  const shown = rows.filter(
    ({ service, test, emergency }) =>
      service.number !== null &&
      (emergency || test === 'fresh' || test === 'stale') &&
      (service.area === 'all' || service.area.includes(area)),
  );
  return (
    <>
      <SelectField
        label={t('numbers.here.area')}
        value={area}
        options={[
          { value: 'all', text: t('numbers.here.country') },
          ...areas.map(({ code, name }) => ({ value: code, text: name })),
        ]}
        onChoose={setArea}
      />
      <ul className="numbers-here">
        {shown.map(({ service, test }) => (
          <li key={service.id}>
            <strong className="digits">{service.number}</strong> {service.name}
            {test === 'stale' && <span className="soft"> · {t('numbers.test.stale')}</span>}
          </li>
        ))}
      </ul>
      {shown.every(({ emergency }) => emergency) && <p className="soft">{t('numbers.here.none')}</p>}
    </>
  );
}
