import { assign, setup, transition } from 'xstate';
import type { CustodyEvent, CustodyResult, CustodySnapshot, Duty } from './custody-types.ts';

type Context = Omit<CustodySnapshot, 'state'>;

/** A conversation that nobody has claimed, asked for or left. */
export const freshCustody: CustodySnapshot = {
  state: 'bot',
  quiet: false,
  holder: null,
  waitingSince: null,
  returned: false,
  wrote: false,
  unlocked: false,
  gone: 'no',
};

const language = setup({
  types: { context: {} as Context, events: {} as CustodyEvent },
  guards: {
    typed: ({ event }) => 'typed' in event && event.typed,
    keepsEntry: ({ event }) => event.type === 'erase' && event.keep,
    isQuiet: ({ context }) => context.quiet,
    isOpenCode: ({ context, event }) => 'typed' in event && event.typed && !context.quiet,
  },
  actions: {
    duty: (_self, _duty: { readonly duty: Duty }) => {},
    /** Queues the line, or keeps the time it has waited since. */
    queue: assign({
      waitingSince: ({ context, event }) => context.waitingSince ?? ('at' in event ? event.at : null),
    }),
    goSilent: assign({ quiet: true, unlocked: false }),
    speak: assign({ quiet: false, unlocked: false }),
    /** A line also where there was none: a conversation that somebody holds stands on the desk. */
    hold: assign({
      holder: ({ event }) => (event.type === 'claim' ? event.staff : null),
      waitingSince: ({ context, event }) => context.waitingSince ?? ('at' in event ? event.at : null),
      wrote: false,
      unlocked: false,
      returned: false,
    }),
    /** Warm: the line keeps its time, what was begun counts as begun, and a locked composer is locked for the colleague. */
    handTo: assign({
      holder: ({ context, event }) => (event.type === 'hand' ? event.staff : context.holder),
      unlocked: false,
    }),
    giveBack: assign({
      holder: null,
      wrote: false,
      unlocked: false,
      returned: true,
      waitingSince: ({ context, event }) => context.waitingSince ?? ('at' in event ? event.at : null),
    }),
    /** The late counsellor stays named, so that what she typed finds her again. */
    loseLine: assign({
      returned: true,
      unlocked: false,
      waitingSince: ({ context, event }) => context.waitingSince ?? ('at' in event ? event.at : null),
    }),
    leaveQueue: assign({ waitingSince: null, returned: false, holder: null, wrote: false, unlocked: false }),
    wrote: assign({ wrote: true }),
    unwrote: assign({ wrote: false }),
    unlock: assign({ unlocked: true }),
    left: assign({ gone: ({ context }) => (context.gone === 'erased' ? 'erased' : 'left') }),
    erased: assign({ gone: 'erased', quiet: false, unlocked: false }),
    isBack: assign({ gone: ({ context }) => (context.gone === 'left' ? 'no' : context.gone) }),
  },
});

const duty = (name: Duty) => ({ type: 'duty' as const, params: { duty: name } });
const duties = (...names: readonly Duty[]) => names.map(duty);

/** Asked for again: the digits of an SOS may still be on their way. */
const quietAgain = { guard: 'isQuiet' as const, actions: ['queue' as const, duty('quiet-ack')] };
const quietAtFirst = {
  actions: ['queue' as const, 'goSilent' as const, ...duties('suppress-all', 'quiet-ack')],
};

/** Moves that mean the same wherever no counsellor holds the conversation. */
const free = {
  sos: {
    target: '#custody.waiting',
    actions: ['queue' as const, ...duties('card', 'page')],
  },
  danger: {
    target: '#custody.waiting',
    actions: ['queue' as const, ...duties('card', 'page')],
  },
  raised: {
    target: '#custody.waiting',
    actions: ['queue' as const, ...duties('advice', 'page')],
  },
  doubted: { actions: ['queue' as const] },
  quiet: [quietAgain, quietAtFirst],
  outside: { actions: ['queue' as const] },
  inside: { actions: ['leaveQueue' as const] },
  person: { target: '#custody.waiting', actions: ['queue' as const, duty('waiting-line'), duty('page')] },
  claim: { target: '#custody.held', actions: ['hold' as const, duty('suppress-program')] },
} as const;

/** Leaving and erasing while a line may stand in the queue (safety-content §3.4, §4.1). */
const going = {
  leave: { actions: ['left' as const, ...duties('suppress-all', 'note-left', 'revoke')] },
  erase: [
    { guard: 'keepsEntry' as const, actions: ['erased' as const, ...duties('suppress-all', 'note-erased')] },
    {
      target: '#custody.ended',
      actions: ['erased' as const, 'leaveQueue' as const, ...duties('suppress-all')],
    },
  ],
} as const;

const machine = language.createMachine({
  id: 'custody',
  initial: 'bot',
  context: () => {
    const { state: _, ...context } = freshCustody;
    return context;
  },
  on: { speak: { guard: 'isQuiet', actions: ['speak'] }, back: { actions: ['isBack'] } },
  states: {
    bot: {
      on: {
        ...free,
        ...going,
        rest: { target: 'resting' },
        close: { target: 'ended', actions: ['leaveQueue'] },
      },
    },
    waiting: {
      on: {
        ...free,
        ...going,
        person: { actions: duties('waiting-line') },
        close: { target: 'ended', actions: ['leaveQueue'] },
      },
    },
    held: {
      on: {
        // In quiet mode nobody can write to her and a digit is no answer to anybody: the code acts at once (§3.3 rule 5).
        sos: [{ guard: 'isOpenCode', actions: duties('code-bar') }, { actions: duties('card', 'alarm') }],
        danger: [
          { guard: 'isQuiet', actions: duties('card', 'imminent-bar') },
          { actions: duties('imminent-bar') },
        ],
        raised: { actions: duties('alarm-raised') },
        quiet: [
          { guard: 'typed', actions: duties('hint-quiet') },
          { guard: 'isQuiet', actions: duties('quiet-ack') },
          { actions: ['goSilent', ...duties('suppress-all', 'quiet-ack')] },
        ],
        person: { actions: duties('hint-person') },
        leave: [
          { guard: 'typed', actions: duties('hint-leave') },
          { actions: ['left', ...duties('suppress-all', 'note-left', 'revoke')] },
        ],
        erase: { actions: ['erased', ...duties('suppress-all', 'note-erased')] },
        claim: { target: 'held', actions: ['hold', duty('suppress-program')] },
        hand: { actions: ['handTo'] },
        wrote: { actions: ['wrote'] },
        unwrote: { actions: ['unwrote'] },
        unlock: { actions: ['unlock'] },
        release: { target: 'resting', actions: ['leaveQueue', duty('tell-back')] },
        return: {
          target: 'waiting',
          actions: ['giveBack', ...duties('suppress-words', 'waiting-line', 'page')],
        },
        close: { target: 'ended', actions: ['leaveQueue'] },
        silent: {
          target: 'waiting',
          actions: ['giveBack', ...duties('suppress-words', 'tell-late', 'page')],
        },
        'line-lost': {
          target: 'lost',
          actions: ['loseLine', ...duties('suppress-words', 'tell-lost', 'page')],
        },
      },
    },
    lost: {
      on: {
        ...free,
        ...going,
        person: { actions: duties('waiting-line') },
        close: { target: 'ended', actions: ['leaveQueue'] },
      },
    },
    resting: {
      on: {
        ...free,
        ...going,
        quiet: [
          { ...quietAgain, target: 'bot' },
          { ...quietAtFirst, target: 'bot' },
        ],
        outside: { ...free.outside, target: 'bot' },
        message: { target: 'bot', actions: duties('first-screen') },
        close: { target: 'ended', actions: ['leaveQueue'] },
      },
    },
    ended: {
      on: {
        ...free,
        ...going,
        quiet: [
          { ...quietAgain, target: 'bot' },
          { ...quietAtFirst, target: 'bot' },
        ],
        outside: { ...free.outside, target: 'bot' },
        message: { target: 'bot', actions: duties('first-screen') },
      },
    },
  },
});

/**
 * One custody event on a persisted state: where it leads and what it obliges the turn to do.
 * Pure and total: an event that the table does not name changes nothing (`ignored`).
 */
export function moveCustody(before: CustodySnapshot, event: CustodyEvent): CustodyResult {
  const { state, ...context } = before;
  const current = machine.resolveState({ value: state, context });
  const [next, actions] = transition(machine, current, event);
  const found = actions.flatMap((action) =>
    action.type === 'duty' ? [(action.params as { duty: Duty }).duty] : [],
  );
  if (next === current && actions.length === 0) return { status: 'ignored', custody: before, duties: [] };
  return { status: 'moved', custody: { state: next.value, ...next.context }, duties: found };
}
