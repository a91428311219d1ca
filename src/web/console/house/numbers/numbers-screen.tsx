import type { HouseReply } from '../../../../wire/house/calls.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { HouseData } from '../house-data.tsx';
import { useHouse } from '../use-house.ts';
import { goTo, useRoute } from '../use-route.ts';
import { freshNumber } from './fresh-number.ts';
import { ImportPanel } from './import-panel.tsx';
import { NumberForm } from './number-form.tsx';
import { NumbersList } from './numbers-list.tsx';

export type NumbersReply = HouseReply<'numbers/list'>;
export type NumberRow = NumbersReply['rows'][number];

/** Who changes entries; counsellors read and call. */
const editors: readonly string[] = ['supervisor', 'administrator'];

/** Whom one can call: the list, one entry (`#/numbers/<id>`), a new one (`#/numbers/+new`), a table (`#/numbers/+table`). */
export function NumbersScreen() {
  const read = useHouse('numbers/list', {});
  return <HouseData read={read}>{(reply) => <Numbers reply={reply} />}</HouseData>;
}

function Numbers({ reply }: { readonly reply: NumbersReply }) {
  const [id] = useRoute().rest;
  const { role } = useDesk().me;
  const back = () => goTo('numbers');
  const mayEdit = editors.includes(role);
  if (mayEdit && id === '+new') return <NumberForm reply={reply} row={freshNumber(reply)} onDone={back} />;
  if (mayEdit && id === '+table') return <ImportPanel onDone={back} />;
  const row = reply.rows.find(({ service }) => service.id === id);
  if (mayEdit && row !== undefined) {
    return <NumberForm key={row.service.id} reply={reply} row={row} onDone={back} />;
  }
  return <NumbersList reply={reply} mayEdit={mayEdit} />;
}
