import { useState } from 'react';
import { type ContactRecord, contactRecord, recordProblems } from '../../../../report/contact-record.ts';
import type { HouseDetail, HouseReply } from '../../../../wire/house/calls.ts';
import { useText } from '../../text/language.tsx';
import { houseProblem, useHouseChange } from '../use-house.ts';

type View = HouseReply<'contacts/of'>;

/** A record being written: what is wrong with it now, and saving it. */
export interface RecordEditing {
  readonly record: ContactRecord;
  readonly set: (change: Partial<ContactRecord>) => void;
  /** Shown once somebody tried to save: nobody is corrected while she writes. */
  readonly problems: readonly HouseDetail[];
  readonly said: string | null;
  readonly busy: boolean;
  /** Null when it could not be saved; what stands in the way of closing otherwise. */
  readonly save: (whole: boolean) => Promise<View | null>;
}

/** Edits one record; `conversation` names the talk it is of. */
export function useRecord(
  begun: Pick<View, 'version' | 'record' | 'childKnown'> & { readonly id: string | null },
  conversation: string | null,
): RecordEditing {
  const t = useText();
  const change = useHouseChange('contacts/save');
  const [record, setRecord] = useState(begun.record);
  const [kept, setKept] = useState({ id: begun.id, version: begun.version });
  const [problems, setProblems] = useState<readonly HouseDetail[]>([]);
  const [said, setSaid] = useState<string | null>(null);

  /** What the form itself does not take, by field. */
  const shapeOf = (): readonly HouseDetail[] => {
    const read = contactRecord.safeParse(record);
    const fields = read.success ? [] : read.error.issues.map(({ path }) => String(path[0] ?? ''));
    return [...new Set(fields)].map((field) => ({ field, problem: 'shape' }));
  };

  return {
    record,
    problems,
    said,
    busy: change.busy,
    set: (part) => setRecord({ ...record, ...part }),
    async save(whole) {
      const found = [...shapeOf(), ...(whole ? recordProblems(record, begun.childKnown) : [])];
      setProblems(found);
      if (found.length > 0) {
        setSaid(t('record.problems'));
        return null;
      }
      const outcome = await change.run({ conversation, ...kept, record });
      const key = houseProblem(outcome);
      setSaid(key === null ? null : t(key));
      if (outcome.status !== 'done') return null;
      setKept({ id: conversation === null ? outcome.reply.id : null, version: outcome.reply.version });
      return outcome.reply;
    },
  };
}
