import { freshEnoughToWriteMs } from '../../../conversation/limits.ts';
import type { QueueLine } from '../../../wire/console.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { useText } from '../text/language.tsx';
import { useNow } from '../ui/now.tsx';

/** What a colleague must know before opening or answering: in words, the gravest first. */
export function Flags({ line }: { readonly line: QueueLine }) {
  const t = useText();
  const flags = flagsOf(line, useNow());
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

function flagsOf(line: QueueLine, now: number): MessageKey[] {
  const flags: [boolean, MessageKey][] = [
    [line.gone === 'erased', 'flag.erased'],
    [line.gone === 'left', 'flag.left'],
    [line.otherHand === true, 'flag.other-hand'],
    [line.quiet, 'flag.quiet'],
    [(line.outsideUntil ?? 0) > now, 'flag.outside'],
    [line.usesViolence, 'flag.uses-violence'],
    [line.child, 'flag.child'],
    [line.returned, 'flag.returned'],
    [line.wish?.gender === 'woman', 'flag.wish-woman'],
    [line.wish?.gender === 'man', 'flag.wish-man'],
    [line.wish?.apart === true, 'flag.wish-apart'],
    [typeof line.wish?.language === 'string', 'flag.wish-language'],
    [line.hindrance === 'acquainted', 'flag.acquainted'],
    [line.hindrance === 'kept-for-wish', 'flag.kept-for-wish'],
    [(line.offer ?? null) !== null, 'flag.offered'],
    [!mayBeWrittenTo(line, now) && line.gone === 'no' && !line.quiet, 'flag.may-not-write'],
  ];
  return flags.filter(([applies]) => applies).map(([, key]) => key);
}

/** Who wrote just now may be answered without having been asked; in an own talk the composer says how it stands. */
const mayBeWrittenTo = ({ mayWrite, holder, lastPersonAt }: QueueLine, now: number): boolean =>
  mayWrite || holder !== null || now - (lastPersonAt ?? 0) <= freshEnoughToWriteMs;
