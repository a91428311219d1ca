import type { QueueLine } from '../../../wire/console.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { useText } from '../text/language.tsx';

/** What a colleague must know before opening or answering: in words, the gravest first. */
export function Flags({ line }: { readonly line: QueueLine }) {
  const t = useText();
  const flags = flagsOf(line);
  if (flags.length === 0) return null;
  return (
    <ul className="flags">
      {flags.map((flag) => (
        <li key={flag} className="flag" data-flag={flag}>
          {t(flag)}
        </li>
      ))}
    </ul>
  );
}

function flagsOf(line: QueueLine): MessageKey[] {
  const flags: [boolean, MessageKey][] = [
    [line.gone === 'erased', 'flag.erased'],
    [line.gone === 'left', 'flag.left'],
    [line.quiet, 'flag.quiet'],
    [line.usesViolence, 'flag.uses-violence'],
    [line.child, 'flag.child'],
    [line.returned, 'flag.returned'],
    [!line.mayWrite && line.gone === 'no' && !line.quiet, 'flag.may-not-write'],
  ];
  return flags.filter(([applies]) => applies).map(([, key]) => key);
}
