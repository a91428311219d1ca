import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshEnoughToWriteMs, limits } from '../../src/conversation/limits.ts';
import type { Outbound } from '../../src/conversation/outbound.ts';
import { queueLine } from '../../src/conversation/queue-line.ts';
import type { Talk } from '../../src/conversation/talk.ts';
import type { TurnEvent } from '../../src/conversation/turn-event.ts';
import { cards, forChild } from '../../src/locale/system-keys.ts';
import { makeFlowLibrary } from '../../src/machine/flow-library.ts';
import { isAtLeast } from '../../src/risk/level.ts';
import {
  newPlay,
  type Play,
  readAloud,
  type Step,
  sendsOf,
  steps,
  type Taken,
} from '../support/random-talk.ts';

/*
 * Promises as invariants on random conversations. A rule looks at one turn and yields what is wrong with it, in words.
 */

const runs = 300;
const anyNumber = /\b11[135]\b/;

type Rule = (taken: Taken, play: Play) => Iterable<string>;

/** `known`: conversations that once broke the rule. */
function always(rule: Rule, ...known: readonly (readonly Step[])[]): void {
  const look = (happenings: typeof steps extends fc.Arbitrary<infer Steps> ? Steps : never): void => {
    const play: Play = newPlay((taken) => expect([...rule(taken, play)]).toEqual([]));
    for (const step of happenings) play.step(step);
  };
  fc.assert(fc.property(steps, look), { numRuns: runs, examples: known.map((talk) => [talk]) });
}

const keysOf = ({ bubbles }: Outbound): readonly string[] =>
  bubbles.flatMap((bubble) => (bubble.kind === 'text' ? [bubble.key] : []));
const sayings = (effects: Taken['effects'], now: number): string =>
  sendsOf(effects)
    .map((message) => readAloud(message, now))
    .join('\n');
const isHeld = (talk: Talk): boolean => talk.custody.state === 'held';
const waits = (talk: Talk): boolean => talk.custody.waitingSince !== null && !isHeld(talk);
const press = (button: 'sos'): TurnEvent => ({ type: 'person', inbound: { kind: 'button', button } });
const say = (text: string): TurnEvent => ({ type: 'person', inbound: { kind: 'text', text } });

/** A named person decides: by setting the level, or by closing (whoever returns begins at high at most, §1 rule 1). */
const isDecision = ({ event }: Taken): boolean =>
  event.type === 'staff' && (event.action.do === 'level' || event.action.do === 'close');

test('the level falls only by a named person, and the gravest level ever reached never does', () => {
  always(function* (taken) {
    const [before, after] = [taken.before.assessment, taken.after.assessment];
    if (!isAtLeast(after.highest, before.highest))
      yield `${before.highest} → ${after.highest} as the highest`;
    if (!isDecision(taken) && !isAtLeast(after.level, before.level))
      yield `${before.level} → ${after.level} by ${taken.event.type}`;
  });
});

/** The closed list of promise 5: what `system` may say while a counsellor holds the talk. */
const notices: ReadonlySet<string> = new Set([
  ...Object.values(cards)
    .flat()
    .flatMap((key) => [key, forChild(key)]),
  'system:assault.now',
  'system:assault.now.child',
  'system:fire',
  'system:quiet.ack',
  'system:quiet.sos',
  'system:delete.ask',
  'system:delete.ask.child',
  'system:delete.remains.web',
  'system:delete.stays',
  'system:delete.stays.child',
  'system:delete.kept',
]);

test('while a counsellor holds the talk the program is silent but for the closed list', () => {
  always(function* ({ before, after, effects }) {
    for (const message of sendsOf(effects)) {
      const isProgram = message.sender !== 'counsellor';
      const foreign =
        isProgram && isHeld(before) && isHeld(after)
          ? keysOf(message).filter((key) => !notices.has(key))
          : [];
      yield* foreign.map((key) => `${key} is no notice`);
      if (message.sender === 'bot' && isHeld(before) && isHeld(after)) yield 'the bot speaks while held';
      if (message.sender === 'counsellor' && !isHeld(before)) yield 'somebody writes who does not hold it';
    }
  });
});

/** What the program says only where it is the one voice. */
const greetings = /^system:(?:first\.|lost|receipt|medium|contact\.)/u;

test('while somebody answers past Hiên the program neither greets nor asks, for half an hour at most', () => {
  always(function* ({ before, effects, event, now }) {
    const { outsideUntil } = before;
    if (outsideUntil === null || outsideUntil <= now || event.type !== 'person') return;
    if (outsideUntil > now + limits.outside) yield 'held back for too long';
    for (const message of sendsOf(effects)) {
      const foreign = keysOf(message).filter((key) => greetings.test(key));
      yield* foreign.map((key) => `${key} beside somebody else`);
    }
  });
});

const quietTexts: ReadonlySet<string> = new Set([
  'system:quiet.ack',
  'system:quiet.sos',
  'system:quiet.text',
  'system:retract',
]);

test('in quiet mode only the fixed texts go out, and only as the answer to a message', () => {
  always(function* ({ before, after, event, effects }) {
    const isOver = before.custody.quiet && !after.custody.quiet;
    if (isOver && event.type !== 'person' && after.custody.gone !== 'erased')
      yield `${event.type} ends quiet mode`;
    if (!after.custody.quiet) return;
    for (const message of sendsOf(effects)) {
      if (!message.quiet) yield 'a message that quiet mode does not stop';
      if (message.sender === 'counsellor' && !before.custody.unlocked) yield 'a locked composer writes';
      if (message.sender === 'counsellor') continue;
      if (event.type !== 'person' || message.why !== 'answer') yield `${event.type} sends ${message.why}`;
      if (message.choices.length > 0) yield 'buttons with words';
      yield* keysOf(message).filter((key) => !quietTexts.has(key));
    }
  });
});

test('after leaving or erasing nothing is sent, and once erased it stays so', () => {
  always(function* ({ before, after, effects }) {
    if (after.custody.gone !== 'no' && sendsOf(effects).length > 0)
      yield `a message to whoever is ${after.custody.gone}`;
    if (before.custody.gone === 'erased' && after.custody.gone !== 'erased') yield 'no longer erased';
  });
});

test('new imminent evidence is answered at once, and its card holds a number', () => {
  always(function* ({ before, after, event, effects, now }) {
    const found = after.assessment.signals.filter(({ level, at }) => level === 'imminent' && at >= now);
    const bare = sendsOf(effects).filter(
      (message) => message.card !== null && !anyNumber.test(readAloud(message, now)),
    );
    if (found.length > 0) yield* bare.map((message) => `${String(message.card)} without a number`);
    // In quiet mode danger is answered with the digits each time (§3.3 rule 5).
    const isDue = before.custody.quiet
      ? found.length > 0
      : found.some(({ code }) => !before.shown.includes(code));
    const isFree = event.type === 'person' && !isHeld(before) && after.custody.gone === 'no';
    if (isDue && isFree && !anyNumber.test(sayings(effects, now))) yield 'danger without a number';
  });
});

const quietly: Step = { do: 'press', button: 'quiet' };
const sos: Step = { do: 'press', button: 'sos' };
const words = (said: string): Step => ({ do: 'say', text: said });

test('a safety notice that has not gone out is taken back only where the talk falls silent', () => {
  always(
    function* ({ before, after, event, effects }) {
      const withheld = effects.flatMap((effect) => (effect.type === 'suppress' ? effect.senders : []));
      if (!withheld.includes('system')) return;
      const { quiet, gone } = after.custody;
      const fallsSilent =
        (quiet && !before.custody.quiet) || gone !== 'no' || after.custody.state === 'ended';
      if (!fallsSilent) yield `${event.type} takes a notice back`;
    },
    [quietly, sos, quietly],
    [words('chồng em cầm dao đuổi em'), words('nó vẫn đứng ngoài cửa')],
    [{ do: 'cover', state: 'busy' }, words('em đang bị nhốt trong phòng'), words('em muốn chết quá')],
  );
});

test('what was asked and has not gone out is taken back only for something new, a claim, or silence', () => {
  always(
    function* ({ before, after, event, effects }) {
      const isWithheld = effects.some(
        (effect) => effect.type === 'suppress' && effect.senders.includes('bot'),
      );
      // While somebody holds the talk nothing of the bot waits.
      if (!isWithheld || isHeld(before) || sendsOf(effects).length > 0) return;
      const { quiet, gone, state } = after.custody;
      const fallsSilent = (quiet && !before.custody.quiet) || gone !== 'no' || state === 'ended';
      if (!fallsSilent && !isHeld(after)) yield `${event.type} takes back and says nothing`;
    },
    [words('chồng em cầm dao đuổi em'), words('nó vẫn đứng ngoài cửa')],
    [quietly, words('em muốn chết quá')],
  );
});

test('every card and every answer to SOS is a safety notice', () => {
  always(function* ({ effects, now }) {
    for (const message of sendsOf(effects))
      if (message.card !== null && message.sender === 'bot')
        yield `a card by the bot: ${readAloud(message, now)}`;
  });
});

test('SOS is answered at once with numbers in every state', () => {
  always(function* ({ after }, play) {
    if (after.custody.gone === 'erased') return;
    yield* sosFaults(play, press('sos'));
    if (!isHeld(after) || after.custody.quiet) yield* sosFaults(play, say('1'));
    else if (
      !play
        .probe(say('1'))
        .effects.some((effect) => effect.type === 'start-timer' && effect.timer === 'code-card')
    )
      yield 'a typed code that no clock follows';
  });
});

function* sosFaults(play: Play, event: TurnEvent): Iterable<string> {
  const { after, effects } = play.probe(event);
  const [first] = sendsOf(effects);
  if (first === undefined || !anyNumber.test(readAloud(first, play.now))) yield 'SOS without numbers';
  if (first?.why !== 'answer' || first.quiet !== play.talk.custody.quiet) yield 'not a direct answer';
  if (after.assessment.level !== 'imminent') yield `SOS leaves it ${after.assessment.level}`;
  if (after.custody.waitingSince === null) yield 'SOS without a line in the queue';
  if (!isHeld(after) && !effects.some(({ type }) => type === 'page')) yield 'SOS pages nobody';
}

test('the line in the queue stands exactly while somebody waits or is held, and says what is true', () => {
  const lines = new WeakMap<Play, unknown>();
  always(function* ({ after, effects }, play) {
    for (const effect of effects) if (effect.type === 'queue') lines.set(play, effect.entry);
    const line = lines.get(play) ?? null;
    const { state, waitingSince } = after.custody;
    if ((line === null) !== (waitingSince === null)) yield 'line and custody disagree';
    if (JSON.stringify(line) !== JSON.stringify(queueLine(after))) yield 'the line is not what the talk says';
    if ((state === 'held' || state === 'waiting' || state === 'lost') && line === null)
      yield `${state} without a line`;
    if (state === 'ended' && line !== null) yield 'ended with a line';
  });
});

test('an imminent line that comes to wait pages somebody and starts all its clocks', () => {
  always(function* ({ before, after, effects }) {
    if (!waits(after) || waits(before) || after.assessment.level !== 'imminent') return;
    if (!effects.some(({ type }) => type === 'page')) yield 'nobody is paged';
    const started = new Set(
      effects.flatMap((effect) => (effect.type === 'start-timer' ? [effect.timer] : [])),
    );
    yield* (['accept.60', 'accept.120', 'accept.180'] as const).filter((timer) => !started.has(timer));
  });
});

test('nothing is unsolicited: without her message the program speaks only shortly after a word', () => {
  always(function* ({ after, event, effects, now, stale }) {
    if (event.type === 'person' || stale) return;
    // The holder may show the card by her own hand at any time.
    const isByHand = event.type === 'staff' && event.action.do === 'code' && event.action.answer === 'card';
    for (const message of sendsOf(effects).filter(({ sender }) => sender !== 'counsellor')) {
      if (message.why === 'answer') yield 'an answer to nothing';
      const aboutLine = keysOf(message).some((key) => key.startsWith('system:human.'));
      const lastWord = Math.max(after.lastPersonAt ?? 0, aboutLine ? (after.writtenAt.at(-1) ?? 0) : 0);
      if (!isByHand && now - lastWord > limits.waitingLineWindow)
        yield `${keysOf(message).join(' ')} after ${String(now - lastWord)} ms`;
    }
  });
});

test('a counsellor writes only where she was asked, or shortly after a message, or once she is talking', () => {
  always(function* ({ before, event, outcome, now }) {
    if (event.type !== 'staff' || event.action.do !== 'write' || outcome.status !== 'done') return;
    const asked = before.wantsPerson || before.contact === 'yes' || before.custody.unlocked;
    const pressed = before.assessment.signals.some(({ code }) => code === 'A1');
    const fresh = now - (before.lastPersonAt ?? 0) <= freshEnoughToWriteMs;
    if (!asked && !pressed && !fresh && !before.custody.wrote) yield 'nobody asked';
  });
});

test('what waits is never closed by a clock, only an answer past Hiên that is over leaves by itself', () => {
  always(function* ({ before, after, event }) {
    if (event.type !== 'timer' || event.timer === 'outside') return;
    const since = before.custody.waitingSince;
    if (since !== null && after.custody.waitingSince !== since) yield `${event.timer} closes what waits`;
  });
});

const betweenStaff: ReadonlySet<string> = new Set([
  'whisper',
  'jot',
  'seen',
  'offer',
  'offer.accept',
  'offer.refuse',
]);
const staffSide: ReadonlySet<string> = new Set(['note', 'audit', 'queue', 'start-timer', 'stop-timer']);

test('what staff say to one another, and a hand-over, has no way to the person', () => {
  always(function* ({ event, effects }) {
    if (event.type === 'timer' && event.timer === 'offer') yield* outgoing(effects);
    if (event.type === 'staff' && betweenStaff.has(event.action.do)) yield* outgoing(effects);
  });
});

const outgoing = (effects: Taken['effects']): readonly string[] =>
  effects.filter(({ type }) => !staffSide.has(type)).map(({ type }) => `${type} between staff`);

test('a talk goes to a colleague only by her own hand, keeps its line, and never to one who may know the person', () => {
  always(function* ({ before, after, event }) {
    const [from, to] = [before.custody, after.custody];
    if (to.state === 'held' && after.notFor.includes(to.holder ?? ''))
      yield `${String(to.holder)} may know her`;
    if (after.offer !== null && (to.state !== 'held' || to.holder !== after.offer.by.id))
      yield 'an offer of what she does not hold';
    if (from.state !== 'held' || to.state !== 'held' || from.holder === to.holder) return;
    const action = event.type === 'staff' ? event.action.do : event.type;
    if (action !== 'offer.accept' && action !== 'assign') yield `${action} moves it`;
    if (action === 'offer.accept' && before.offer?.to.id !== to.holder) yield 'accepted by somebody else';
    if (to.waitingSince !== from.waitingSince) yield 'its waiting time is lost';
  });
});

const answerDigits: ReadonlySet<number | null> = new Set([3, 4, 5, 6, 7, 8]);
const buttonDigits: ReadonlySet<number | null> = new Set([0, 1, 2, 3, 4, 5, 6]);

/** A topic, a contact asked for, a wish and an hour to write: more than four once stood on one screen. */
const crowded: readonly Step[] = [
  { do: 'press', button: 'topic.images' },
  { do: 'tap', which: 'newest', nth: 0 },
  { do: 'press', button: 'contact.yes' },
];

test('choices keep to the keypad: four answers from 3 to 6, 7 and 8 beside them', () => {
  always(function* ({ effects, after }) {
    for (const { choices, sender } of sendsOf(effects)) {
      const digits = choices.map(({ digit }) => digit);
      if (new Set(digits).size !== digits.length) yield `twice the same digit: ${digits.join(' ')}`;
      for (const { digit, value } of choices)
        if (!(value.kind === 'answer' ? answerDigits : buttonDigits).has(digit))
          yield `${value.kind} on ${String(digit)}`;
      if (digits.filter((digit) => digit !== null && digit >= 3 && digit <= 6).length > 4)
        yield 'five answers';
      // A number answers the newest screen: after a counsellor's words no older one is left.
      if (sender === 'counsellor' && after.screen.length > 0) yield 'a screen behind her words';
    }
  }, crowded);
});

test('what is remembered is plain JSON', () => {
  always(function* ({ after }) {
    if (!isSame(JSON.parse(JSON.stringify(after)), after)) yield 'something is lost between turns';
  });
});

/** Equal as values, with the same keys: an undefined field would be lost on the way to the disk. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    left.length === right.length &&
    left.every(([key, value]) => isSame(value, (b as Record<string, unknown>)[key]))
  );
}

const rubbish = { copy: 'x', at: 'danger', visit: 1 } as const;
const noVariables = { vars: {}, risk: 'none', visit: 1, tries: 0 } as const;
/** Flows that cannot go on; `now` stands for the structure that is current. */
const brokenFlows: readonly unknown[] = [
  { ...rubbish, flow: 'triage', structure: 'gone', snapshot: noVariables },
  { ...rubbish, flow: 'no-such-flow', structure: 'x', snapshot: noVariables },
  { ...rubbish, flow: 'triage', structure: 'now', snapshot: null },
  { ...rubbish, flow: 'triage', structure: 'now', at: '__proto__', snapshot: noVariables },
  { ...rubbish, flow: 'triage', structure: 'now', snapshot: { ...noVariables, vars: { nothing: true } } },
  { flow: 5, structure: [], copy: null, at: {}, visit: 'x', snapshot: 'rubbish' },
  'rubbish',
  [],
];

test('a flow that cannot go on, or no flow at all, never stands between her and help', () => {
  const structure = newPlay(() => {});
  structure.step({ do: 'say', text: 'alo' });
  const now = structure.talk.flow?.structure;
  expect(now).toMatch(/\w/);
  const faults = (play: Play, broken: unknown): readonly string[] => {
    const flow = JSON.parse(JSON.stringify(broken).replace('"now"', JSON.stringify(now))) as Talk['flow'];
    play.talk = { ...play.talk, flow };
    const { custody, outsideUntil } = play.talk;
    if (custody.gone === 'erased') return [];
    // While somebody else answers her, codes are answered and words are left to that somebody.
    if (outsideUntil !== null && outsideUntil > play.now) return [...codeFaults(play)];
    return [...codeFaults(play), ...silences(play)];
  };
  const property = fc.property(
    steps,
    fc.constantFrom(...brokenFlows),
    fc.boolean(),
    (happenings, broken, none) => {
      const play = newPlay(() => {}, none ? makeFlowLibrary([]) : undefined);
      for (const step of happenings) play.step(step);
      expect(faults(play, broken)).toEqual([]);
    },
  );
  fc.assert(property, { numRuns: runs });
});

function* codeFaults(play: Play): Iterable<string> {
  yield* sosFaults(play, press('sos'));
  if (isHeld(play.talk)) return;
  if (!play.probe(say('2')).after.custody.quiet) yield '2 does not make it quiet';
  if (play.probe(say('9')).after.custody.gone !== 'left') yield '9 does not leave';
  const asked = play.probe(say('0')).after;
  if (!asked.wantsPerson || asked.custody.waitingSince === null) yield '0 asks for nobody';
}

const harmless = ['alo', '3', '7', 'chồng tôi hay đánh tôi', 'nhầm thôi', '😀'];

/** Everything else is answered too: with the failure text, or with a question anew. */
function silences(play: Play): readonly string[] {
  const { lastReceiptAt, custody } = play.talk;
  const receipted = lastReceiptAt !== null && play.now - lastReceiptAt < limits.receiptEvery;
  if (receipted || custody.state === 'held' || custody.quiet) return [];
  return harmless.filter((words) => {
    const { effects, after } = play.probe(say(words));
    return after.custody.gone === 'no' && sendsOf(effects).length === 0;
  });
}
