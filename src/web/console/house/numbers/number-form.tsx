import { useState } from 'react';
import { serviceProblems } from '../../../../directory/service-problems.ts';
import type { HouseDetail } from '../../../../wire/house/calls.ts';
import type { MessageKey } from '../../text/catalogue.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/now.tsx';
import { problemOf } from '../form/problem-text.ts';
import { SaveBar } from '../form/save-bar.tsx';
import { useEditing } from '../form/use-editing.ts';
import { houseDetail, houseProblem, useHouseChange } from '../use-house.ts';
import { NumberFields } from './number-fields.tsx';
import type { NumberRow, NumbersReply } from './numbers-screen.tsx';
import { RemoveNumber } from './remove-number.tsx';

interface NumberFormProps {
  readonly reply: NumbersReply;
  readonly row: NumberRow;
  readonly onDone: () => void;
}

export type Service = NumberRow['service'];

/** All fields of one entry (safety-content §7). */
export function NumberForm({ reply, row, onDone }: NumberFormProps) {
  const t = useText();
  const { language } = useLanguage();
  const isNew = row.service.id === 'new';
  const editing = useEditing({ version: row.version, value: row.service });
  const write = useHouseChange('numbers/write');
  const today = new Date(useNow() + vietnam).toISOString().slice(0, 10);
  const [problems, setProblems] = useState<readonly HouseDetail[]>([]);
  const [said, setSaid] = useState<MessageKey | null>(null);
  const { draft } = editing;

  const save = async () => {
    const before = isNew ? null : row.service;
    const found = serviceProblems(draft, { areas: reply.areas, before, today });
    setProblems(found);
    if (found.length > 0) {
      setSaid('house.refused.invalid');
      return;
    }
    const id = isNew ? null : row.service.id;
    const outcome = await write.run({ id, version: editing.version, service: draft });
    setProblems(houseDetail(outcome));
    setSaid(houseProblem(outcome) ?? 'house.saved');
    if (outcome.status !== 'done') return;
    editing.saved(outcome.reply.version);
    if (isNew) onDone();
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="buttons">
        <Button look="quiet" onPress={onDone}>
          {t('numbers.back')}
        </Button>
      </div>
      <h2>{isNew ? t('numbers.add') : row.service.name}</h2>
      {row.emergency && <p className="soft">{t('house.problem.emergency')}</p>}
      <NumberFields
        service={draft}
        areas={reply.areas}
        isEmergency={row.emergency}
        problem={(field) => problemOf(language, problems, field)}
        set={(change) => {
          setSaid(null);
          editing.set(change);
        }}
      />
      <SaveBar
        editing={editing}
        nameOf={(field) => namedText(language, 'numbers.field.', field)}
        changed={row.changed}
        busy={write.busy}
        said={said === null ? null : t(said)}
        isSaved={said === 'house.saved'}
        onSave={() => void save()}
        onChosen={() => setSaid(null)}
      />
      {!isNew && !row.emergency && <RemoveNumber row={row} onDone={onDone} />}
    </form>
  );
}

/** Viet Nam keeps UTC+7 all year. */
const vietnam = 7 * 3_600_000;
