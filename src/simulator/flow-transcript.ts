import { channelIn, continueTalk, type FlowShelf, openTalk } from './flow-chat.ts';

/** A line of a transcript that counts, and where it stands in its file. */
interface TranscriptLine {
  readonly number: number;
  readonly text: string;
}

export type ReplayResult =
  | { readonly status: 'same'; readonly lines: number }
  /** `expected` or `given` is `null` when one of the two ends earlier. */
  | {
      readonly status: 'different';
      readonly number: number;
      readonly expected: string | null;
      readonly given: string | null;
    }
  | { readonly status: 'empty' };

/** The lines of a transcript that count: `>` person, `@` world, `<` flow, `!` effect. Everything else is comment. */
export function linesOfTranscript(text: string): readonly TranscriptLine[] {
  return text
    .split(/\r?\n/u)
    .map((line, index) => ({ number: index + 1, text: line.trimEnd() }))
    .filter(({ text }) => /^[><!@]/u.test(text));
}

/**
 * Says and does what the transcript's `>` and `@` lines say, and gives the whole talk as it went. A first line
 * `@ channel NAME` says where the person writes.
 */
export function playTranscript(shelf: FlowShelf, script: readonly string[]): readonly string[] {
  const [first = '', ...rest] = script.filter((text) => /^[>@]/u.test(text));
  const channel = channelIn(first);
  let talk = openTalk(shelf, channel);
  const played = channel === null ? [...talk.lines] : [first, ...talk.lines];
  for (const line of channel === null && first !== '' ? [first, ...rest] : rest) {
    talk = continueTalk(shelf, talk, line);
    played.push(line, ...talk.lines);
  }
  return played;
}

/** Plays a transcript and compares it line by line. One without lines is not a talk. */
export function replayTranscript(shelf: FlowShelf, text: string): ReplayResult {
  const expected = linesOfTranscript(text);
  if (expected.length === 0) return { status: 'empty' };
  const given = playTranscript(
    shelf,
    expected.map((line) => line.text),
  );
  const last = expected.at(-1)?.number ?? 1;
  for (let index = 0; index < Math.max(expected.length, given.length); index += 1) {
    const [wanted, got] = [expected[index], given[index]?.trimEnd()];
    if (wanted?.text === got) continue;
    return {
      status: 'different',
      number: wanted?.number ?? last,
      expected: wanted?.text ?? null,
      given: got ?? null,
    };
  }
  return { status: 'same', lines: expected.length };
}
