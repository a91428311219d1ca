import { useState } from 'react';
import type { Named } from '../../../../directory/area-search.ts';
import { serviceKinds } from '../../../../directory/service-kinds.ts';
import { readSyllable } from '../../../../text/syllable.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../form/fields.tsx';
import { saveText } from '../save-text.ts';
import { useHouseChange } from '../use-house.ts';
import { goTo } from '../use-route.ts';
import { NumberCard } from './number-card.tsx';
import type { NumberRow, NumbersReply } from './numbers-screen.tsx';

interface Filter {
  readonly area: string;
  readonly kind: string;
  readonly words: string;
}

/** Words without marks and case: counsellors type as fast as they can. */
const plain = (text: string): string =>
  text
    .split(/\s+/u)
    .map((word) => readSyllable(word).plain)
    .join(' ');

function fits({ service }: NumberRow, { area, kind, words }: Filter): boolean {
  const isThere = area === '' || service.area === 'all' || service.area.includes(area);
  const isKind = kind === '' || service.kind === kind;
  const all = plain([service.name, service.label, service.number ?? '', ...service.aliases].join(' '));
  return isThere && isKind && all.includes(plain(words));
}

interface NumbersListProps {
  readonly reply: NumbersReply;
  readonly mayEdit: boolean;
}

/** The register with this month's calls to make first. */
export function NumbersList({ reply, mayEdit }: NumbersListProps) {
  const t = useText();
  const [filter, setFilter] = useState<Filter>({ area: reply.own ?? '', kind: '', words: '' });
  const rows = reply.rows.filter((row) => fits(row, filter));
  const due = reply.rows.filter((row) => row.due);
  return (
    <div className="form">
      <Due rows={due} areas={reply.areas} mayEdit={mayEdit} />
      <section className="form" aria-labelledby="numbers-all">
        <h2 id="numbers-all">{t('numbers.all', { n: rows.length })}</h2>
        <Filters reply={reply} filter={filter} onChange={setFilter} />
        {mayEdit && <Tools />}
        <ul className="rows">
          {rows.map((row) => (
            <li key={row.service.id}>
              <NumberCard row={row} areas={reply.areas} mayEdit={mayEdit} />
            </li>
          ))}
        </ul>
        {rows.length === 0 && <p className="soft">{t('numbers.none')}</p>}
      </section>
    </div>
  );
}

/** The monthly list: who was not heard for 30 days. */
function Due({
  rows,
  areas,
  mayEdit,
}: {
  readonly rows: readonly NumberRow[];
  readonly areas: readonly Named[];
  readonly mayEdit: boolean;
}) {
  const t = useText();
  const [open, setOpen] = useState(false);
  if (rows.length === 0) return <p className="soft">{t('numbers.due.none')}</p>;
  return (
    <section className="panel panel--kept" aria-labelledby="numbers-due">
      <h2 id="numbers-due">{t('numbers.due', { n: rows.length })}</h2>
      <p>{t('numbers.due.rule')}</p>
      <div className="buttons">
        <Button aria-expanded={open} onPress={() => setOpen(!open)}>
          {t(open ? 'numbers.due.hide' : 'numbers.due.show')}
        </Button>
      </div>
      {open && (
        <ul className="rows">
          {rows.map((row) => (
            <li key={row.service.id}>
              <NumberCard row={row} areas={areas} mayEdit={mayEdit} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface FiltersProps {
  readonly reply: NumbersReply;
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

function Filters({ reply, filter, onChange }: FiltersProps) {
  const t = useText();
  const { language } = useLanguage();
  const kinds = new Set(reply.rows.map(({ service }) => service.kind));
  return (
    <div className="line">
      <SelectField
        label={t('numbers.filter.area')}
        value={filter.area}
        options={[
          { value: '', text: t('numbers.filter.area.all') },
          ...reply.areas.map(({ code, name }) => ({ value: code, text: name })),
        ]}
        onChoose={(area) => onChange({ ...filter, area })}
      />
      <SelectField
        label={t('numbers.filter.kind')}
        value={filter.kind}
        options={[
          { value: '', text: t('numbers.filter.kind.all') },
          ...serviceKinds
            .filter((kind) => kinds.has(kind))
            .map((kind) => ({ value: kind, text: namedText(language, 'numbers.kind.', kind) })),
        ]}
        onChoose={(kind) => onChange({ ...filter, kind })}
      />
      <TextField
        label={t('numbers.filter.words')}
        type="search"
        value={filter.words}
        onText={(words) => onChange({ ...filter, words })}
      />
    </div>
  );
}

function Tools() {
  const t = useText();
  const table = useHouseChange('numbers/export');
  const save = async () => {
    const outcome = await table.run({});
    if (outcome.status === 'done') saveText('numbers.csv', 'text/csv', outcome.reply.csv);
  };
  return (
    <div className="buttons">
      <Button look="main" onPress={() => goTo('numbers', '+new')}>
        {t('numbers.add')}
      </Button>
      <Button isDisabled={table.busy} onPress={() => void save()}>
        {t('numbers.export')}
      </Button>
      <Button onPress={() => goTo('numbers', '+table')}>{t('numbers.import')}</Button>
    </div>
  );
}
