import type { Cell } from '../../../../report/suppress.ts';
import type { CentreReport } from '../../../../report/tables.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { formatElapsed } from '../../text/times.ts';

const shown = (cell: Cell | null): string => (cell === null ? '' : cell === 'hidden' ? '*' : String(cell));

interface CountsProps {
  readonly title: string;
  readonly rows: readonly { readonly key: string; readonly text: string; readonly count: Cell }[];
  readonly total?: Cell | null;
}

/** One list of counts. */
function Counts({ title, rows, total = null }: CountsProps) {
  const t = useText();
  return (
    <table className="report">
      <caption>{title}</caption>
      <tbody>
        {rows.map(({ key, text, count }) => (
          <tr key={key}>
            <th scope="row">{text}</th>
            <td>{shown(count)}</td>
          </tr>
        ))}
        {total !== null && (
          <tr>
            <th scope="row">{t('report.total')}</th>
            <td>{shown(total)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** Every table of a report; a star stands for a count that could tell somebody. */
export function ReportTables({ report }: { readonly report: CentreReport }) {
  const t = useText();
  const { language } = useLanguage();
  const words = (prefix: string, value: string) => namedText(language, prefix, value);
  return (
    <div className="reports">
      <p className="soft">{t('report.hidden')}</p>
      <Counts
        title={t('report.measures')}
        rows={report.measures.map(({ key, count }) => ({ key, text: words('report.measure.', key), count }))}
      />
      {report.breakdowns.map(({ key, rows, total }) => (
        <Counts
          key={key}
          title={words('report.by.', key)}
          rows={rows.map(({ value, count }) => ({
            key: value,
            text: words(key === 'level' ? 'report.level.' : `record.${key}.`, value),
            count,
          }))}
          total={total}
        />
      ))}
      <SexByAge report={report} />
      <Counts
        title={words('report.by.', 'legacy')}
        rows={report.legacy.rows.map(({ value, count }) => ({
          key: value,
          text: words('report.legacy.', value),
          count,
        }))}
        total={report.legacy.total}
      />
      <Waits report={report} />
    </div>
  );
}

function SexByAge({ report: { sexByAge } }: { readonly report: CentreReport }) {
  const t = useText();
  const { language } = useLanguage();
  const { ages, sexes, table } = sexByAge;
  return (
    <div className="report__wide">
      <table className="report">
        <caption>{t('report.sex-by-age')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('record.age')}</th>
            {sexes.map((sex) => (
              <th scope="col" key={sex}>
                {namedText(language, 'record.sex.', sex)}
              </th>
            ))}
            <th scope="col">{t('report.total')}</th>
          </tr>
        </thead>
        <tbody>
          {ages.map((age, row) => (
            <tr key={age}>
              <th scope="row">{namedText(language, 'record.age.', age)}</th>
              {sexes.map((sex, column) => (
                <td key={sex}>{shown(table.cells[row]?.[column] ?? null)}</td>
              ))}
              <td>{shown(table.rowTotals[row] ?? null)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('report.total')}</th>
            {sexes.map((sex, column) => (
              <td key={sex}>{shown(table.columnTotals[column] ?? null)}</td>
            ))}
            <td>{shown(table.total)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function Waits({ report: { waits } }: { readonly report: CentreReport }) {
  const t = useText();
  const { language } = useLanguage();
  const known = waits.filter(({ claimed, answered }) => claimed !== null || answered !== null);
  if (known.length === 0) return null;
  const time = (seconds: number | undefined) => (seconds === undefined ? '*' : formatElapsed(seconds * 1000));
  return (
    <div className="report__wide">
      <table className="report">
        <caption>{t('report.waits')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('report.by.level')}</th>
            <th scope="col">{t('report.waits.claimed')}</th>
            <th scope="col">{t('report.waits.claimed.ninth')}</th>
            <th scope="col">{t('report.waits.answered')}</th>
            <th scope="col">{t('report.waits.answered.ninth')}</th>
          </tr>
        </thead>
        <tbody>
          {known.map(({ level, claimed, answered }) => (
            <tr key={level}>
              <th scope="row">{namedText(language, 'level.', level)}</th>
              <td>{time(claimed?.median)}</td>
              <td>{time(claimed?.ninth)}</td>
              <td>{time(answered?.median)}</td>
              <td>{time(answered?.ninth)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
