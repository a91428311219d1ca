import type { Named } from '../../../../directory/area-search.ts';
import { serviceKinds } from '../../../../directory/service-kinds.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { Group, SelectField, TextField } from '../form/fields.tsx';
import type { Service } from './number-form.tsx';
import { NumberHours } from './number-hours.tsx';
import { NumberPlaces } from './number-places.tsx';
import { NumberSeen } from './number-seen.tsx';
import { ListField, MaybeField, YesNoField } from './small-fields.tsx';

/** What every part of the form is given. */
export interface PartProps {
  readonly service: Service;
  readonly areas: readonly Named[];
  readonly isEmergency: boolean;
  readonly set: (change: Partial<Service>) => void;
  readonly problem: (field: keyof Service) => string | null;
}

/** The fields in the order in which one would ask for them on the telephone. */
export function NumberFields(part: PartProps) {
  return (
    <>
      <What {...part} />
      <NumberHours {...part} />
      <Whom {...part} />
      <NumberPlaces {...part} />
      <NumberSeen {...part} />
      <Source {...part} />
    </>
  );
}

function What({ service, set, problem, isEmergency }: PartProps) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Group title={t('numbers.group.what')}>
      <TextField
        label={t('numbers.field.name')}
        problem={problem('name')}
        value={service.name}
        onText={(name) => set({ name })}
      />
      <TextField
        label={t('numbers.field.label')}
        rule={t('numbers.label.rule')}
        problem={problem('label')}
        value={service.label}
        onText={(label) => set({ label })}
      />
      <SelectField
        label={t('numbers.field.kind')}
        problem={problem('kind')}
        value={service.kind}
        isDisabled={isEmergency}
        options={serviceKinds.map((kind) => ({
          value: kind,
          text: namedText(language, 'numbers.kind.', kind),
        }))}
        onChoose={(kind) => set({ kind })}
      />
      <MaybeField
        label={t('numbers.field.number')}
        problem={problem('number')}
        inputMode="tel"
        disabled={isEmergency}
        value={service.number}
        onMaybe={(number) => set({ number })}
      />
      <SelectField
        label={t('numbers.field.cost')}
        problem={problem('cost')}
        value={service.cost}
        options={[
          { value: 'free', text: t('numbers.cost.free') },
          { value: 'charged', text: t('numbers.cost.charged') },
          { value: 'unknown', text: t('numbers.unknown') },
        ]}
        onChoose={(cost) => set({ cost })}
      />
      <YesNoField
        label={t('numbers.field.needs_credit')}
        value={service.needs_credit}
        onChoose={(needs) => set({ needs_credit: needs })}
      />
      <MaybeField
        label={t('numbers.field.dial_from_elsewhere')}
        value={service.dial_from_elsewhere}
        onMaybe={(dial) => set({ dial_from_elsewhere: dial })}
      />
    </Group>
  );
}

function Whom({ service, set, isEmergency }: PartProps) {
  const t = useText();
  return (
    <Group title={t('numbers.group.whom')}>
      <MaybeField
        label={t('numbers.field.who_answers')}
        value={service.who_answers}
        onMaybe={(who) => set({ who_answers: who })}
      />
      <YesNoField
        label={t('numbers.field.takes_children')}
        value={service.takes_children}
        onChoose={(takes) => set({ takes_children: takes })}
      />
      <YesNoField
        label={t('numbers.field.takes_men')}
        value={service.takes_men}
        onChoose={(takes) => set({ takes_men: takes })}
      />
      <SelectField
        label={t('numbers.field.for_violence')}
        rule={t('numbers.for-violence.rule')}
        value={service.for_violence ? 'yes' : 'no'}
        isDisabled={isEmergency}
        options={[
          { value: 'yes', text: t('numbers.yes') },
          { value: 'no', text: t('numbers.no') },
        ]}
        onChoose={(value) => set({ for_violence: value === 'yes' })}
      />
      <ListField
        label={t('numbers.field.languages')}
        rule={t('numbers.languages.rule')}
        value={service.languages}
        onList={(languages) => set({ languages })}
      />
      <ListField
        label={t('numbers.field.interpreters')}
        rule={t('numbers.languages.rule')}
        value={service.interpreters}
        onList={(interpreters) => set({ interpreters })}
      />
    </Group>
  );
}

/** Where this entry comes from, and how sure it is (confidence as in safety-content). */
function Source({ service, set, problem }: PartProps) {
  const t = useText();
  return (
    <Group title={t('numbers.group.source')}>
      <TextField
        label={t('numbers.field.source')}
        problem={problem('source')}
        value={service.source}
        onText={(source) => set({ source })}
      />
      <SelectField
        label={t('numbers.field.confidence')}
        value={service.confidence}
        options={[
          { value: 'A', text: t('numbers.confidence.A') },
          { value: 'B', text: t('numbers.confidence.B') },
          { value: 'C', text: t('numbers.confidence.C') },
          { value: 'P', text: t('numbers.confidence.P') },
        ]}
        onChoose={(confidence) => set({ confidence })}
      />
      <MaybeField
        label={t('numbers.field.last_tested')}
        rule={t('numbers.last-tested.rule')}
        problem={problem('last_tested')}
        type="date"
        value={service.last_tested}
        onMaybe={(tested) => set({ last_tested: tested })}
      />
      <MaybeField
        label={t('numbers.field.tested_by')}
        value={service.tested_by}
        onMaybe={(by) => set({ tested_by: by })}
      />
    </Group>
  );
}
