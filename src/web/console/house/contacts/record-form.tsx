import type { Named } from '../../../../directory/area-search.ts';
import { type ContactRecord, recordLists } from '../../../../report/contact-record.ts';
import { peoples } from '../../../../report/peoples.ts';
import type { HouseDetail } from '../../../../wire/house/calls.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { Button } from '../../ui/button.tsx';
import { AreaPicker } from '../form/area-picker.tsx';
import { CheckField, Group, SelectField, TextField } from '../form/fields.tsx';
import { problemOf } from '../form/problem-text.ts';
import { ChildReports, Referrals } from './record-lines.tsx';

export interface RecordFormProps {
  readonly record: ContactRecord;
  readonly areas: readonly Named[];
  readonly childKnown: boolean;
  readonly problems: readonly HouseDetail[];
  readonly set: (change: Partial<ContactRecord>) => void;
}
type Choices = 'source' | 'returning' | 'who' | 'sex' | 'age' | 'type' | 'result';

/** The contact record: closed lists, in the order in which a counsellor knows the answers. */
export function RecordForm(props: RecordFormProps) {
  return (
    <div className="form__fields">
      <Person {...props} />
      <Harm {...props} />
      <Done {...props} />
      <Child {...props} />
      <Agreed {...props} />
    </div>
  );
}

/** One of a closed list of the record, in words. */
function Choice({ field, record, problems, set }: RecordFormProps & { readonly field: Choices }) {
  const { language } = useLanguage();
  const t = useText();
  const values: readonly string[] = recordLists[field];
  return (
    <SelectField
      label={t(`record.${field}`)}
      problem={problemOf(language, problems, field)}
      value={record[field]}
      options={values.map((value) => ({ value, text: namedText(language, `record.${field}.`, value) }))}
      onChoose={(value) => set({ [field]: value })}
    />
  );
}

/** Some of a closed list. */
function Several({
  field,
  record,
  problems,
  set,
}: RecordFormProps & { readonly field: 'forms' | 'context' }) {
  const { language } = useLanguage();
  const t = useText();
  const chosen: readonly string[] = record[field];
  const values: readonly string[] = recordLists[field];
  const problem = problemOf(language, problems, field);
  return (
    <fieldset className="days" aria-label={t(`record.${field}`)}>
      <strong>{t(`record.${field}`)}</strong>
      {values.map((value) => (
        <CheckField
          key={value}
          label={namedText(language, `record.${field}.`, value)}
          checked={chosen.includes(value)}
          onChange={(on) =>
            set({ [field]: values.filter((one) => (one === value ? on : chosen.includes(one))) })
          }
        />
      ))}
      {problem !== null && <p className="field__problem">{problem}</p>}
    </fieldset>
  );
}

function Person(props: RecordFormProps) {
  const t = useText();
  const { language } = useLanguage();
  const { record, areas, problems, set } = props;
  const province = areas.find(({ code }) => code === record.province);
  return (
    <Group title={t('record.person')}>
      <div className="line">
        <Choice {...props} field="source" />
        <Choice {...props} field="who" />
        <Choice {...props} field="returning" />
      </div>
      <div className="line">
        <Choice {...props} field="sex" />
        <Choice {...props} field="age" />
        <SelectField
          label={t('record.people')}
          rule={t('record.people.rule')}
          value={record.people ?? ''}
          options={[
            { value: '', text: t('record.people.none') },
            ...Object.entries(peoples).map(([value, text]) => ({ value, text })),
          ]}
          onChoose={(value) => set({ people: value === '' ? null : value })}
        />
      </div>
      {province === undefined ? (
        <AreaPicker label={t('record.province')} areas={areas} onPick={(code) => set({ province: code })} />
      ) : (
        <p>
          {t('record.province')}: <strong>{province.name}</strong>{' '}
          <Button look="quiet" onPress={() => set({ province: null })}>
            {t('record.province.change')}
          </Button>
        </p>
      )}
      <div className="line">
        <TextField
          label={t('record.commune')}
          rule={t('record.commune.rule')}
          problem={problemOf(language, problems, 'commune')}
          maxLength={40}
          value={record.commune}
          onText={(commune) => set({ commune })}
        />
        <CheckField
          label={t('record.interpreted')}
          checked={record.interpreted}
          onChange={(interpreted) => set({ interpreted })}
        />
      </div>
    </Group>
  );
}

function Harm(props: RecordFormProps) {
  const t = useText();
  const { record, set } = props;
  return (
    <Group title={t('record.harm')}>
      <Several {...props} field="forms" />
      <Choice {...props} field="type" />
      <Several {...props} field="context" />
      <CheckField
        label={t('record.trafficked')}
        checked={record.trafficked}
        onChange={(trafficked) => set({ trafficked })}
      />
    </Group>
  );
}

function Done(props: RecordFormProps) {
  const t = useText();
  const { language } = useLanguage();
  const { record, problems, set } = props;
  const { emergency } = record;
  const count = (text: string): number => Math.min(200, Math.max(0, Math.trunc(Number(text) || 0)));
  return (
    <Group title={t('record.done')}>
      <div className="days">
        {(['advised', 'direct', 'sheltered', 'safeContact'] as const).map((field) => (
          <CheckField
            key={field}
            label={t(`record.${field}`)}
            checked={record[field]}
            onChange={(on) => set({ [field]: on })}
          />
        ))}
        <CheckField
          label={t('record.emergency')}
          checked={emergency !== null}
          onChange={(on) => set({ emergency: on ? { people: 1, children: 0 } : null })}
        />
      </div>
      {emergency !== null && (
        <div className="line">
          {(['people', 'children'] as const).map((field) => (
            <TextField
              key={field}
              label={t(`record.emergency.${field}`)}
              problem={field === 'people' ? problemOf(language, problems, 'emergency') : null}
              inputMode="numeric"
              value={String(emergency[field])}
              onText={(text) => set({ emergency: { ...emergency, [field]: count(text) } })}
            />
          ))}
        </div>
      )}
      <Referrals {...props} />
      <Choice {...props} field="result" />
      {record.trafficked && record.result === 'home' && (
        <CheckField
          label={t('record.homeChecked')}
          checked={record.homeChecked}
          onChange={(homeChecked) => set({ homeChecked })}
        />
      )}
      <p className="field__problem">{problemOf(language, problems, 'homeChecked')}</p>
    </Group>
  );
}

function Child(props: RecordFormProps) {
  const t = useText();
  return (
    <Group title={t('record.childReports')}>
      <ChildReports {...props} />
    </Group>
  );
}

function Agreed({ record, problems, set }: RecordFormProps) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Group title={t('record.consent')}>
      <div className="line">
        {(['advice', 'summary', 'statistics'] as const).map((purpose) => (
          <SelectField
            key={purpose}
            label={t(`record.consent.${purpose}`)}
            value={record.consent[purpose]}
            options={recordLists.consent.map((value) => ({
              value,
              text: t(`record.consent.answer.${value}`),
            }))}
            onChoose={(value) => set({ consent: { ...record.consent, [purpose]: value } })}
          />
        ))}
      </div>
      <TextField
        label={t('record.note')}
        rule={t('record.note.rule')}
        problem={problemOf(language, problems, 'note')}
        maxLength={1000}
        value={record.note}
        onText={(note) => set({ note })}
      />
    </Group>
  );
}
