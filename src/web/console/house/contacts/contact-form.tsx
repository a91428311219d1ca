import { useState } from 'react';
import type { Named } from '../../../../directory/area-search.ts';
import type { HouseReply } from '../../../../wire/house/calls.ts';
import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { RecordForm } from './record-form.tsx';
import { useRecord } from './use-record.ts';

interface ContactFormProps {
  readonly begun: Pick<HouseReply<'contacts/read'>, 'version' | 'record' | 'childKnown'> & {
    readonly id: string | null;
  };
  readonly areas: readonly Named[];
  readonly onDone: () => void;
}

/** One record on its own: a call, a visit, a hand-over; or a talk's, put right afterwards. */
export function ContactForm({ begun, areas, onDone }: ContactFormProps) {
  const t = useText();
  const editing = useRecord(begun, null);
  const [saved, setSaved] = useState(false);
  const save = async () => {
    const done = (await editing.save(true)) !== null;
    setSaved(done);
    if (done) onDone();
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>{begun.record.pseudonym ?? t('contacts.new')}</h2>
      <RecordForm
        record={editing.record}
        areas={areas}
        childKnown={begun.childKnown}
        problems={editing.problems}
        set={editing.set}
      />
      <div className="save">
        <output className={saved ? 'soft' : 'problem'}>{editing.said}</output>
        <div className="buttons">
          <Button look="main" type="submit" isDisabled={editing.busy}>
            {t('house.save')}
          </Button>
          <Button onPress={onDone}>{t('action.cancel')}</Button>
        </div>
      </div>
    </form>
  );
}
