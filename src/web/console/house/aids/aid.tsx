import { useText } from '../../text/language.tsx';
import { type AidId, linesOf } from './aids.ts';

/** One job aid: a handful of lines. */
export function Aid({ id }: { readonly id: AidId }) {
  const t = useText();
  return (
    <ul className="aid">
      {linesOf(id).map((key) => (
        <li key={key}>{t(key)}</li>
      ))}
    </ul>
  );
}
