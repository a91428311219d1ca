import { useState } from 'react';
import type { DrillView } from '../../../../wire/house/roster.ts';
import type { MessageKey } from '../../text/catalogue.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { formatHour } from '../../text/times.ts';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/now.tsx';
import { Group } from '../form/fields.tsx';
import { houseProblem, useHouseChange } from '../use-house.ts';
import { type RosterReply, staffName } from './roster-names.ts';

/** Trials of the bell, with a press that tries it now; two passed at night belong to going live. */
export function Drills({ reply }: { readonly reply: RosterReply }) {
  const t = useText();
  const change = useHouseChange('paging/drill');
  const [problem, setProblem] = useState<MessageKey | null>(null);
  const enough = reply.passedAtNight >= 2;
  return (
    <Group title={t('drill.title')}>
      <p className="soft">{t('drill.rule')}</p>
      <p className={enough ? undefined : 'problem'}>{t('drill.night', { n: reply.passedAtNight })}</p>
      {reply.drills.map((drill) => (
        <Drill key={drill.id} drill={drill} reply={reply} />
      ))}
      <output className="problem">{problem !== null && t(problem)}</output>
      {reply.mayEdit && (
        <Button
          isDisabled={change.busy}
          onPress={() => void change.run({}).then((outcome) => setProblem(houseProblem(outcome)))}
        >
          {t('drill.now')}
        </Button>
      )}
    </Group>
  );
}

function Drill({ drill, reply }: { readonly drill: DrillView; readonly reply: RosterReply }) {
  const t = useText();
  const { language } = useLanguage();
  const now = useNow();
  const outcome = drill.passed === null ? 'running' : drill.passed ? 'passed' : 'failed';
  return (
    <div className="panel lines">
      <h3>
        {formatHour(drill.at, now)} · {t(drill.by === null ? 'drill.by.week' : 'drill.by.hand')} ·{' '}
        <span className={outcome === 'failed' ? 'problem' : undefined}>{t(`drill.${outcome}`)}</span>
      </h3>
      {drill.calls.length === 0 && <p className="problem">{t('drill.nobody')}</p>}
      <ul>
        {drill.calls.map(({ place, staff, ways, acknowledgedAt }) => (
          <li key={place}>
            {t(`roster.place.${place}`)}: {staffName(reply, staff)} —{' '}
            {ways.length === 0
              ? t('drill.no-way')
              : ways
                  .map(
                    ({ way, state }) =>
                      `${namedText(language, 'reach.way.', way)} ${t(`drill.way.${state}`)}`,
                  )
                  .join(', ')}
            {' · '}
            {acknowledgedAt === null
              ? t('drill.unanswered')
              : t('drill.answered', { at: formatHour(acknowledgedAt, now) })}
          </li>
        ))}
      </ul>
    </div>
  );
}
