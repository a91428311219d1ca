import { asks } from '../graph.ts';
import type { Finding, SourcePath } from '../issue.ts';
import type { PlanStep, StepId, TextKey } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

/** Limits of the messengers (channels.md §1.4 Zalo, §3 Telegram). Characters, buttons, bytes. */
const limits = {
  zaloText: 2_000,
  telegramText: 4_096,
  zaloButtons: 5,
  zaloButtonTitle: 100,
  telegramPayload: 64,
  /** Beside step and option a button carries the visit and the marks between the three. */
  payloadRest: 8,
} as const;

/** Every screen fits the narrowest channel: text with numbered answers, labels on buttons, payloads behind them. */
export const channels: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) => [
    ...tooLong(step, meaning, plan),
    ...payloads(step, meaning),
    ...buttons(step, meaning),
  ]);

type Texts = LintSubject['plan'];

function tooLong(step: StepId, meaning: PlanStep, { texts }: Texts): readonly Finding[] {
  if (meaning.kind !== 'say' && !asks(meaning)) return [];
  const length = (key: TextKey): number => (texts[key] ?? '').length;
  const total = (keys: readonly TextKey[], mark: number): number =>
    keys.reduce((sum, key) => sum + length(key) + mark, 0);
  const options = asks(meaning) ? meaning.options : [];
  const { text, childText = text } = meaning;
  // Answers stand below the text, each with its digit (channels.md §1.4).
  const own =
    total(text, 1) +
    total(
      options.map(({ label }) => label),
      3,
    );
  const child =
    total(childText, 1) +
    total(
      options.map(({ label, childLabel = label }) => childLabel),
      3,
    );
  return [
    ...longScreen(step, Math.max(own, child)),
    ...options.flatMap(({ option, label, childLabel = label }) => [
      ...longLabel(step, ['options', option, 'label'], length(label)),
      ...(childLabel === label ? [] : longLabel(step, ['options', option, 'child'], length(childLabel))),
    ]),
  ];
}

/** The narrower channel first: what Telegram cannot carry, Zalo cannot either. */
function longScreen(step: StepId, count: number): readonly Finding[] {
  const [key, most] =
    count > limits.telegramText
      ? (['too-long.telegram', limits.telegramText] as const)
      : (['too-long.bubble', limits.zaloText] as const);
  return count > most
    ? [finding('too-long', step, [], { count: String(count), most: String(most) }, key)]
    : [];
}

function longLabel(step: StepId, path: SourcePath, count: number): readonly Finding[] {
  const params = { count: String(count), most: String(limits.zaloButtonTitle) };
  return count > limits.zaloButtonTitle ? [finding('too-long', step, path, params, 'too-long.label')] : [];
}

/** Ids are plain ASCII, so characters are bytes. */
function payloads(step: StepId, meaning: PlanStep): readonly Finding[] {
  if (!asks(meaning)) return [];
  return meaning.options.flatMap(({ option }) => {
    const count = step.length + option.length + limits.payloadRest;
    if (count <= limits.telegramPayload) return [];
    const params = { count: String(count), most: String(limits.telegramPayload) };
    return [finding('payload-too-long', step, ['options', option], params)];
  });
}

/** Zalo then shows numbers only, which always work: a note, not a fault. */
function buttons(step: StepId, meaning: PlanStep): readonly Finding[] {
  if (!asks(meaning) || meaning.options.length <= limits.zaloButtons) return [];
  const params = { count: String(meaning.options.length), most: String(limits.zaloButtons) };
  return [finding('too-many-options', step, ['options'], params)];
}
