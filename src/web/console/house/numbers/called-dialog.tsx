import { useState } from 'react';
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { CheckField, TextField } from '../form/fields.tsx';
import { houseProblem, useHouseChange } from '../use-house.ts';
import type { NumberRow } from './numbers-screen.tsx';

/** *Đã gọi thử*: who answered, or that nobody did, and whether it was night. */
export function CalledDialog({ row }: { readonly row: NumberRow }) {
  const t = useText();
  return (
    <DialogTrigger>
      <Button aria-label={t('numbers.called.of', { name: row.service.name })}>{t('numbers.called')}</Button>
      <ModalOverlay className="overlay">
        <Modal className="modal">
          <Dialog className="dialog">{({ close }) => <CalledForm row={row} onDone={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function CalledForm({ row, onDone }: { readonly row: NumberRow; readonly onDone: () => void }) {
  const t = useText();
  const called = useHouseChange('numbers/called');
  const [answered, setAnswered] = useState('');
  const [nobody, setNobody] = useState(false);
  const [night, setNight] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    if (!nobody && answered.trim() === '') {
      setProblem(t('numbers.called.who'));
      return;
    }
    const outcome = await called.run({
      id: row.service.id,
      answered: nobody ? null : answered.trim(),
      night,
    });
    const key = houseProblem(outcome);
    setProblem(key === null ? null : t(key));
    if (key === null) onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Heading slot="title">{t('numbers.called')}</Heading>
      <p>
        <strong className="digits">{row.service.number}</strong> {row.service.name}
      </p>
      {!nobody && (
        <TextField
          label={t('numbers.called.answered')}
          rule={t('numbers.called.rule')}
          problem={problem}
          maxLength={200}
          value={answered}
          onText={setAnswered}
        />
      )}
      <CheckField label={t('numbers.called.nobody')} checked={nobody} onChange={setNobody} />
      <CheckField label={t('numbers.called.night')} checked={night} onChange={setNight} />
      {nobody && <p className="problem">{problem}</p>}
      <div className="dialog__buttons">
        <Button onPress={onDone}>{t('action.cancel')}</Button>
        <Button look="main" type="submit" isDisabled={called.busy}>
          {t('house.save')}
        </Button>
      </div>
    </form>
  );
}
