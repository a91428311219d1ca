import type { CommandReply } from '../wire/console.ts';
import type { StaffIdentity } from './desk-door.ts';
import type { Parts } from './parts.ts';
import type { StaffBook } from './staff-book.ts';

const refused = (why: Extract<CommandReply, { status: 'refused' }>['why']): CommandReply => ({
  status: 'refused',
  why,
});

/** The time after an imminent talk: five quiet minutes, and somebody who talks it over with her within a day. */
export interface DeskRest {
  /** Her quiet minutes end because she says so. */
  endRest(by: StaffIdentity): Promise<CommandReply>;
  /** It was talked over; `by` is a supervisor. */
  debriefed(by: StaffIdentity, id: string): Promise<CommandReply>;
}

export function makeDeskRest({ clock, bus }: Pick<Parts, 'clock' | 'bus'>, book: StaffBook): DeskRest {
  function written(result: 'done' | 'stale'): CommandReply {
    book.changed();
    bus.publish({ type: 'desk' });
    return result === 'done' ? { status: 'done' } : refused('late');
  }

  return {
    async endRest(by) {
      const at = clock.now();
      const { due } = await book.page();
      const mine = due.filter(({ value }) => value.staff === by.id && value.restsUntil > at);
      if (mine.length === 0) return { status: 'done' };
      const changes = mine.map(({ id, version, value }) => ({
        id,
        version,
        value: { ...value, restsUntil: at },
      }));
      return written(await book.debriefs.put(changes, { at, by: by.id, audit: [] }));
    },
    async debriefed(by, id) {
      const at = clock.now();
      const kept = await book.debriefs.get(id);
      if (kept === null || kept.value.doneAt !== null) return refused('gone');
      // Who held it does not talk it over with herself.
      if (kept.value.staff === by.id) return refused('not-allowed');
      const { pseudonym } = kept.value;
      const value = { ...kept.value, doneAt: at, doneBy: by.id };
      const audit = {
        at,
        action: 'debriefed',
        pseudonym,
        by: by.id,
        params: { staff: value.staff },
      } as const;
      return written(
        await book.debriefs.put([{ id, version: kept.version, value }], { at, by: by.id, audit: [audit] }),
      );
    },
  };
}
