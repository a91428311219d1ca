import type { Plan, StepId } from '../flow/plan.ts';
import { type FlowMemory, walk, walkStart } from '../flow/walk.ts';
import { planEventOf } from '../machine/flow-hear.ts';
import type { FlowEvent, FlowSnapshot } from '../machine/flow-types.ts';
import { channelIn, type FlowShelf } from './flow-chat.ts';
import { linesOfTranscript, playTranscript } from './flow-transcript.ts';

/** Every step that a transcript goes through, also those that only decide or note something. */
export function visitedBy(shelf: FlowShelf, plan: Plan, transcript: string): ReadonlySet<StepId> {
  const script = linesOfTranscript(transcript).map(({ text }) => text);
  const channel = channelIn(script[0] ?? '');
  const given = channel === null ? {} : { channel };
  const visited = new Set<StepId>(walkStart(plan, given).path);
  const watch = (before: FlowSnapshot, event: FlowEvent): void => {
    for (const step of pathOf(plan, before, event)) visited.add(step);
  };
  for (const [, step] of script.flatMap((line) => [...line.matchAll(/^@ jump (\S+)$/gu)])) {
    for (const passed of walkStart({ ...plan, start: step ?? plan.start }, given).path) visited.add(passed);
  }
  playTranscript({ ...shelf, watch }, script);
  return visited;
}

function pathOf(plan: Plan, before: FlowSnapshot, event: FlowEvent): readonly StepId[] {
  const heard = planEventOf(plan, before, event);
  if (heard === null) return [];
  const place = { at: before.at, ...(before.snapshot as FlowMemory) };
  return walk(plan, place, heard)?.path ?? [];
}
