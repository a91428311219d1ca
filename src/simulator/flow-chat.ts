import { type FlowChannel, flowChannels, type PlanOption, type TextKey } from '../flow/plan.ts';
import type { FlowLibrary } from '../machine/flow-library.ts';
import { jumpTo, pendingAsk, startFlow, stepFlow } from '../machine/flow-run.ts';
import type { FlowEffect, FlowEvent, FlowResult, FlowSnapshot } from '../machine/flow-types.ts';
import { codeOf } from '../text/code.ts';

/** What one talk needs: the flows, the one that is talked to, and the words behind a key. */
export interface FlowShelf {
  readonly library: FlowLibrary;
  readonly flow: string;
  readonly textOf: (key: TextKey) => string;
  /** Told of every event before the flow hears it. */
  readonly watch?: (before: FlowSnapshot, event: FlowEvent) => void;
}

/** A talk after one line: what it printed, and what the next line needs. */
export interface FlowTalk {
  readonly snapshot: FlowSnapshot | null;
  readonly child: boolean;
  /** Where the person writes; null where the talk does not say. */
  readonly channel: FlowChannel | null;
  /** `<` the flow's words and answers, `!` what it asks of the conversation around it. */
  readonly lines: readonly string[];
}

/** Begins a talk: the flow's first words. */
export function openTalk(shelf: FlowShelf, channel: FlowChannel | null = null): FlowTalk {
  const talk: FlowTalk = { snapshot: null, child: false, channel, lines: [] };
  return after(shelf, talk, startFlow(shelf.library, shelf.flow, givenIn(talk)));
}

const givenIn = ({ channel }: FlowTalk) => (channel === null ? {} : { channel });

/** The channel that a line `@ channel NAME` names. */
export function channelIn(line: string): FlowChannel | null {
  const [, name] = /^@ channel (\S+)$/u.exec(line) ?? [];
  return flowChannels.find((channel) => channel === name) ?? null;
}

/**
 * One line of the person (`> …`: a digit, a label, other words) or of the world (`@ silence`, `@ help`,
 * `@ jump STEP`, `@ accepted`, `@ unavailable`, `@ nobody came`, `@ elapsed`, `@ place CODE`, `@ found ID…`,
 * `@ nothing found`, `@ lookup failed`, `@ not understood`, `@ channel NAME`: begins anew there). Codes are shown and
 * never reach the flow.
 */
export function continueTalk(shelf: FlowShelf, talk: FlowTalk, line: string): FlowTalk {
  const said = line.slice(1).trim();
  const channel = channelIn(line);
  if (channel !== null) return openTalk(shelf, channel);
  return line.startsWith('@') ? happens(shelf, talk, said) : hears(shelf, talk, said);
}

function happens(shelf: FlowShelf, talk: FlowTalk, what: string): FlowTalk {
  const [, step] = /^jump (\S+)$/u.exec(what) ?? [];
  if (step !== undefined)
    return after(shelf, talk, jumpTo(shelf.library, talk.snapshot, shelf.flow, step, givenIn(talk)));
  const event = eventOf(what, talk.snapshot);
  if (event === null || talk.snapshot === null) return { ...talk, lines: [`! nothing is called “${what}”`] };
  return after(shelf, talk, heard(shelf, talk.snapshot, event));
}

function eventOf(what: string, snapshot: FlowSnapshot | null): FlowEvent | null {
  const here = { step: snapshot?.at ?? '', visit: snapshot?.visit ?? 0 };
  const [, word, rest = ''] = /^(found|place) (.+)$/u.exec(what) ?? [];
  if (word === 'found') return { type: 'lookup', ...here, outcome: { found: rest.split(/\s+/u) } };
  if (word === 'place') return { type: 'place', area: rest };
  switch (what) {
    case 'silence':
    case 'elapsed':
      return { type: 'silence', ...here };
    case 'nothing found':
      return { type: 'lookup', ...here, outcome: 'none' };
    case 'lookup failed':
      return { type: 'lookup', ...here, outcome: 'failed' };
    case 'not understood':
      return { type: 'unmatched' };
    case 'help':
      return { type: 'help' };
    case 'accepted':
    case 'unavailable':
      return { type: 'handoff', outcome: what };
    case 'nobody came':
      return { type: 'handoff', outcome: 'silence' };
    default:
      return null;
  }
}

function hears(shelf: FlowShelf, talk: FlowTalk, said: string): FlowTalk {
  const { snapshot } = talk;
  if (snapshot === null) return { ...talk, lines: [] };
  const code = codeOf(said);
  if (code?.kind === 'digit') return after(shelf, talk, heard(shelf, snapshot, digitEvent(code.digit)));
  if (code !== null) return { ...talk, lines: [`! code ${code.kind}`] };
  const ask = pendingAsk(shelf.library, snapshot);
  const option = ask?.options.find((one) => plain(shelf.textOf(labelFor(one, talk.child))) === plain(said));
  const event: FlowEvent =
    ask === null || option === undefined
      ? { type: 'words', text: said }
      : { type: 'answer', step: ask.step, visit: ask.visit, option: option.option };
  return after(shelf, talk, heard(shelf, snapshot, event));
}

function heard({ library, watch }: FlowShelf, before: FlowSnapshot, event: FlowEvent): FlowResult {
  watch?.(before, event);
  return stepFlow(library, before, event);
}

const digitEvent = (digit: number): FlowEvent => ({ type: 'digit', digit });
const plain = (text: string): string => text.normalize('NFC').toLowerCase().trim();

function after(shelf: FlowShelf, talk: FlowTalk, result: FlowResult): FlowTalk {
  if (result.status === 'refused') return { ...talk, lines: [`! refused ${result.why} ${result.detail}`] };
  const child =
    talk.child || result.effects.some((effect) => effect.type === 'speaker' && effect.speaker === 'child');
  const lines = result.effects.flatMap((effect) => linesOf(effect, shelf, child));
  return {
    ...talk,
    snapshot: result.snapshot,
    child,
    lines: result.status === 'ignored' ? ['! ignored'] : lines,
  };
}

function linesOf(effect: FlowEffect, shelf: FlowShelf, child: boolean): readonly string[] {
  switch (effect.type) {
    case 'say':
      return [...spoken(effect, shelf, child), ...(effect.cards ?? []).map((card) => `< [${card}]`)];
    case 'ask':
      return [
        ...spoken(effect, shelf, child),
        ...effect.options.map((option) => answerLine(option, shelf, child)),
      ];
    case 'risk':
      return [
        `! risk ${effect.mark.level} ${effect.mark.trigger}${effect.stale ? ' from an earlier screen' : ''}`,
      ];
    case 'speaker':
      return [`! speaker ${effect.speaker}`];
    case 'quiet':
      return ['! quiet'];
    case 'handoff':
      return [
        `! handoff ${Object.entries(effect.share)
          .map(([name, value]) => `${name}=${value}`)
          .join(' ')}`.trim(),
      ];
    case 'ended':
      return [`! ended ${effect.outcome}`];
    case 'lookup':
      return [`! lookup ${[...effect.kinds, effect.area ?? 'everywhere'].join(' ')}`];
    case 'answered':
    case 'arm':
      return [];
  }
}

function spoken(
  { text, childText }: { readonly text: readonly TextKey[]; readonly childText?: readonly TextKey[] },
  { textOf }: FlowShelf,
  child: boolean,
): readonly string[] {
  const keys = child && childText !== undefined ? childText : text;
  return keys.flatMap((key) => textOf(key).split('\n')).map((line) => `< ${line}`);
}

const answerLine = (option: PlanOption, { textOf }: FlowShelf, child: boolean): string =>
  `<   ${option.digit} ${textOf(labelFor(option, child))}`;

const labelFor = ({ label, childLabel = label }: PlanOption, child: boolean): TextKey =>
  child ? childLabel : label;
