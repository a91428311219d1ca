import { moveFlow } from '../machine/flow-move.ts';
import type { FlowEffect } from '../machine/flow-types.ts';
import { custody, type Draft, note, remember, say, stopTimers, text } from './draft.ts';
import { carryOut } from './duties.ts';
import { weigh } from './evidence.ts';
import { tapSignal } from './flow-turn.ts';
import { limits } from './limits.ts';
import { own } from './speech.ts';

/**
 * The structure a talk stands on turned out to be unsafe: it goes over to the live one at once, without a word to the
 * person (promise 6); her next message is answered there. Without a place there she goes to a person, by the failure
 * route. Danger that the live revision reads in her earlier answers counts from now on.
 */
export function recalled(draft: Draft, flow: string, structure: string): void {
  const standing = draft.talk.flow;
  if (standing?.flow !== flow || standing.structure !== structure) return;
  const moved = moveFlow(draft.world.flows, standing);
  if (moved.status === 'refused') return handOver(draft);
  remember(draft, { flow: moved.snapshot });
  heed(draft, moved.dangers);
}

function heed(draft: Draft, dangers: readonly FlowEffect[]): void {
  const signals = dangers.flatMap((effect) =>
    effect.type === 'risk' ? [tapSignal(effect.mark.trigger, effect.mark.level)] : [],
  );
  const { duties } = weigh(draft, signals);
  const spoken = duties.filter((duty) => duty !== 'advice' && (duty !== 'card' || isAlive(draft)));
  carryOut(draft, spoken, { signals, pageWhy: 'raised', why: 'notice' });
}

/** Nobody is left on an unsafe structure: the flow goes, a person comes. Whoever has one already keeps her. */
function handOver(draft: Draft): void {
  const { state } = draft.talk.custody;
  remember(draft, { flow: null, asking: false, screen: [] });
  stopTimers(draft, 'flow-silence');
  note(draft, 'flow.failed', state === 'held');
  if (state !== 'bot' && state !== 'resting') return;
  if (isAlive(draft)) say(draft, { bubbles: [text(own(draft.talk, 'system:failure'))], why: 'waiting' });
  const duties = custody(draft, { type: 'person', typed: false, at: draft.world.now });
  carryOut(draft, duties, { pageWhy: 'enqueued' });
}

/** Hours after her last message nothing goes out unasked (promise 6). */
function isAlive({ talk, world }: Draft): boolean {
  return talk.lastPersonAt !== null && world.now - talk.lastPersonAt <= limits.waitingLineWindow;
}
