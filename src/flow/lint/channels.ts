import { asks } from '../graph.ts';
import type { Finding } from '../issue.ts';
import type { PlanStep, StepId, TextKey } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

/** Limits of the messengers (channels.md §1.4 Zalo, §3 Telegram). Characters, buttons, bytes. */
const limits = {
  zaloText: 2_000,
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
  const length = (keys: readonly TextKey[]): number =>
    keys.reduce((sum, key) => sum + (texts[key] ?? '').length + 1, 0);
  const options = asks(meaning) ? meaning.options : [];
  // Answers stand below the text, each with its digit (channels.md §1.4).
  const answers = options.reduce((sum, { label }) => sum + (texts[label] ?? '').length + 3, 0);
  const count = Math.max(length(meaning.text), length(meaning.childText ?? [])) + answers;
  const most = limits.zaloText;
  const whole =
    count > most
      ? [finding('too-long', step, [], { count: String(count), most: String(most) }, 'too-long.bubble')]
      : [];
  const long = options.filter(({ label }) => (texts[label] ?? '').length > limits.zaloButtonTitle);
  return [
    ...whole,
    ...long.map(({ option, label }) => {
      const params = { count: String((texts[label] ?? '').length), most: String(limits.zaloButtonTitle) };
      return finding('too-long', step, ['options', option, 'label'], params, 'too-long.label');
    }),
  ];
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
