import { useState } from 'react';
import type { HouseReply } from '../../../../wire/house/calls.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, SelectField, TextField } from '../form/fields.tsx';
import { HouseData } from '../house-data.tsx';
import { houseProblem, useHouse, useHouseChange } from '../use-house.ts';

type Reply = HouseReply<'facts/read'>;
type Row = Reply['rows'][number];

/** What makes a person's wish possible to honour; everybody her own, an administrator all. */
export function StaffFactsScreen() {
  const t = useText();
  const read = useHouse('facts/read', {});
  return (
    <HouseData read={read}>
      {({ rows, languages }) => (
        <div className="lines">
          <p className="soft">{t('facts.why')}</p>
          {rows.map((row) => (
            <FactsForm key={`${row.staff} ${String(row.version)}`} row={row} languages={languages} />
          ))}
        </div>
      )}
    </HouseData>
  );
}

function FactsForm({ row, languages }: { readonly row: Row; readonly languages: Reply['languages'] }) {
  const t = useText();
  const { language } = useLanguage();
  const change = useHouseChange('facts/write');
  const [facts, setFacts] = useState(row.facts);
  const [communes, setCommunes] = useState(row.facts.communes.join(', '));
  const [said, setSaid] = useState<string | null>(null);
  const save = async () => {
    const names = communes
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const outcome = await change.run({
      staff: row.staff,
      version: row.version,
      facts: { ...facts, communes: names },
    });
    setSaid(t(houseProblem(outcome) ?? 'facts.saved'));
  };
  return (
    <section className="panel" aria-label={row.name}>
      <h2>
        {row.name} <span className="soft">{namedText(language, 'role.', row.role)}</span>
      </h2>
      <SelectField
        label={t('facts.gender')}
        value={facts.gender ?? 'none'}
        options={(['none', 'woman', 'man'] as const).map((value) => ({
          value,
          text: t(`facts.gender.${value}`),
        }))}
        onChoose={(value) => setFacts({ ...facts, gender: value === 'none' ? null : value })}
      />
      <fieldset className="choice">
        <legend>{t('facts.languages')}</legend>
        {languages.map((tag) => (
          <CheckField
            key={tag}
            label={namedText(language, 'language.', tag)}
            checked={facts.languages.includes(tag)}
            onChange={(on) =>
              setFacts({
                ...facts,
                languages: on ? [...facts.languages, tag] : facts.languages.filter((one) => one !== tag),
              })
            }
          />
        ))}
      </fieldset>
      <TextField label={t('facts.communes')} value={communes} onText={setCommunes} />
      <div className="buttons">
        <Button look="main" isDisabled={change.busy} onPress={() => void save()}>
          {t('facts.save')}
        </Button>
        <output>{said}</output>
      </div>
    </section>
  );
}
