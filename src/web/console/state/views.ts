import type { DeskFrame, QueueLine } from '../../../wire/console.ts';
import type { ConsoleState, Draft } from './console-state.ts';

/** Whether the person wrote after this conversation was last on screen. */
export function isUnread(state: ConsoleState, line: QueueLine): boolean {
  return (line.lastPersonAt ?? 0) > (state.seen[line.conversation] ?? 0);
}

/** Unsent texts of conversations that are no longer one's own, to be read or thrown away. */
export function keptDrafts(state: ConsoleState): readonly (readonly [string, Draft])[] {
  const desk = state.desk;
  if (desk === null) return [];
  return Object.entries(state.drafts).filter(
    ([conversation]) => !desk.mine.some((line) => line.conversation === conversation),
  );
}

/** Why the next conversation cannot be taken now; null when it can. */
export function claimHindrance(desk: DeskFrame): 'off-shift' | 'full' | 'none' | 'acquainted' | null {
  if (!desk.me.onShift) return 'off-shift';
  if (desk.capacity.talks >= desk.capacity.limit) return 'full';
  if (desk.queue.length === 0) return 'none';
  // Quiet minutes and wishes end by the clock: the server knows when, and says so if it is too early.
  return desk.queue.every(({ hindrance }) => hindrance === 'acquainted') ? 'acquainted' : null;
}

/** Supervisors and administrators give entries to colleagues (wire: `assign`). */
export const mayAssign = (role: string): boolean => role === 'supervisor' || role === 'administrator';
