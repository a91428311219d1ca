import { type ReactNode, useId, useState } from 'react';
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { longestReason } from '../../../wire/console.ts';
import { useText } from '../text/language.tsx';
import { Button } from './button.tsx';

export interface NoteDialogProps {
  /** Text of the button that opens it. */
  readonly open: string;
  readonly title: string;
  readonly text?: string;
  readonly label: string;
  readonly confirm: string;
  readonly look?: 'main' | 'danger';
  readonly optional?: boolean;
  readonly children?: ReactNode;
  /** The reason why it did not work, to be read here; null closes the dialog. */
  readonly onConfirm: (note: string) => Promise<string | null>;
}

/** A deliberate step: a button opens it, a reason or note is written, a second button does it. */
export function NoteDialog({ open, ...rest }: NoteDialogProps) {
  return (
    <DialogTrigger>
      <Button>{open}</Button>
      <ModalOverlay className="overlay">
        <Modal className="modal">
          <Dialog className="dialog">{({ close }) => <NoteForm {...rest} close={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

type NoteFormProps = Omit<NoteDialogProps, 'open'> & { readonly close: () => void };

function NoteForm({ title, text, label, confirm, look = 'main', optional = false, ...rest }: NoteFormProps) {
  const t = useText();
  const id = useId();
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    if (!optional && note.trim() === '') {
      setProblem(t('form.required'));
      return;
    }
    setBusy(true);
    const refusal = await rest.onConfirm(note.trim());
    setBusy(false);
    setProblem(refusal);
    if (refusal === null) rest.close();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Heading slot="title">{title}</Heading>
      {text !== undefined && <p>{text}</p>}
      {rest.children}
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <textarea
          id={id}
          rows={3}
          maxLength={longestReason}
          value={note}
          aria-describedby={`${id}-problem`}
          onChange={(event) => {
            setNote(event.target.value);
            setProblem(null);
          }}
        />
        <p className="field__problem" id={`${id}-problem`} role={problem === null ? undefined : 'alert'}>
          {problem}
        </p>
      </div>
      <div className="dialog__buttons">
        <Button onPress={rest.close}>{t('action.cancel')}</Button>
        <Button look={look} type="submit" isDisabled={busy}>
          {confirm}
        </Button>
      </div>
    </form>
  );
}
