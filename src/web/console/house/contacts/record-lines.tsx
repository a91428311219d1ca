import { serviceKinds } from '../../../../directory/service-kinds.ts';
import { type ContactRecord, recordLists } from '../../../../report/contact-record.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { formatHour } from '../../text/times.ts';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/now.tsx';
import { SelectField, TextField } from '../form/fields.tsx';
import { problemOf } from '../form/problem-text.ts';
import type { RecordFormProps } from './record-form.tsx';

type Referral = ContactRecord['referrals'][number];
type ChildReport = ContactRecord['childReports'][number];

const replaced = <Item,>(list: readonly Item[], at: number, item: Item): Item[] =>
  list.map((one, index) => (index === at ? item : one));

/** Where the person was passed on to: each place with its ground and what it answered. */
export function Referrals({ record, problems, set }: RecordFormProps) {
  const t = useText();
  const { language } = useLanguage();
  const now = useNow();
  const { referrals } = record;
  const fresh: Referral = {
    to: 'social-work-office',
    ground: 'consent',
    at: now,
    answer: 'no-answer-yet',
    why: null,
  };
  const put = (at: number, change: Partial<Referral>) =>
    set({
      referrals: replaced(referrals, at, { ...(referrals[at] ?? fresh), ...change }),
    });
  return (
    <div className="lines">
      {referrals.map((referral, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no name of their own, and none keeps state
        <fieldset className="line" aria-label={t('record.referral', { n: at + 1 })} key={at}>
          <SelectField
            label={t('record.referral.to')}
            value={referral.to}
            options={serviceKinds.map((value) => ({
              value,
              text: namedText(language, 'numbers.kind.', value),
            }))}
            onChoose={(to) => put(at, { to })}
          />
          <SelectField
            label={t('record.referral.ground')}
            value={referral.ground}
            options={recordLists.ground.map((value) => ({ value, text: t(`record.ground.${value}`) }))}
            onChoose={(ground) => put(at, { ground })}
          />
          <SelectField
            label={t('record.referral.answer')}
            value={referral.answer}
            options={recordLists.answer.map((value) => ({ value, text: t(`record.answer.${value}`) }))}
            onChoose={(answer) => put(at, { answer, ...(answer === 'refused' ? {} : { why: null }) })}
          />
          {referral.answer === 'refused' && (
            <SelectField
              label={t('record.referral.why')}
              value={referral.why ?? ''}
              options={[
                { value: '', text: t('record.referral.why.none') },
                ...recordLists.refusal.map((value) => ({ value, text: t(`record.refusal.${value}`) })),
              ]}
              onChoose={(why) => put(at, { why: why === '' ? null : why })}
            />
          )}
          <span className="soft">{formatHour(referral.at, now)}</span>
          <Button
            look="quiet"
            onPress={() => set({ referrals: referrals.filter((_one, index) => index !== at) })}
          >
            {t('record.line.remove')}
          </Button>
        </fieldset>
      ))}
      <p className="field__problem">{problemOf(language, problems, 'referrals')}</p>
      <Button onPress={() => set({ referrals: [...referrals, fresh] })}>{t('record.referral.add')}</Button>
    </div>
  );
}

/** The report of a child: where, when, under which number (safety-content §4.1). */
export function ChildReports({ record, childKnown, problems, set }: RecordFormProps) {
  const t = useText();
  const { language } = useLanguage();
  const now = useNow();
  const { childReports } = record;
  const fresh: ChildReport = { to: 'line-111', at: now, reference: '' };
  const put = (at: number, change: Partial<ChildReport>) =>
    set({ childReports: replaced(childReports, at, { ...(childReports[at] ?? fresh), ...change }) });
  return (
    <div className="lines">
      <p className="soft">{t(childKnown ? 'record.childReports.known' : 'record.childReports.rule')}</p>
      {childReports.map((report, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no name of their own, and none keeps state
        <fieldset className="line" aria-label={t('record.childReport', { n: at + 1 })} key={at}>
          <SelectField
            label={t('record.childReport.to')}
            value={report.to}
            options={recordLists.reportedTo.map((value) => ({
              value,
              text: t(`record.reportedTo.${value}`),
            }))}
            onChoose={(to) => put(at, { to })}
          />
          <TextField
            label={t('record.childReport.reference')}
            rule={t('record.childReport.rule')}
            maxLength={40}
            value={report.reference}
            onText={(reference) => put(at, { reference })}
          />
          <span className="soft">{formatHour(report.at, now)}</span>
          <Button
            look="quiet"
            onPress={() => set({ childReports: childReports.filter((_one, index) => index !== at) })}
          >
            {t('record.line.remove')}
          </Button>
        </fieldset>
      ))}
      <p className="field__problem">{problemOf(language, problems, 'childReports')}</p>
      <Button onPress={() => set({ childReports: [...childReports, fresh] })}>
        {t('record.childReport.add')}
      </Button>
    </div>
  );
}
