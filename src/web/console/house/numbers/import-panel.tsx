import { useId, useState } from 'react';
import type { HouseReply } from '../../../../wire/house/calls.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { Button } from '../../ui/button.tsx';
import { houseProblem, useHouseChange } from '../use-house.ts';

type Look = HouseReply<'numbers/import'>;

/** A table of numbers: looked at first, taken only when it is all good or when somebody asks for the good lines. */
export function ImportPanel({ onDone }: { readonly onDone: () => void }) {
  const t = useText();
  const id = useId();
  const table = useHouseChange('numbers/import');
  const [csv, setCsv] = useState('');
  const [look, setLook] = useState<Look | null>(null);
  const [said, setSaid] = useState<string | null>(null);

  const send = async (text: string, take: 'none' | 'all' | 'good') => {
    const outcome = await table.run({
      csv: text,
      take,
      stamp: take === 'none' ? null : (look?.stamp ?? null),
    });
    const key = houseProblem(outcome);
    setSaid(key === null ? null : t(key));
    if (outcome.status !== 'done') return;
    setLook(outcome.reply);
  };
  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    const text = await file.text();
    setCsv(text);
    setLook(null);
    await send(text, 'none');
  };
  return (
    <div className="form">
      <div className="buttons">
        <Button look="quiet" onPress={onDone}>
          {t('numbers.back')}
        </Button>
      </div>
      <h2>{t('numbers.import')}</h2>
      <p className="soft">{t('numbers.import.rule')}</p>
      <div className="field">
        <label htmlFor={id}>{t('numbers.import.file')}</label>
        <input
          id={id}
          type="file"
          accept=".csv,text/csv"
          onChange={(event) => void choose(event.target.files?.[0])}
        />
      </div>
      <output className="problem">{said}</output>
      {look !== null && <Seen look={look} busy={table.busy} onTake={(take) => void send(csv, take)} />}
    </div>
  );
}

interface SeenProps {
  readonly look: Look;
  readonly busy: boolean;
  readonly onTake: (take: 'all' | 'good') => void;
}

function Seen({ look, busy, onTake }: SeenProps) {
  const t = useText();
  const { added, changed, bad, taken } = look;
  const news = added.length + changed.length;
  if (taken) return <output>{t('numbers.import.taken', { n: news })}</output>;
  return (
    <section className="panel" aria-labelledby="import-seen">
      <h3 id="import-seen">{t('numbers.import.seen')}</h3>
      <ul className="names">
        {added.length > 0 && (
          <li>{t('numbers.import.added', { n: added.length, names: added.join(', ') })}</li>
        )}
        {changed.length > 0 && (
          <li>{t('numbers.import.changed', { n: changed.length, names: changed.join(', ') })}</li>
        )}
        <li>{t('numbers.import.same', { n: look.same })}</li>
      </ul>
      <BadLines bad={bad} />
      {news > 0 && (
        <div className="buttons">
          {bad.length === 0 ? (
            <Button look="main" isDisabled={busy} onPress={() => onTake('all')}>
              {t('numbers.import.take')}
            </Button>
          ) : (
            <Button isDisabled={busy} onPress={() => onTake('good')}>
              {t('numbers.import.take-good', { n: news })}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

/** Every line that cannot be taken, with its number in the file and what is wrong in it. */
function BadLines({ bad }: { readonly bad: Look['bad'] }) {
  const t = useText();
  const { language } = useLanguage();
  if (bad.length === 0) return null;
  return (
    <div role="alert">
      <h3 className="problem">{t('numbers.import.bad', { n: bad.length })}</h3>
      <ul className="names">
        {bad.map(({ line, problems }) => (
          <li key={line}>
            {t('numbers.import.line', { n: line })}{' '}
            {problems
              .map(({ field, problem, params }) => {
                const name = field === '' ? '' : `${namedText(language, 'numbers.field.', field)}: `;
                return `${name}${namedText(language, 'house.problem.', problem, params)}`;
              })
              .join(' ')}
          </li>
        ))}
      </ul>
    </div>
  );
}
