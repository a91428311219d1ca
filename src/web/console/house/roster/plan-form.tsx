import { useState } from 'react';
import { type PatternDay, patternDays } from '../../../../queue/roster.ts';
import type { HouseDetail } from '../../../../wire/house/calls.ts';
import type { MessageKey } from '../../text/catalogue.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, Group, SelectField, TextField } from '../form/fields.tsx';
import { SaveBar } from '../form/save-bar.tsx';
import { useEditing } from '../form/use-editing.ts';
import { houseDetail, houseProblem, useHouseChange } from '../use-house.ts';
import { NamedFields } from './named-fields.tsx';
import { clockOf, minuteOf, nobodyNamed, type Plan, type RosterReply, shiftName } from './roster-names.ts';
import { dayKey } from './weekday.ts';

interface PartProps {
  readonly reply: RosterReply;
  readonly plan: Plan;
  readonly set: (change: Partial<Plan>) => void;
}

/** The plan behind every week: shifts with their hours, who is named on which weekday, holidays, the bell's trial. */
export function PlanForm({ reply }: { readonly reply: RosterReply }) {
  const t = useText();
  const { language } = useLanguage();
  const editing = useEditing({ version: reply.version, value: reply.plan });
  const write = useHouseChange('roster/plan');
  const [problems, setProblems] = useState<readonly HouseDetail[]>([]);
  const [said, setSaid] = useState<MessageKey | null>(null);
  const save = async () => {
    const outcome = await write.run({ version: editing.version, plan: editing.draft });
    setProblems(houseDetail(outcome));
    setSaid(houseProblem(outcome) ?? 'house.saved');
    if (outcome.status === 'done') editing.saved(outcome.reply.version);
  };
  const part: PartProps = {
    reply,
    plan: editing.draft,
    set: (change) => {
      setSaid(null);
      editing.set(change);
    },
  };
  return (
    <div className="form">
      <Group title={t('roster.plan')}>
        <Pattern {...part} />
        <Shifts {...part} />
        <PlanHolidays {...part} />
        <DrillTime {...part} />
        {problems.map(({ field, problem }) => (
          <p key={`${field} ${problem}`} className="problem" role="alert">
            {namedText(language, 'house.problem.', problem)}
          </p>
        ))}
        <SaveBar
          editing={editing}
          nameOf={(field) => namedText(language, 'roster.field.', field)}
          changed={null}
          busy={write.busy}
          said={said === null ? null : t(said)}
          isSaved={said === 'house.saved'}
          onSave={() => void save()}
        />
      </Group>
    </div>
  );
}

/** One weekday at a time, with a press that gives the whole week the same names. */
function Pattern({ reply, plan, set }: PartProps) {
  const t = useText();
  const [day, setDay] = useState<PatternDay>('1');
  const names = plan.pattern[day] ?? {};
  const textOf = (one: PatternDay) => (one === 'holiday' ? t('roster.holiday') : t(dayKey(Number(one))));
  return (
    <div className="lines">
      <h3>{t('roster.pattern')}</h3>
      <SelectField
        label={t('roster.pattern.day')}
        value={day}
        options={patternDays.map((one) => ({ value: one, text: textOf(one) }))}
        onChoose={setDay}
      />
      {plan.shifts.map(({ id }) => (
        <div key={id} className="lines">
          <h4>{shiftName(t, plan, id)}</h4>
          <NamedFields
            reply={reply}
            named={names[id] ?? nobodyNamed}
            onChange={(named) => set({ pattern: { ...plan.pattern, [day]: { ...names, [id]: named } } })}
          />
        </div>
      ))}
      <Button onPress={() => set({ pattern: Object.fromEntries(patternDays.map((one) => [one, names])) })}>
        {t('roster.pattern.copy')}
      </Button>
    </div>
  );
}

function Shifts({ plan, set }: PartProps) {
  const t = useText();
  const { shifts } = plan;
  const change = (index: number, but: Partial<(typeof shifts)[number]>) =>
    set({ shifts: shifts.map((shift, at) => (at === index ? { ...shift, ...but } : shift)) });
  return (
    <div className="lines">
      <h3>{t('roster.shifts')}</h3>
      <p className="soft">{t('roster.shifts.rule')}</p>
      {shifts.map((shift, index) => (
        <div key={shift.id} className="line">
          <TextField
            label={t('roster.shift.name', { n: index + 1 })}
            value={shift.name}
            placeholder={shiftName(t, { ...plan, shifts: [{ ...shift, name: '' }] }, shift.id)}
            maxLength={40}
            onText={(name) => change(index, { name })}
          />
          <TextField
            label={t('roster.shift.from', { n: index + 1 })}
            type="time"
            value={clockOf(shift.from)}
            onText={(clock) => change(index, { from: minuteOf(clock) ?? shift.from })}
          />
          <TextField
            label={t('roster.shift.to', { n: index + 1 })}
            type="time"
            value={clockOf(shift.to)}
            onText={(clock) => change(index, { to: minuteOf(clock) ?? shift.to })}
          />
          {shifts.length > 1 && (
            <Button look="quiet" onPress={() => set({ shifts: shifts.filter((_one, at) => at !== index) })}>
              {t('roster.shift.remove', { n: index + 1 })}
            </Button>
          )}
        </div>
      ))}
      <Button onPress={() => set({ shifts: [...shifts, freshShift(shifts)] })}>
        {t('roster.shift.add')}
      </Button>
    </div>
  );
}

/** An id that no shift has: names and hours can change later, the id stays. */
function freshShift(shifts: Plan['shifts']): Plan['shifts'][number] {
  const free = Array.from({ length: shifts.length + 1 }, (_, index) => `shift-${String(index + 1)}`).find(
    (id) => shifts.every((shift) => shift.id !== id),
  );
  return { id: free ?? 'shift', name: '', from: 0, to: 60 };
}

function PlanHolidays({ plan, set }: PartProps) {
  const t = useText();
  const { holidays } = plan;
  const change = (index: number, but: Partial<(typeof holidays)[number]>) =>
    set({ holidays: holidays.map((one, at) => (at === index ? { ...one, ...but } : one)) });
  return (
    <div className="lines">
      <h3>{t('roster.holidays')}</h3>
      <p className="soft">{t('roster.holidays.rule')}</p>
      {holidays.map((one, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a date being typed is no key
        <div className="line" key={index}>
          <TextField
            label={t('roster.holiday.date', { n: index + 1 })}
            type="date"
            value={one.date}
            onText={(date) => change(index, { date })}
          />
          <TextField
            label={t('roster.holiday.name', { n: index + 1 })}
            value={one.name}
            maxLength={40}
            onText={(name) => change(index, { name })}
          />
          <Button look="quiet" onPress={() => set({ holidays: holidays.filter((_one, at) => at !== index) })}>
            {t('roster.holiday.remove', { n: index + 1 })}
          </Button>
        </div>
      ))}
      <Button onPress={() => set({ holidays: [...holidays, { date: '', name: '' }] })}>
        {t('roster.holiday.add')}
      </Button>
    </div>
  );
}

const usualDrill = { weekday: 3, minute: 22 * 60 + 30 };

function DrillTime({ plan: { drill }, set }: PartProps) {
  const t = useText();
  return (
    <div className="lines">
      <h3>{t('drill.weekly')}</h3>
      <CheckField
        label={t('drill.weekly.on')}
        checked={drill !== null}
        onChange={(on) => set({ drill: on ? usualDrill : null })}
      />
      {drill !== null && (
        <div className="line">
          <SelectField
            label={t('drill.weekly.day')}
            value={String(drill.weekday)}
            options={['1', '2', '3', '4', '5', '6', '7'].map((value) => ({
              value,
              text: t(dayKey(Number(value))),
            }))}
            onChoose={(weekday) => set({ drill: { ...drill, weekday: Number(weekday) } })}
          />
          <TextField
            label={t('drill.weekly.hour')}
            type="time"
            value={clockOf(drill.minute)}
            onText={(clock) => set({ drill: { ...drill, minute: minuteOf(clock) ?? drill.minute } })}
          />
        </div>
      )}
    </div>
  );
}
