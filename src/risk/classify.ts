import { z } from 'zod';
import { codeOf } from '../text/code.ts';
import { type Category, categories } from './category.ts';
import type { Detector, MessageContext } from './detector.ts';
import { heardWith } from './heard.ts';
import { type RiskLevel, worseOf } from './level.ts';
import type { MessageAssessment, Signal } from './signal.ts';
import { type TriggerId, triggerOf } from './trigger.ts';

/** One reason as `hien risk classify` prints it: a trigger or guard, the message it stands in, the words. */
interface ClassifyReason {
  readonly code: string;
  readonly at: number;
  readonly quote?: string;
}

/** What one input line became: the JSON to print, and whether it could be read. */
export interface ClassifiedLine {
  readonly output: string;
  readonly ok: boolean;
}

const id = z.union([z.string(), z.number(), z.null()]);
const lineForm = z.union([
  z.object({ id: id.optional(), text: z.string() }),
  z.object({ id: id.optional(), messages: z.array(z.string()) }),
]);

/**
 * Judges one JSON line: `{id, text}` or `{id, messages}` in, `{id, level, categories, reasons}` out, with `levels`
 * after each message in the second form. A line that cannot be read becomes `{id, error}`.
 */
export function classifyLine(line: string, detector: Detector): ClassifiedLine {
  const value = parseJson(line);
  if (value === undefined) return failed(null, 'not JSON');
  const read = lineForm.safeParse(value);
  if (!read.success) return failed(idOf(value), 'expected {"id", "text"} or {"id", "messages": [ … ]}');
  const several = 'messages' in read.data;
  const verdict = judge('messages' in read.data ? read.data.messages : [read.data.text], detector);
  const output = {
    id: read.data.id ?? null,
    level: verdict.levels.at(-1) ?? 'none',
    categories: verdict.categories,
    reasons: verdict.reasons,
    ...(several && { levels: verdict.levels }),
  };
  return { output: JSON.stringify(output), ok: true };
}

/** The error line for input that is no text at all: bytes that are not UTF-8. */
export const unreadableLine = (): ClassifiedLine => failed(null, 'not UTF-8');

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

const failed = (lineId: string | number | null, error: string): ClassifiedLine => ({
  output: JSON.stringify({ id: lineId, error }),
  ok: false,
});

function idOf(value: unknown): string | number | null {
  const read = z.object({ id }).safeParse(value);
  return read.success ? read.data.id : null;
}

/** Messages in order; the level never falls, and earlier signals are context for later messages. */
function judge(messages: readonly string[], detector: Detector) {
  const signals: Signal[] = [];
  const reasons: ClassifyReason[] = [];
  const levels: RiskLevel[] = [];
  let heard = '';
  messages.forEach((text, at) => {
    const found = assessWithCodes(text, detector, { previous: signals, heard });
    heard = heardWith(heard, text);
    for (const signal of found.signals) reasons.push(reasonOf(signal, at));
    for (const guard of found.guards) reasons.push({ code: guard.code, at, quote: guard.quote });
    signals.push(...found.signals);
    levels.push(worseOf(levels.at(-1) ?? 'none', found.level));
  });
  return { levels, reasons, categories: categoriesOf(signals) };
}

const reasonOf = (signal: Signal, at: number): ClassifyReason => ({
  code: signal.code,
  at,
  ...(signal.quote !== undefined && { quote: signal.quote }),
});

function categoriesOf(signals: readonly Signal[]): readonly Category[] {
  const found = new Set(signals.flatMap((signal) => signal.categories));
  return found.size === 0 ? ['none'] : categories.filter((category) => found.has(category));
}

/** Codes first (safety-content §3.0), then words; what nobody can read is unassessed danger (§1.1, H22). */
export function assessWithCodes(
  text: string,
  detector: Detector,
  context: MessageContext = { previous: [] },
): MessageAssessment {
  const code = codeOf(text);
  if (code?.kind === 'sos') return alone('A1', 'code', text.trim());
  if (code?.kind === 'quiet') return alone('M9', 'code', text.trim());
  if (code !== null) return silent;
  const found = detector.assess(text, context);
  return found.unreadable ? { ...alone('H22', 'media', undefined), unreadable: true } : found;
}

const silent: MessageAssessment = {
  level: 'none',
  categories: ['none'],
  signals: [],
  guards: [],
  unreadable: false,
  retraction: false,
};

function alone(code: TriggerId, source: 'code' | 'media', quote: string | undefined): MessageAssessment {
  const trigger = triggerOf(code);
  const signal: Signal = {
    code,
    level: trigger.level,
    source,
    categories: trigger.categories,
    ...(quote !== undefined && { quote }),
  };
  return { ...silent, level: trigger.level, categories: trigger.categories, signals: [signal] };
}
