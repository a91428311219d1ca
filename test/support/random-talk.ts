import * as fc from 'fast-check';
import { servicesAt } from '../../src/app/services.ts';
import { capabilities } from '../../src/channel/channel.ts';
import type { Effect } from '../../src/conversation/effect.ts';
import { type FixedButton, fixedButtons, type Inbound } from '../../src/conversation/inbound.ts';
import { type Outbound, serviceWords } from '../../src/conversation/outbound.ts';
import { freshTalk, type Talk } from '../../src/conversation/talk.ts';
import { type Turn, takeTurn } from '../../src/conversation/turn.ts';
import {
  type StaffAction,
  type TimerKind,
  type TurnEvent,
  timerKinds,
} from '../../src/conversation/turn-event.ts';
import type { Cover, World } from '../../src/conversation/world.ts';
import { riskLevels } from '../../src/risk/level.ts';
import { shippedContent } from './content.ts';

export const content = shippedContent();

/** What may happen next in a random conversation. `say` and `tap` are the person's, `staff` the two counsellors'. */
export type Step =
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'press'; readonly button: FixedButton }
  | { readonly do: 'tap'; readonly which: 'newest' | 'stale' | 'unknown'; readonly nth: number }
  | { readonly do: 'media'; readonly media: Extract<Inbound, { kind: 'media' }>['media'] }
  | { readonly do: 'staff'; readonly by: Staff; readonly action: StaffAction }
  | { readonly do: 'lost'; readonly by: Staff }
  /** Somebody answers past Hiên, in the vendor's own console; told so many milliseconds late. */
  | { readonly do: 'outside'; readonly late: number }
  | { readonly do: 'ring'; readonly timer: TimerKind }
  | { readonly do: 'cover'; readonly state: Cover['state'] }
  | { readonly do: 'watch'; readonly watching: boolean }
  | { readonly do: 'pass'; readonly ms: number };

const staff = { lan: { id: 'lan', name: 'Lan' }, mai: { id: 'mai', name: 'Mai' } } as const;
type Staff = keyof typeof staff;

const codes = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'gấp', 'bận', 'thoát', '113', 'SOS', '🆘'];
/** Words of every level, and some that say nothing or cannot be read. */
const words = [
  'chồng em đang cầm dao đuổi em',
  'nó bóp cổ em tối qua',
  'em vừa uống thuốc sâu',
  'em đang bị nhốt trong phòng',
  'nó dọa giết mình từ hôm kia',
  'em muốn chết quá',
  'chồng tôi hay đánh tôi',
  'anh ấy kiểm soát hết tiền của mình',
  'chuyện cũ lâu lắm rồi, giờ ổn',
  'cho hỏi luật ly hôn',
  'em 13 tuổi, chú hay sờ em',
  'mình sợ mình đánh vợ mất',
  'hàng xóm em đang bị chồng đánh',
  'nhầm thôi',
  'không có gì đâu',
  'alo',
  'ừ',
  '…',
  '😀😀',
  'សូមជួយ',
  '\u0000\ud800',
  '',
];

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...codes) },
  { weight: 5, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

const action: fc.Arbitrary<StaffAction> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: 'claim' } as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<StaffAction>(
      ...Object.values(staff).map((to) => ({ do: 'assign', to }) as const),
    ),
  },
  { weight: 4, arbitrary: fc.constant({ do: 'write', text: 'Mình đây.', clientId: 'c' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'undo', messageId: 'm' } as const) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...riskLevels)
      .map((level) => ({ do: 'level', level, reason: 'đã hỏi' }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'unlock', reason: 'đã gọi' } as const) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<'release' | 'return' | 'close'>('release', 'return', 'close')
      .map((what) => ({ do: what, note: 'n' })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<'card' | 'answer'>('card', 'answer')
      .map((answer) => ({ do: 'code' as const, answer })),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'erase', reason: 'r' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'return', note: 'n', known: true } as const) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<StaffAction>(
      ...Object.values(staff).map((to) => ({ do: 'offer', to, note: 'n' }) as const),
      { do: 'offer.accept' },
      { do: 'offer.refuse' },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<StaffAction>(
      { do: 'whisper', text: 'hỏi về trẻ em' },
      { do: 'jot', text: 'chị ở nhà mẹ' },
      { do: 'seen' },
    ),
  },
);

const by = fc.constantFrom<Staff>('lan', 'mai');

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: text.map((said) => ({ do: 'say', text: said }) as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(...fixedButtons).map((button) => ({ do: 'press', button }) as const),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('tap' as const),
        which: fc.constantFrom('newest', 'newest', 'newest', 'stale', 'unknown'),
        nth: fc.nat(9),
      }),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('picture', 'voice', 'video', 'sticker', 'file', 'location', 'other')
        .map((media) => ({ do: 'media', media }) as const),
    },
    { weight: 9, arbitrary: fc.record({ do: fc.constant('staff' as const), by, action }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('lost' as const), by }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(0, 0, 600_000, 2_400_000).map((late) => ({ do: 'outside', late }) as const),
    },
    { weight: 1, arbitrary: fc.constantFrom(...timerKinds).map((timer) => ({ do: 'ring', timer }) as const) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('shift', 'busy', 'oncall', 'nobody')
        .map((state) => ({ do: 'cover', state }) as const),
    },
    { weight: 1, arbitrary: fc.boolean().map((watching) => ({ do: 'watch', watching }) as const) },
    {
      weight: 5,
      arbitrary: fc
        .constantFrom(1000, 5000, 21_000, 61_000, 181_000, 301_000, 601_000, 3_600_000)
        .map((ms) => ({ do: 'pass', ms }) as const),
    },
  ),
  { minLength: 1, maxLength: 40 },
) as fc.Arbitrary<readonly Step[]>;

/** One turn as it was taken. */
export interface Taken extends Turn {
  readonly before: Talk;
  readonly event: TurnEvent;
  readonly now: number;
  /** A clock that was not armed: the application drops it before a turn, and the turn must bear it all the same. */
  readonly stale: boolean;
}

type Answer = Extract<Outbound['choices'][number]['value'], { kind: 'answer' }>;

/** A conversation that is played step by step; every turn is given to `look`. */
export interface Play {
  talk: Talk;
  now: number;
  cover: Cover;
  watching: boolean;
  readonly timers: Map<TimerKind, number>;
  /** Every answer that was ever on a screen. */
  readonly answers: Answer[];
  step(step: Step): void;
  /** What a turn would come to now, without taking it. */
  probe(event: TurnEvent): Turn;
}

const json = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

export function newPlay(look: (taken: Taken) => void, flows = content.flows.library): Play {
  let ids = 0;
  const world = (): World => ({
    now: play.now,
    cover: play.cover,
    flows,
    detector: content.detector,
    services: servicesAt({ directory: content.directory, report: () => {} }, play.now),
    channel: { kind: 'web', ...capabilities.web },
    holderWatches: play.watching,
    newId: () => `t${String((ids += 1))}`,
  });

  function take(event: TurnEvent, stale = false): void {
    const before = json(play.talk);
    const turn = takeTurn(before, event, world());
    play.talk = turn.after;
    for (const effect of turn.effects) keep(effect);
    look({ ...turn, before, event, now: play.now, stale });
  }

  function keep(effect: Effect): void {
    if (effect.type === 'stop-timer') play.timers.delete(effect.timer);
    if (effect.type === 'start-timer') play.timers.set(effect.timer, play.now + effect.afterMs);
    if (effect.type !== 'send') return;
    for (const { value } of effect.message.choices) if (value.kind === 'answer') play.answers.push(value);
  }

  /** Clocks that fall due ring on the way, in their order. */
  function pass(ms: number): void {
    const until = play.now + ms;
    for (;;) {
      const [next] = [...play.timers].filter(([, due]) => due <= until).toSorted(([, a], [, b]) => a - b);
      if (next === undefined) break;
      play.timers.delete(next[0]);
      play.now = Math.max(play.now, next[1]);
      take({ type: 'timer', timer: next[0] });
    }
    play.now = until;
  }

  function answerOf({ which, nth }: Extract<Step, { do: 'tap' }>): Inbound {
    const onScreen = play.talk.screen.map(({ value }) => value).filter((value) => value.kind === 'answer');
    const known = which === 'newest' ? onScreen : play.answers;
    const found = known[nth % Math.max(known.length, 1)];
    if (which === 'unknown' || found === undefined)
      return { kind: 'answer', step: 'no_such_step', visit: nth, option: 'no_such_option', text: '' };
    return { ...found, text: found.option };
  }

  const person = (inbound: Inbound): TurnEvent => ({ type: 'person', inbound });

  const play: Play = {
    talk: freshTalk,
    now: Date.parse('2026-03-02T02:00:00Z'),
    cover: { state: 'shift', reopens: null },
    watching: false,
    timers: new Map(),
    answers: [],
    probe: (event) => takeTurn(json(play.talk), event, world()),
    step(step) {
      play.now += 1;
      switch (step.do) {
        case 'say':
          return take(person({ kind: 'text', text: step.text }));
        case 'press':
          return take(person({ kind: 'button', button: step.button }));
        case 'tap':
          return take(person(answerOf(step)));
        case 'media':
          return take(person({ kind: 'media', media: step.media }));
        case 'staff':
          return take({ type: 'staff', action: step.action, by: staff[step.by] });
        case 'lost':
          return take({ type: 'line-lost', staff: step.by });
        case 'outside':
          return take({ type: 'answered-outside', at: play.now - step.late });
        case 'ring':
          return take({ type: 'timer', timer: step.timer }, true);
        case 'cover':
          play.cover = { state: step.state, reopens: step.state === 'nobody' ? '7 giờ' : null };
          return;
        case 'watch':
          play.watching = step.watching;
          return;
        case 'pass':
          return pass(step.ms);
      }
    },
  };
  return play;
}

export const sendsOf = (effects: readonly Effect[]): readonly Outbound[] =>
  effects.flatMap((effect) => (effect.type === 'send' ? [effect.message] : []));

/** The message as she reads it. */
export function readAloud(message: Outbound, now: number): string {
  const numbers = content.directory.placeholders(now);
  const read = (key: string, params: Readonly<Record<string, string>> = {}): string => {
    const rendered = content.catalogue.render(key, 'vi', { ...numbers, ...params });
    if (rendered.missing) throw new Error(`No text for ${key}.`);
    return rendered.text;
  };
  return message.bubbles
    .map((bubble) => {
      if (bubble.kind === 'words') return bubble.words;
      return bubble.kind === 'service' ? serviceWords(bubble, read) : read(bubble.key, bubble.params);
    })
    .join('\n');
}
