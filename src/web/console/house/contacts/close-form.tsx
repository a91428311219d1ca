import { useState } from 'react';
import { Heading } from 'react-aria-components';
import type { HouseReply } from '../../../../wire/house/calls.ts';
import { useConsole } from '../../desk/desk-context.ts';
import { refusalKey } from '../../desk/use-command.ts';
import { useTalk } from '../../talk/talk-context.ts';
import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { HouseData } from '../house-data.tsx';
import { useHouse } from '../use-house.ts';
import { RecordForm } from './record-form.tsx';
import { useRecord } from './use-record.ts';

/** Closing a talk: its record, begun from what the talk has shown; written first, then the talk ends. */
export function CloseForm({ onDone }: { readonly onDone: () => void }) {
  const { conversation } = useTalk();
  const read = useHouse('contacts/of', { conversation });
  return <HouseData read={read}>{(reply) => <Close reply={reply} onDone={onDone} />}</HouseData>;
}

function Close({
  reply,
  onDone,
}: {
  readonly reply: HouseReply<'contacts/of'>;
  readonly onDone: () => void;
}) {
  const t = useText();
  const { actions } = useConsole();
  const { conversation, line } = useTalk();
  const areas = useHouse('contacts/areas', {});
  const editing = useRecord({ ...reply, id: null }, conversation);
  const [problem, setProblem] = useState<string | null>(null);
  const close = async () => {
    if ((await editing.save(true)) === null) return;
    const key = refusalKey(await actions.run('close', { conversation, note: '' }));
    setProblem(key === null ? null : t(key));
    if (key !== null) return;
    actions.open(null);
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void close();
      }}
    >
      <Heading slot="title">{t('close.title', { pseudonym: line.pseudonym })}</Heading>
      <p>{t('close.text')}</p>
      <RecordForm
        record={editing.record}
        areas={areas.status === 'ready' ? areas.reply.areas : []}
        childKnown={reply.childKnown}
        problems={editing.problems}
        set={editing.set}
      />
      <output className="problem">{editing.said ?? problem}</output>
      <div className="dialog__buttons">
        <Button onPress={onDone}>{t('action.cancel')}</Button>
        <Button isDisabled={editing.busy} onPress={() => void editing.save(false)}>
          {t('record.keep')}
        </Button>
        <Button look="main" type="submit" isDisabled={editing.busy}>
          {t('close.confirm')}
        </Button>
      </div>
    </form>
  );
}
