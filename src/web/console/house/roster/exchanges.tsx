import { useState } from 'react';
import { useDesk } from '../../desk/desk-context.ts';
import type { MessageKey } from '../../text/catalogue.ts';
import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Group, SelectField } from '../form/fields.tsx';
import { houseProblem, useHouseChange } from '../use-house.ts';
import { placesInOrder, type RosterReply, shiftName, shortDate, staffName } from './roster-names.ts';

type Exchange = RosterReply['exchanges'][number];
type Turn = Exchange['give'];

/** Whoever is named proposes, the other accepts: what waits for an answer, and a new proposal out of this week. */
export function Exchanges({ reply }: { readonly reply: RosterReply }) {
  const t = useText();
  const me = useDesk().me.id;
  const open = reply.exchanges.filter(
    ({ state, by, to }) => state === 'proposed' && (by === me || to === me),
  );
  const own = turnsOf(reply, me);
  if (open.length === 0 && own.length === 0) return null;
  return (
    <Group title={t('exchange.title')}>
      {open.map((exchange) => (
        <OpenExchange key={exchange.id} reply={reply} exchange={exchange} me={me} />
      ))}
      {own.length > 0 && <Proposal reply={reply} own={own} me={me} />}
    </Group>
  );
}

/** The places of one member of staff in the week shown, from today on. */
function turnsOf({ days, today }: RosterReply, staff: string): readonly Turn[] {
  return days
    .filter(({ date }) => date >= today)
    .flatMap(({ date, shifts }) =>
      shifts.flatMap(({ shift, named }) =>
        placesInOrder.filter((place) => named[place] === staff).map((place) => ({ date, shift, place })),
      ),
    );
}

function useTurnText(reply: RosterReply): (turn: Turn) => string {
  const t = useText();
  return ({ date, shift, place }) =>
    `${shortDate(date)} · ${shiftName(t, reply.plan, shift)} · ${t(`roster.place.${place}`)}`;
}

interface OpenProps {
  readonly reply: RosterReply;
  readonly exchange: Exchange;
  readonly me: string;
}

function OpenExchange({ reply, exchange: { id, version, by, to, give, take }, me }: OpenProps) {
  const t = useText();
  const turnText = useTurnText(reply);
  const change = useHouseChange('exchange/answer');
  const [problem, setProblem] = useState<MessageKey | null>(null);
  const answer = async (given: 'accepted' | 'declined' | 'withdrawn') =>
    setProblem(houseProblem(await change.run({ id, version, answer: given })));
  return (
    <div className="panel lines">
      <p>
        {t('exchange.asks', { by: staffName(reply, by), to: staffName(reply, to), give: turnText(give) })}
      </p>
      {take !== null && <p>{t('exchange.return', { by: staffName(reply, by), take: turnText(take) })}</p>}
      <output className="problem">{problem !== null && t(problem)}</output>
      <div className="buttons">
        {to === me && (
          <>
            <Button look="main" isDisabled={change.busy} onPress={() => void answer('accepted')}>
              {t('exchange.accept')}
            </Button>
            <Button isDisabled={change.busy} onPress={() => void answer('declined')}>
              {t('exchange.decline')}
            </Button>
          </>
        )}
        {by === me && (
          <Button isDisabled={change.busy} onPress={() => void answer('withdrawn')}>
            {t('exchange.withdraw')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface ProposalProps {
  readonly reply: RosterReply;
  readonly own: readonly Turn[];
  readonly me: string;
}

function Proposal({ reply, own, me }: ProposalProps) {
  const t = useText();
  const turnText = useTurnText(reply);
  const change = useHouseChange('exchange/propose');
  const colleagues = reply.staff.filter(({ id, role }) => id !== me && takesCalls.has(role));
  const [give, setGive] = useState('0');
  const [to, setTo] = useState(colleagues[0]?.id ?? '');
  const [take, setTake] = useState('');
  const [said, setSaid] = useState<MessageKey | null>(null);
  const theirs = turnsOf(reply, to);
  const propose = async () => {
    const given = own[Number(give)];
    if (given === undefined) return;
    const back = take === '' ? null : (theirs[Number(take)] ?? null);
    setSaid(houseProblem(await change.run({ to, give: given, take: back })) ?? 'exchange.proposed');
  };
  const numbered = (turns: readonly Turn[]) =>
    turns.map((turn, index) => ({ value: String(index), text: turnText(turn) }));
  return (
    <div className="lines">
      <div className="line">
        <SelectField label={t('exchange.give')} value={give} options={numbered(own)} onChoose={setGive} />
        <SelectField
          label={t('exchange.to')}
          value={to}
          options={colleagues.map(({ id, name }) => ({ value: id, text: name }))}
          onChoose={(id) => {
            setTo(id);
            setTake('');
          }}
        />
        <SelectField
          label={t('exchange.take')}
          value={take}
          options={[{ value: '', text: t('exchange.take.nothing') }, ...numbered(theirs)]}
          onChoose={setTake}
        />
      </div>
      <output className={said === 'exchange.proposed' ? 'soft' : 'problem'}>
        {said !== null && t(said)}
      </output>
      <Button isDisabled={change.busy || to === ''} onPress={() => void propose()}>
        {t('exchange.propose')}
      </Button>
    </div>
  );
}

const takesCalls: ReadonlySet<string> = new Set(['counsellor', 'supervisor', 'administrator']);
