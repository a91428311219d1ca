import { limits as turnLimits } from '../conversation/limits.ts';
import type { StaffAction } from '../conversation/turn-event.ts';
import type { CommandBody, CommandName, CommandReply, ServerFrame } from '../wire/console.ts';
import { emptyCommit } from './commit-of.ts';
import type { ContactBook } from './contact-book.ts';
import type { ConsoleLine, DeskDoor, StaffIdentity } from './desk-door.ts';
import { makeDeskFacts } from './desk-facts.ts';
import { makeDeskOffers } from './desk-offers.ts';
import { makeDeskRest } from './desk-rest.ts';
import { type DeskSigns, type DeskSources, deskOf, mayRead, talkFrameOf } from './desk-view.ts';
import { makeLanes } from './lanes.ts';
import type { Parts } from './parts.ts';
import type { AuditRow, News, StaffRow } from './ports.ts';
import { levelsHeldBy, type Presence } from './presence.ts';
import type { StaffBook } from './staff-book.ts';
import { StoreFault, type TurnOutcome, type Turns } from './turns.ts';

const refused = (why: Extract<CommandReply, { status: 'refused' }>['why']): CommandReply => ({
  status: 'refused',
  why,
});
const done: CommandReply = { status: 'done' };

/** Roles that take conversations; the others see the desk only. */
const takes: ReadonlySet<string> = new Set(['counsellor', 'supervisor', 'administrator']);
const assigns: ReadonlySet<string> = new Set(['supervisor', 'administrator']);

export interface Signs extends DeskSigns {
  ring(conversation: string): void;
  nudge(conversation: string): void;
  quieten(conversation: string): void;
}

/** The staff's side of the application: commands of the console, and its live line. */
export function makeDeskDoor(
  parts: Parts,
  turns: Turns,
  presence: Presence,
  signs: Signs,
  contacts: ContactBook,
  book: StaffBook,
): DeskDoor {
  const { store, vault, clock, bus } = parts;
  const facts = makeDeskFacts(parts);
  const sources: DeskSources = { parts, presence, signs, book, facts };
  const offers = makeDeskOffers(parts, presence, facts);
  const rest = makeDeskRest(parts, book);
  // Claims are decided one after the other, so that capacity holds and nobody takes the same line twice.
  const claims = makeLanes<'claims'>(
    () => Promise.resolve(),
    () => {},
  );

  type Run<Name extends CommandName> = (by: StaffIdentity, body: CommandBody<Name>) => Promise<CommandReply>;
  const act = (by: StaffIdentity, conversation: string, action: StaffAction, once = parts.chance.id()) =>
    actOn(by, conversation, action, once);

  /** Every command, carried out: the compiler completes the table. */
  const run: { readonly [Name in CommandName]: Run<Name> } = {
    'shift/on': (by) => shift(by, true),
    'shift/off': (by) => shift(by, false),
    'claim-next': (by) => claims.run('claims', () => claimNext(by)),
    claim: (by, { conversation }) => claims.run('claims', () => choose(by, conversation)),
    assign: (by, { conversation, staff }) => claims.run('claims', () => assign(by, conversation, staff)),
    write: (by, { conversation, text, clientId }) => write(by, conversation, text, clientId),
    undo: (by, { conversation, message }) => act(by, conversation, { do: 'undo', messageId: message }),
    level: (by, { conversation, level, reason }) => act(by, conversation, { do: 'level', level, reason }),
    unlock: (by, { conversation, reason }) => act(by, conversation, { do: 'unlock', reason }),
    release: (by, { conversation, note }) => act(by, conversation, { do: 'release', note }),
    return: (by, { conversation, note, known = false }) =>
      act(by, conversation, { do: 'return', note, known }),
    offer: (by, { conversation, staff, note }) => offer(by, conversation, staff, note),
    'offer/accept': (by, { conversation }) => claims.run('claims', () => acceptOffer(by, conversation)),
    'offer/refuse': (by, { conversation }) => act(by, conversation, { do: 'offer.refuse' }),
    whisper: (by, { conversation, text }) => act(by, conversation, { do: 'whisper', text }),
    jot: (by, { conversation, text }) => act(by, conversation, { do: 'jot', text }),
    'rest/end': (by) => rest.endRest(by),
    'debrief/done': async (by, { id }) =>
      assigns.has(by.role) ? rest.debriefed(by, id) : refused('not-allowed'),
    close: (by, { conversation, note }) => close(by, conversation, note),
    code: async (by, { conversation, answer }) =>
      answered(conversation, await act(by, conversation, { do: 'code', answer })),
    'alarm/seen': (by, { conversation }) => alarmSeen(by, conversation),
  };

  /** Closing needs the contact record (safety-content §9.1): it is written before, and marked after. */
  async function close(by: StaffIdentity, conversation: string, note: string): Promise<CommandReply> {
    const line = await contacts.lineOf(conversation);
    const reply = await act(by, conversation, { do: 'close', note });
    if (reply.status === 'done' && line !== null) await contacts.close(by, line);
    return reply;
  }

  async function alarmSeen(by: StaffIdentity, conversation: string): Promise<CommandReply> {
    const row = await store.conversation(conversation);
    if (row === null) return refused('gone');
    if (row.holder !== by.id) return refused('not-yours');
    return answered(conversation, await act(by, conversation, { do: 'seen' }));
  }

  /** What was done about a talk ends its ringing; what was refused does not. */
  function answered(conversation: string, reply: CommandReply): CommandReply {
    if (reply.status === 'done') quieten(conversation);
    return reply;
  }

  /** The holder has seen to it: every console of hers stops ringing. */
  function quieten(conversation: string): void {
    signs.quieten(conversation);
    bus.publish({ type: 'desk' });
  }

  async function actOn(
    by: StaffIdentity,
    conversation: string,
    action: StaffAction,
    once: string,
  ): Promise<CommandReply> {
    if (!takes.has(by.role)) return refused('not-allowed');
    const row = await store.conversation(conversation);
    if (row === null) return refused('gone');
    if ((action.do === 'level' || action.do === 'jot') && !mayRead(by, row)) return refused('not-yours');
    if (action.do === 'whisper' && !assigns.has(by.role)) return refused('not-allowed');
    if (action.do === 'close' && row.holder !== by.id && !assigns.has(by.role)) return refused('not-yours');
    if (action.do === 'close' && !(await contacts.mayClose(conversation))) return refused('needs-record');
    const { done: settled } = await turns.submit(
      conversation,
      'staff',
      { type: 'staff', action, by: { id: by.id, name: by.name } },
      once,
    );
    return replyOf(await settled, conversation);
  }

  async function write(
    by: StaffIdentity,
    conversation: string,
    text: string,
    clientId: string,
  ): Promise<CommandReply> {
    const row = await store.conversation(conversation);
    if (row === null) return refused('gone');
    const action: StaffAction = { do: 'write', text, clientId };
    const {
      status,
      id,
      done: settled,
    } = await turns.submit(
      conversation,
      'staff',
      { type: 'staff', action, by: { id: by.id, name: by.name } },
      `write ${by.id} ${clientId}`,
    );
    const reply = answered(conversation, replyOf(await settled, conversation));
    // A repeat of what was refused: nothing stands there under its name.
    if (status === 'duplicate' && (await store.message(`${id}.1`)) === null) return refused('locked');
    return reply.status === 'done' ? { ...reply, message: `${id}.1`, undoMs: turnLimits.undo } : reply;
  }

  function replyOf(outcome: TurnOutcome, conversation: string): CommandReply {
    if (outcome.status === 'gone') return refused('gone');
    return outcome.status === 'done' ? { status: 'done', conversation } : refused(outcome.why);
  }

  const member = async (id: string): Promise<StaffRow | null> =>
    (await store.staff()).find((row) => row.id === id) ?? null;

  /** The head of the queue, for somebody on shift who has room: no picking. */
  async function claimNext(by: StaffIdentity): Promise<CommandReply> {
    if (!takes.has(by.role)) return refused('not-allowed');
    const offered = await offers.nextFor(by.id);
    if (offered.status === 'refused') return refused(offered.why);
    for (const conversation of offered.conversations) {
      const reply = await act(by, conversation, { do: 'claim' });
      if (reply.status === 'done' || reply.why !== 'nothing-waiting') return reply;
    }
    return refused('nothing-waiting');
  }

  /** Those who oversee may choose: they know what the night left, and who fits whom. */
  async function choose(by: StaffIdentity, conversation: string): Promise<CommandReply> {
    if (!assigns.has(by.role)) return refused('not-allowed');
    const hindrance = await offers.roomOf(by.id);
    return hindrance === null ? act(by, conversation, { do: 'claim' }) : refused(hindrance);
  }

  /** Offers a talk to somebody who is there and has room; whether she still has is asked again when she accepts. */
  async function offer(
    by: StaffIdentity,
    conversation: string,
    to: string,
    note: string,
  ): Promise<CommandReply> {
    const colleague = await member(to);
    if (colleague === null || !takes.has(colleague.role)) return refused('not-allowed');
    const hindrance = await offers.roomOf(to);
    if (hindrance !== null) return refused(hindrance);
    return act(by, conversation, { do: 'offer', to: { id: colleague.id, name: colleague.name }, note });
  }

  async function acceptOffer(by: StaffIdentity, conversation: string): Promise<CommandReply> {
    const hindrance = await offers.roomOf(by.id);
    return hindrance === null ? act(by, conversation, { do: 'offer.accept' }) : refused(hindrance);
  }

  async function assign(by: StaffIdentity, conversation: string, to: string): Promise<CommandReply> {
    if (!assigns.has(by.role)) return refused('not-allowed');
    const colleague = await member(to);
    if (colleague === null || !takes.has(colleague.role)) return refused('not-allowed');
    const hindrance = await offers.roomOf(to);
    if (hindrance !== null) return refused(hindrance);
    return act(by, conversation, { do: 'assign', to: { id: colleague.id, name: colleague.name } });
  }

  /** Going off shift with open talks is refused until each is handed over, released or closed. */
  async function shift(by: StaffIdentity, on: boolean): Promise<CommandReply> {
    const me = await member(by.id);
    if (me === null || !takes.has(by.role)) return refused('not-allowed');
    if (!on && levelsHeldBy(by.id, await store.queue()).length > 0) return refused('holding');
    const now = clock.now();
    const row: StaffRow = { ...me, shiftSince: on ? now : null, soundTestedAt: on ? now : me.soundTestedAt };
    if (on) presence.bellHeard(by.id);
    await record({ staff: [row], audit: [auditOf(now, on ? 'shift-on' : 'shift-off', by.id)] });
    return done;
  }

  async function record(facts: {
    staff?: StaffRow[];
    audit: AuditRow[];
    invitationsUsed?: string[];
  }): Promise<void> {
    const [result] = await store.commit([{ ...emptyCommit(), ...facts }]);
    if (result?.status !== 'committed') throw new StoreFault(result);
    presence.staffChanged();
    bus.publish({ type: 'desk' });
  }

  return {
    async staff(id) {
      const row = await member(id);
      return row === null || !row.active ? null : { id: row.id, name: row.name, role: row.role };
    },
    async command(by, name, body) {
      try {
        // The adapter has checked `body` against `commands[name]`: the one place where the table's types are joined.
        return await (run[name] as Run<CommandName>)(by, body as CommandBody<CommandName>);
      } catch (fault) {
        parts.report('command-failed', fault);
        return refused('unwritable');
      }
    },
    openLine: (who, send) => openLine(sources, who, send),
    async invitation(secret) {
      const found = await store.invitation(vault.keyedHash('invitation', secret), clock.now());
      return found === null ? { status: 'void' } : { status: 'open', name: found.name, role: found.role };
    },
    async useInvitation(secret, id, name) {
      const hash = vault.keyedHash('invitation', secret);
      return claims.run('claims', async () => {
        const now = clock.now();
        const found = await store.invitation(hash, now);
        if (found === null) return { status: 'void' };
        const row: StaffRow = {
          id,
          name,
          role: found.role,
          active: true,
          createdAt: now,
          shiftSince: null,
          soundTestedAt: null,
        };
        await record({ staff: [row], invitationsUsed: [hash], audit: [auditOf(now, 'staff-added', id)] });
        return { status: 'done' };
      });
    },
    signedIn: (who) => record({ audit: [auditOf(clock.now(), 'signed-in', who.id)] }),
  };
}

const auditOf = (at: number, action: AuditRow['action'], by: string): AuditRow => ({
  at,
  action,
  pseudonym: null,
  by,
  params: {},
});

/** One console window: the desk at once and with every change, the watched conversation likewise. */
function openLine(sources: DeskSources, who: StaffIdentity, send: (frame: ServerFrame) => void): ConsoleLine {
  const { parts, presence, facts } = sources;
  const window = presence.open(who.id);
  const lane = makeLanes<'desk' | 'talk'>(
    async (what) => (what === 'desk' ? sendDesk() : sendTalk()),
    (fault) => parts.report('console-line-failed', fault),
  );

  async function sendDesk(): Promise<void> {
    send(await deskOf(sources, who));
  }

  async function sendTalk(): Promise<void> {
    const conversation = window.watching();
    if (conversation === null) return;
    const row = await parts.store.conversation(conversation);
    if (row === null) return send({ type: 'talk-gone', conversation, why: 'erased' });
    const { notFor } = await facts.of(row);
    if (!mayRead(who, row) || notFor.includes(who.id))
      return send({ type: 'talk-gone', conversation, why: 'not-allowed' });
    const frame = await talkFrameOf(sources, who, conversation);
    send(frame ?? { type: 'talk-gone', conversation, why: 'erased' });
  }

  const hear = (news: News): void => {
    if (news.type === 'desk') lane.wake('desk');
    if (news.type === 'talk' && news.conversation === window.watching()) lane.wake('talk');
  };
  const unsubscribe = parts.bus.subscribe(hear);
  lane.wake('desk');
  return {
    hear(frame) {
      if (frame.type === 'beat') {
        window.beat(frame.soundAllowed, frame.visible);
        return;
      }
      window.watch(frame.conversation);
      lane.wake('talk');
    },
    close() {
      unsubscribe();
      lane.stop();
      window.close();
    },
  };
}
