import { useState } from 'react';
import type { PeriodName } from '../../../../report/period.ts';
import { reportTable } from '../../../../report/table-csv.ts';
import type { CentreReport } from '../../../../report/tables.ts';
import { vietTime } from '../../../../text/viet-time.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { formatDay } from '../../text/times.ts';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/now.tsx';
import { SelectField } from '../form/fields.tsx';
import { HouseData } from '../house-data.tsx';
import { saveText } from '../save-text.ts';
import { useHouse } from '../use-house.ts';
import { ReportTables } from './report-tables.tsx';

/** Periods that can be reported on, newest first, as ids of the list. */
function periodsUntil(now: number): readonly { readonly id: string; readonly name: PeriodName }[] {
  const [year = 0, month = 1] = vietTime(now).date.split('-').map(Number);
  const months = Array.from({ length: 13 }, (_, back) => {
    const day = new Date(Date.UTC(year, month - 1 - back, 1));
    const name = { kind: 'month', year: day.getUTCFullYear(), month: day.getUTCMonth() + 1 } as const;
    return { id: `month ${String(name.month)}/${String(name.year)}`, name };
  });
  const halves = [year, year - 1].flatMap((one) =>
    ([2, 1] as const).map((half) => ({
      id: `half ${String(half)}/${String(one)}`,
      name: { kind: 'half', year: one, half } as const,
    })),
  );
  const actions = [year, year - 1].map((one) => ({
    id: `action ${String(one)}`,
    name: { kind: 'action', year: one } as const,
  }));
  return [...halves, ...months, ...actions];
}

/** What the centre reports: a month, half a year, the month of action. */
export function ReportsScreen() {
  const t = useText();
  const periods = periodsUntil(useNow());
  const [id, setId] = useState(() => periods.find(({ name }) => name.kind === 'month')?.id ?? '');
  const chosen = periods.find((one) => one.id === id) ?? periods[0];
  if (chosen === undefined) return null;
  return (
    <div className="lines">
      <p className="soft">{t('report.text')}</p>
      <SelectField
        label={t('report.period')}
        value={chosen.id}
        options={periods.map(({ id: value, name }) => ({
          value,
          text: t(`report.period.${name.kind}`, {
            year: name.year,
            n: name.kind === 'month' ? name.month : name.kind === 'half' ? name.half : '',
          }),
        }))}
        onChoose={setId}
      />
      <Report key={chosen.id} period={chosen.name} name={chosen.id} />
    </div>
  );
}

function Report({ period, name }: { readonly period: PeriodName; readonly name: string }) {
  const t = useText();
  const { language } = useLanguage();
  const read = useHouse('contacts/report', { period });
  const file = `${name.replaceAll(/[ /]/gu, '-')}.csv`;
  return (
    <HouseData read={read}>
      {({ from, to, open, ...rest }) => {
        // The wire's keys are strings; they come from the report itself.
        const report = rest as CentreReport;
        return (
          <div className="lines">
            <p>
              {formatDay(from)} – {formatDay(to - 1)}
            </p>
            {open > 0 && <p className="problem">{t('report.open', { n: open })}</p>}
            <Button
              onPress={() =>
                saveText(
                  file,
                  'text/csv',
                  reportTable(report, (key) => namedText(language, '', key)),
                )
              }
            >
              {t('report.csv')}
            </Button>
            <ReportTables report={report} />
          </div>
        );
      }}
    </HouseData>
  );
}
