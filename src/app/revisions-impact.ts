import type { Plan, StepId } from '../flow/plan.ts';
import type { FlowLibrary } from '../machine/flow-library.ts';
import { placingOf } from '../machine/flow-move.ts';
import type { FlowSnapshot } from '../machine/flow-types.ts';
import type { Parts } from './parts.ts';
import type { ConversationRow } from './ports.ts';
import type { Impact } from './revisions-records.ts';
import { talkOf } from './talk-of.ts';

/** Where each open talk stands in a flow. A talk that cannot be read is passed over: its turn takes the failure route. */
export async function standingIn(
  { store, vault, report }: Pick<Parts, 'store' | 'vault' | 'report'>,
  rows: readonly ConversationRow[],
): Promise<readonly FlowSnapshot[]> {
  const standing: FlowSnapshot[] = [];
  for (const row of rows) {
    try {
      const talk = talkOf(row, await vault.open(row.id), await store.queueEntry(row.id));
      if (talk.flow !== null) standing.push(talk.flow);
    } catch (fault) {
      report('snapshot-broken', fault);
    }
  }
  return standing;
}

/** The dry-run (flow.md §2.5): what every open talk's answers come to on another revision. Nobody is moved. */
export function impactOn(library: FlowLibrary, standing: readonly FlowSnapshot[], next: Plan): Impact {
  const placings = standing.map((snapshot) =>
    snapshot.structure === next.structure ? null : placingOf(library, snapshot, next),
  );
  const to: Record<StepId, number> = {};
  for (const placing of placings) {
    if (placing?.status !== 'placed' || placing.isSame) continue;
    to[placing.stand.at] = (to[placing.stand.at] ?? 0) + 1;
  }
  const stay = placings.filter(
    (placing) => placing === null || (placing.status === 'placed' && placing.isSame),
  );
  const cannot = placings.filter((placing) => placing?.status === 'cannot');
  return {
    total: placings.length,
    stay: stay.length,
    move: placings.length - stay.length - cannot.length,
    cannot: cannot.length,
    to,
  };
}
