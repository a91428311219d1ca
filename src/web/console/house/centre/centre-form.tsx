import { useState } from 'react';
import { centreProblems } from '../../../../directory/centre.ts';
import type { HouseDetail, HouseReply } from '../../../../wire/house/calls.ts';
import { useDesk } from '../../desk/desk-context.ts';
import type { MessageKey } from '../../text/catalogue.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { Group, SelectField, TextField } from '../form/fields.tsx';
import { HoursEditor } from '../form/hours-editor.tsx';
import { problemOf } from '../form/problem-text.ts';
import { SaveBar } from '../form/save-bar.tsx';
import { useEditing } from '../form/use-editing.ts';
import { houseDetail, houseProblem, useHouseChange } from '../use-house.ts';
import { CentreArea } from './centre-area.tsx';
import { CentreKeeping } from './centre-keeping.tsx';
import { FormerNames } from './former-names.tsx';
import { Holidays } from './holidays.tsx';

type Reply = HouseReply<'centre/read'>;
export type Centre = Reply['centre'];

/** What every part of the form is given. */
export interface PartProps {
  readonly centre: Centre;
  readonly set: (change: Partial<Centre>) => void;
  readonly isReadOnly: boolean;
  readonly problem: (field: keyof Centre) => string | null;
}

/** One form for everything; only an administrator changes it, the others read. */
export function CentreForm({ reply }: { readonly reply: Reply }) {
  const t = useText();
  const { language } = useLanguage();
  const isReadOnly = useDesk().me.role !== 'administrator';
  const editing = useEditing({ version: reply.version, value: reply.centre });
  const write = useHouseChange('centre/write');
  const [problems, setProblems] = useState<readonly HouseDetail[]>([]);
  const [said, setSaid] = useState<MessageKey | null>(null);
  const { draft, set, version } = editing;

  const save = async () => {
    const found = centreProblems(draft, { areas: reply.areas, services: reply.lines });
    setProblems(found);
    if (found.length > 0) {
      setSaid('house.refused.invalid');
      return;
    }
    const outcome = await write.run({ version, centre: draft });
    setProblems(houseDetail(outcome));
    setSaid(houseProblem(outcome) ?? 'house.saved');
    if (outcome.status === 'done') editing.saved(outcome.reply.version);
  };
  const part: PartProps = {
    centre: draft,
    isReadOnly,
    set: (change) => {
      setSaid(null);
      set(change);
    },
    problem: (field) => problemOf(language, problems, field),
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {isReadOnly && <p className="soft">{t('centre.read-only')}</p>}
      <fieldset className="form__fields" disabled={isReadOnly}>
        <CentreName {...part} />
        <CentreArea {...part} areas={reply.areas} />
        <Group title={t('centre.hours')}>
          <p className="soft">{t('centre.hours.rule')}</p>
          <HoursEditor
            hours={draft.hours}
            isReadOnly={isReadOnly}
            onChange={(hours) => part.set({ hours })}
          />
          <p className="field__problem">{part.problem('hours')}</p>
          <Holidays {...part} />
        </Group>
        <CentreReach {...part} lines={reply.lines} />
        <Sentence {...part} sentences={reply.sentences} />
        <CentreKeeping {...part} />
      </fieldset>
      {!isReadOnly && (
        <SaveBar
          editing={editing}
          nameOf={(field) => namedText(language, 'centre.field.', field)}
          changed={reply.changed}
          busy={write.busy}
          said={said === null ? null : t(said)}
          isSaved={said === 'house.saved'}
          onSave={() => void save()}
          onChosen={() => setSaid(null)}
        />
      )}
    </form>
  );
}

function CentreName(part: PartProps) {
  const t = useText();
  const { centre, set, problem } = part;
  return (
    <Group title={t('centre.name')}>
      <TextField
        label={t('centre.name.now')}
        rule={t('centre.name.rule')}
        problem={problem('name')}
        value={centre.name ?? ''}
        onText={(name) => set({ name: name === '' ? null : name })}
      />
      <FormerNames {...part} />
    </Group>
  );
}

/** How people reach the centre beside this page: its address, its Zalo account, its own line. */
function CentreReach({ centre, set, problem, lines }: PartProps & { readonly lines: Reply['lines'] }) {
  const t = useText();
  const line = lines.find(({ id }) => id === centre.line);
  return (
    <Group title={t('centre.reach')}>
      <TextField
        label={t('centre.web')}
        rule={t('centre.web.rule')}
        problem={problem('web')}
        inputMode="url"
        value={centre.web ?? ''}
        onText={(web) => set({ web: web.trim() === '' ? null : web.trim() })}
      />
      <TextField
        label={t('centre.zalo')}
        rule={t('centre.zalo.rule')}
        problem={problem('zalo_name')}
        value={centre.zalo_name ?? ''}
        onText={(name) => set({ zalo_name: name === '' ? null : name })}
      />
      <SelectField
        label={t('centre.line')}
        rule={line === undefined || line.shown ? t('centre.line.rule') : t('centre.line.untested')}
        problem={problem('line')}
        value={centre.line ?? ''}
        options={[
          { value: '', text: t('centre.line.none') },
          ...lines.map(({ id, name, number }) => ({ value: id, text: `${number} · ${name}` })),
        ]}
        onChoose={(id) => set({ line: id === '' ? null : id })}
      />
    </Group>
  );
}

/** The approved wordings; the second is not written yet, and says so. */
function Sentence({ centre, set, sentences }: PartProps & { readonly sentences: Reply['sentences'] }) {
  const t = useText();
  return (
    <fieldset className="group panel choice">
      <legend>
        <h2>{t('centre.sentence')}</h2>
      </legend>
      <p className="soft">{t('centre.sentence.rule')}</p>
      {sentences.map(({ version, text }) => (
        <label key={version}>
          <input
            type="radio"
            name="sentence"
            checked={centre.limits_version === version}
            onChange={() => set({ limits_version: centre.limits_version })}
          />
          <span>{text}</span>
        </label>
      ))}
      <label className="soft">
        <input type="radio" name="sentence" disabled />
        <span>{t('centre.sentence.missing')}</span>
      </label>
    </fieldset>
  );
}
