import type { RecordedTalk } from '../flow/diff/behaviour.ts';
import type { FlowMemory } from '../flow/walk.ts';
import { channelIn, continueTalk, type FlowShelf, openTalk } from './flow-chat.ts';
import { linesOfTranscript } from './flow-transcript.ts';

/** Plays a transcript and keeps the way it took; `null` when it is too long to be kept, or never begins. */
export function recordTalk(shelf: FlowShelf, talk: string, transcript: string): RecordedTalk | null {
  const script = linesOfTranscript(transcript)
    .map(({ text }) => text)
    .filter((text) => /^[>@]/u.test(text));
  const { snapshot } = script.reduce(
    (before, line) => continueTalk(shelf, before, line),
    openTalk(shelf, channelIn(script[0] ?? '')),
  );
  if (snapshot?.path === undefined) return null;
  return { talk, path: snapshot.path, vars: (snapshot.snapshot as FlowMemory).vars };
}
