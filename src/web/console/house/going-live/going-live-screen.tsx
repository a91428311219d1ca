import { useState } from 'react';
import { vietTime } from '../../../../text/viet-time.ts';
import type { HouseReply } from '../../../../wire/house/calls.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/now.tsx';
import { TextField } from '../form/fields.tsx';
import { HouseData } from '../house-data.tsx';
import { houseProblem, useHouse, useHouseChange } from '../use-house.ts';

type Line = HouseReply<'live/read'>['lines'][number];

/** What must be true before the centre opens: red until each line has a name and a date. */
export function GoingLiveScreen() {
  const t = useText();
  const read = useHouse('live/read', {});
  return (
    <HouseData read={read}>
      {({ live, lines }) => (
        <div className="lines">
          <p className={live ? undefined : 'problem'}>
            {t(live ? 'live.yes' : 'live.no', { n: lines.filter(({ done }) => !done).length })}
          </p>
          <ol className="lines">
            {lines.map((line) => (
              <LiveLine key={line.line} line={line} />
            ))}
          </ol>
        </div>
      )}
    </HouseData>
  );
}

function LiveLine({ line }: { readonly line: Line }) {
  const t = useText();
  const { language } = useLanguage();
  const { role } = useDesk().me;
  const { evidence, signed, done } = line;
  return (
    <li className="row" data-done={done}>
      <div className="row__head">
        <strong>{namedText(language, 'live.line.', line.line)}</strong>
        <span className="mark" data-mark={done ? 'shown' : 'hidden'}>
          {t(done ? 'live.done' : 'live.open')}
        </span>
      </div>
      <p className="soft">{namedText(language, 'live.about.', line.line)}</p>
      {evidence !== null && (
        <p className={evidence.good ? undefined : 'problem'}>
          {namedText(language, 'live.evidence.', evidence.key, evidence.params)}
        </p>
      )}
      {signed !== null && <p>{t('live.signed', { name: signed.name, date: signed.date })}</p>}
      {role === 'administrator' && <Sign line={line} />}
    </li>
  );
}

/** A name and a date; what was signed can be taken back. */
function Sign({ line }: { readonly line: Line }) {
  const t = useText();
  const { language } = useLanguage();
  const change = useHouseChange('live/sign');
  const today = vietTime(useNow()).date;
  const [name, setName] = useState('');
  const [date, setDate] = useState(today);
  const [problem, setProblem] = useState<string | null>(null);
  const title = namedText(language, 'live.line.', line.line);
  const sign = async (signed: Line['signed']) => {
    const key = houseProblem(await change.run({ line: line.line, version: line.version, signed }));
    setProblem(key === null ? null : t(key));
  };
  if (line.signed !== null)
    return (
      <>
        <output className="problem">{problem}</output>
        <Button
          look="quiet"
          aria-label={t('live.take-back.of', { name: title })}
          isDisabled={change.busy}
          onPress={() => void sign(null)}
        >
          {t('live.take-back')}
        </Button>
      </>
    );
  return (
    <form
      className="line"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim().length < 2) setProblem(t('form.required'));
        else void sign({ name: name.trim(), date });
      }}
    >
      <TextField label={t('live.name')} maxLength={80} value={name} problem={problem} onText={setName} />
      <TextField label={t('live.date')} type="date" value={date} onText={setDate} />
      <Button type="submit" isDisabled={change.busy} aria-label={t('live.sign.of', { name: title })}>
        {t('live.sign')}
      </Button>
    </form>
  );
}
