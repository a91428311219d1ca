/** How far the three presses of Shift have come; follows GOV.UK's Exit this page. */
interface ShiftCount {
  readonly presses: 0 | 1 | 2 | 3;
  /** Shift was held with the key released just before: its own release is then no press. */
  readonly held: boolean;
}

export const noPresses: ShiftCount = { presses: 0, held: false };

/** The count after a key is released. Shift with another key counts nothing; any other key starts again. */
export function afterKey(count: ShiftCount, key: string, shiftKey: boolean): ShiftCount {
  if (key !== 'Shift') return { presses: 0, held: shiftKey };
  if (count.held) return { presses: count.presses, held: shiftKey };
  const presses = Math.min(count.presses + 1, 3) as ShiftCount['presses'];
  return { presses, held: shiftKey };
}
