import type { RiskLevel } from '../../../risk/level.ts';
import { useText } from '../text/language.tsx';

/** One outline per level: told apart by shape and word, colour only helps. */
const shapes: Readonly<Record<RiskLevel, string>> = {
  imminent: 'M5 0h6l5 5v6l-5 5H5l-5-5V5z',
  high: 'M8 0l8 15H0z',
  medium: 'M8 0l8 8-8 8-8-8z',
  low: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z',
  none: 'M1 7h14v2H1z',
};

/** A level as shape and word. */
export function LevelMark({ level }: { readonly level: RiskLevel }) {
  const t = useText();
  return (
    <span className="level" data-level={level}>
      <svg className="level__shape" viewBox="0 0 16 16" aria-hidden="true">
        <path d={shapes[level]} />
      </svg>
      {t(`level.${level}`)}
    </span>
  );
}
