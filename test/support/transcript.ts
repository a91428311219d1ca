import { servicesAt } from '../../src/app/services.ts';
import { capabilities } from '../../src/channel/channel.ts';
import type { Effect, PageTarget } from '../../src/conversation/effect.ts';
import { type FixedButton, fixedButtons, type Inbound } from '../../src/conversation/inbound.ts';
import { serviceWords } from '../../src/conversation/outbound.ts';
import { freshTalk, type Talk } from '../../src/conversation/talk.ts';
import { type Turn, takeTurn } from '../../src/conversation/turn.ts';
import type { StaffAction, TimerKind, TurnEvent } from '../../src/conversation/turn-event.ts';
import type { Cover, World } from '../../src/conversation/world.ts';
import { type RiskLevel, riskLevels } from '../../src/risk/level.ts';
import { shippedContent } from './content.ts';

/*
 * Golden transcripts. A file is a conversation; `>` `*` `@` `=` lines are what happens, `<` and `!` lines what comes of it:
 *   > words              the person types (or a code, or a digit)
 *   > [sos]              the person presses a fixed button
 *   > {danger.beaten}    the person taps an answer of the newest visit of that step
 *   * Lan claim          a member of staff acts (claim, write …, release …, return …, close …, level low …,
 *                        unlock …, code card, code answer, erase …, assign Mai, offer Mai …, accept, refuse,
 *                        known (gives back: she may know the person), whisper …, jot …, seen)
 *   * Lan lost           her console is not heard any more
 *   * OA outside          somebody answers her in the vendor's own console (`outside -20m`: so long ago)
 *   * room left          the last console on shift dropped
 *   * pager next head    whoever was paged cannot be reached, and this target is called at once
 *   = cover nobody       who is there from now on (shift, busy, oncall, nobody); `= channel zalo`, `= watching yes`; `= meets woman`
 *   @ +60s               time passes; clocks that fall due ring on the way
 *   < text               to the person (`<!` a safety notice while held, `<<` a counsellor), bubbles one a line
 *   ! …                  everything else that the turn asks for
 * The talk is serialised and read again between all turns.
 */

const content = shippedContent();
const start = Date.parse('2026-03-02T02:00:00Z'); // a Monday, 9:00 in Viet Nam

interface Stage {
  talk: Talk;
  now: number;
  cover: Cover;
  channel: keyof typeof capabilities;
  readonly carrier: Carrier;
  watching: boolean;
  /** Whom she could meet now: a gender, or nobody. */
  meets: string;
  ids: number;
  readonly timers: Map<TimerKind, { due: number; token: string }>;
  readonly visits: Map<string, number>;
}

/** A channel in memory: her messages come over its wire, and what a turn came to goes onto it. */
export interface Carrier {
  readonly kind: keyof typeof capabilities;
  carry(inbound: Inbound): Inbound;
  hear(turn: Turn): void;
}

/** The page: nothing happens to a message on its way. */
const page: Carrier = { kind: 'web', carry: (inbound) => inbound, hear: () => {} };

/** Plays a transcript's happenings anew and returns it with the results that come of them now. */
export function replay(transcript: string, carrier: Carrier = page): string {
  const stage: Stage = {
    talk: freshTalk,
    now: start,
    cover: { state: 'shift', reopens: null },
    channel: carrier.kind,
    carrier,
    watching: false,
    meets: '',
    ids: 0,
    timers: new Map(),
    visits: new Map(),
  };
  const lines = transcript.split('\n').filter((line) => !/^\s*[<!]/.test(line));
  return lines.flatMap((line) => [line, ...happen(stage, line)]).join('\n');
}

function happen(stage: Stage, line: string): readonly string[] {
  const [, kind, rest] = /^([>*@=])\s?(.*)$/.exec(line) ?? [];
  switch (kind ?? '') {
    case '>':
      return turn(stage, { type: 'person', inbound: stage.carrier.carry(inboundOf(stage, rest ?? '')) });
    case '*':
      return turn(stage, staffEvent(stage, rest ?? ''));
    case '@':
      return pass(stage, millisecondsOf(rest ?? ''));
    case '=':
      return set(stage, rest ?? '');
    default:
      return [];
  }
}

function inboundOf(stage: Stage, typed: string): Inbound {
  const button = /^\[([\w.]+)\]$/.exec(typed)?.[1];
  if (button !== undefined) {
    if (button.startsWith('media.'))
      return { kind: 'media', media: button.slice('media.'.length) as 'voice' };
    if (!fixedButtons.includes(button as FixedButton)) throw new Error(`No button ${button}.`);
    return { kind: 'button', button: button as FixedButton };
  }
  const [, step, option] = /^\{(\w+)\.(\w+)\}$/.exec(typed) ?? [];
  if (step === undefined || option === undefined) return { kind: 'text', text: typed };
  return { kind: 'answer', step, option, visit: stage.visits.get(step) ?? 1, text: option };
}

function staffEvent(stage: Stage, line: string): TurnEvent {
  const [name = '', verb = '', ...words] = line.split(' ');
  const by = { id: name.toLowerCase(), name };
  if (verb === 'lost') return { type: 'line-lost', staff: by.id };
  if (verb === 'outside') {
    const ago = words[0] === undefined ? 0 : millisecondsOf(words[0].replace('-', '+'));
    return { type: 'answered-outside', at: stage.now - ago };
  }
  if (verb === 'left') return { type: 'room-left' };
  if (verb === 'next') return { type: 'page-undelivered', next: words.join(' ') as PageTarget };
  return { type: 'staff', by, action: actionOf(verb, words.join(' ')) };
}

function actionOf(verb: string, words: string): StaffAction {
  switch (verb) {
    case 'claim':
      return { do: 'claim' };
    case 'write':
      return { do: 'write', text: words, clientId: words };
    case 'release':
    case 'return':
    case 'close':
      return { do: verb, note: words };
    case 'unlock':
    case 'erase':
      return { do: verb, reason: words };
    case 'level': {
      const [level = '', ...reason] = words.split(' ');
      if (!riskLevels.includes(level as RiskLevel)) throw new Error(`No level ${level}.`);
      return { do: 'level', level: level as RiskLevel, reason: reason.join(' ') };
    }
    case 'known':
      return { do: 'return', note: words, known: true };
    case 'offer': {
      const [name = '', ...note] = words.split(' ');
      return { do: 'offer', to: { id: name.toLowerCase(), name }, note: note.join(' ') };
    }
    case 'accept':
      return { do: 'offer.accept' };
    case 'refuse':
      return { do: 'offer.refuse' };
    case 'assign':
      return { do: 'assign', to: { id: words.toLowerCase(), name: words } };
    case 'whisper':
    case 'jot':
      return { do: verb, text: words };
    case 'seen':
      return { do: 'seen' };
    case 'undo':
      return { do: 'undo', messageId: words };
    case 'code':
      return { do: 'code', answer: words === 'card' ? 'card' : 'answer' };
    default:
      throw new Error(`Nobody can ${verb}.`);
  }
}

function set(stage: Stage, rest: string): readonly string[] {
  const [what, value = '', hour = null] = rest.split(' ');
  if (what === 'cover')
    stage.cover = { state: value as Cover['state'], reopens: hour === null ? null : `${hour} giờ` };
  else if (what === 'channel') stage.channel = channelOf(value);
  else if (what === 'watching') stage.watching = value === 'yes';
  else if (what === 'meets') stage.meets = value;
  else throw new Error(`No setting ${String(what)}.`);
  return [];
}

function channelOf(name: string): Stage['channel'] {
  if (Object.hasOwn(capabilities, name)) return name as Stage['channel'];
  throw new Error(`No channel ${name}.`);
}

function pass(stage: Stage, ms: number): readonly string[] {
  const until = stage.now + ms;
  const results: string[] = [];
  for (;;) {
    const next = [...stage.timers]
      .filter(([, { due }]) => due <= until)
      .toSorted(([, a], [, b]) => a.due - b.due)[0];
    if (next === undefined) break;
    const [timer, { due }] = next;
    stage.now = due;
    stage.timers.delete(timer);
    const came = turn(stage, { type: 'timer', timer });
    if (came.length > 0) results.push(`! ${timer} rings`, ...came);
  }
  stage.now = until;
  return results;
}

function turn(stage: Stage, event: TurnEvent): readonly string[] {
  const before = JSON.parse(JSON.stringify(stage.talk)) as Talk;
  const world: World = {
    now: stage.now,
    cover: stage.cover,
    channel: { kind: stage.channel, ...capabilities[stage.channel] },
    flows: content.flows.library,
    detector: content.detector,
    services: servicesAt({ directory: content.directory, report: () => {} }, stage.now),
    holderWatches: stage.watching,
    canMeet: ({ gender }) => (gender ?? stage.meets) === stage.meets && stage.meets !== '',
    newId: () => `t${String((stage.ids += 1))}`,
  };
  const taken = takeTurn(before, event, world);
  const { after, effects, outcome } = taken;
  stage.carrier.hear(taken);
  stage.talk = after;
  const moved =
    before.custody.state === after.custody.state
      ? []
      : [`! ${before.custody.state} → ${after.custody.state}`];
  const rose =
    before.assessment.level === after.assessment.level ? [] : [`! level ${after.assessment.level}`];
  const refused = outcome.status === 'refused' ? [`! refused: ${outcome.why}`] : [];
  return [...refused, ...rose, ...moved, ...effects.flatMap((effect) => told(stage, effect))];
}

/** An effect as lines; timers are kept, and shown only where they are part of a promise. */
function told(stage: Stage, effect: Effect): readonly string[] {
  switch (effect.type) {
    case 'send': {
      const { message } = effect;
      for (const { value } of message.choices)
        if (value.kind === 'answer') stage.visits.set(value.step, value.visit);
      const sign = { bot: '<', system: '<!', counsellor: '<<' }[message.sender];
      const bubbles = message.bubbles.map((bubble) => {
        if (bubble.kind === 'words') return bubble.words;
        if (bubble.kind === 'service') return serviceWords(bubble, (key) => wordsOf(stage, key));
        return wordsOf(stage, bubble.key, bubble.params);
      });
      const choices = message.choices.map(
        ({ digit, label }) => `[${digit === null ? '' : `${String(digit)} `}${wordsOf(stage, label)}]`,
      );
      return [
        ...bubbles.map((text) => `${sign} ${text.replaceAll('\n', ' / ')}`),
        ...(choices.length > 0 ? [`${sign} ${choices.join(' ')}`] : []),
      ];
    }
    case 'note':
      return [
        `! ${effect.note.alarm ? 'alarm' : effect.note.soft === true ? 'soft' : 'note'} ${effect.note.key.slice('note.'.length)}`,
      ];
    case 'queue': {
      const { entry } = effect;
      if (entry === null) return ['! queue: gone'];
      const flags = [
        entry.returned ? 'returned' : '',
        entry.quiet ? 'quiet' : '',
        entry.gone === 'no' ? '' : entry.gone,
        entry.child ? 'child' : '',
        entry.usesViolence ? 'uses violence' : '',
        entry.mayWrite ? 'may write' : '',
        entry.holder === null ? '' : `with ${entry.holder}`,
      ];
      return [
        `! queue: ${entry.level} ${entry.triggers.join(' ')} ${flags.filter((flag) => flag !== '').join(', ')}`.trimEnd(),
      ];
    }
    case 'page':
      return [`! page ${effect.target} (${effect.why})`];
    case 'start-timer':
      stage.timers.set(effect.timer, { due: stage.now + effect.afterMs, token: effect.token });
      return [];
    case 'stop-timer':
      stage.timers.delete(effect.timer);
      return [];
    case 'undo-message':
      return [`! take back ${effect.messageId}`];
    case 'audit':
      return [`! audit ${effect.action}`];
    case 'suppress':
      return [`! unsent ${effect.senders.join(', ')} suppressed`];
    case 'clear-phone':
      return ['! her phone is emptied'];
    case 'revoke-token':
      return ['! token revoked'];
    case 'erase':
      return [`! erase${effect.keepEntry ? ', entry stays' : ''}`];
  }
}

function wordsOf(stage: Stage, key: string, params: Readonly<Record<string, string>> = {}): string {
  const rendered = content.catalogue.render(key, 'vi', {
    ...content.directory.placeholders(stage.now),
    ...params,
  });
  if (rendered.missing) throw new Error(`No text for ${key}.`);
  return rendered.text;
}

function millisecondsOf(text: string): number {
  const [, amount, unit] = /^\+(\d+)(s|m|h)$/.exec(text.trim()) ?? [];
  if (amount === undefined) throw new Error(`No time: ${text}`);
  return Number(amount) * { s: 1000, m: 60_000, h: 3_600_000 }[unit as 's' | 'm' | 'h'];
}
