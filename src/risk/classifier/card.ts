import { isKhmer, isUnreadable } from '../../text/script.ts';
import { type Evaluation, wilson } from '../evaluate.ts';
import { evaluationText, table, told } from '../evaluation-text.ts';
import { type RiskLevel, riskLevels } from '../level.ts';
import { classifierLimits as limits } from './limits.ts';
import type { ModelHeader } from './model.ts';
import { isHeldOut } from './split.ts';
import type { TrainingLine } from './train.ts';

/** What the card and the report are written from. All evaluations are of the held-out fifth. */
export interface Trained {
  readonly header: ModelHeader;
  /** Whether it was learned with the rules as they are now. */
  readonly sameRules: boolean;
  readonly lines: readonly TrainingLine[];
  readonly heldOut: number;
  readonly rulesAlone: Evaluation;
  readonly together: Evaluation;
  readonly withoutMarks: Evaluation;
  /** The authored part of the held-out fifth. */
  readonly authored: Evaluation;
  /** Lines that others wrote after everything was learned (`test/risk/others`). */
  readonly others: Evaluation;
}

/** `CARD.md`: what the model was learned from, what it is for, how good it is, where it fails. */
export function cardOf(trained: Trained): string {
  const { header, lines, heldOut } = trained;
  const sources = [...new Set(lines.map(({ source }) => source))];
  const unread = lines.filter(
    ({ id, ordinary, text }) => ordinary && isHeldOut(id) && isUnreadable(text) && isKhmer(text),
  );
  return `# The learned classifier

Written by \`npm run train\` with \`model.bin\`; do not edit.

- What: two outputs (high, imminent), each the sum of a logistic regression over hashed features – letters (2–5 inside words), words (1–3, without and with marks, abbreviations and raw keys written out), the concepts of the rules and their pairs, fields of life and how they meet (\`lexicon/senses*.yaml\`), the signals of the rules – and of the average of ${String(header.nets.length)} small nets, whose recurrent units read the words (with their concepts and fields of life) on from both ends (and with what breaks off between them), twice; they know the ${String(header.vocabulary)} words, concepts and signs that at least ${String(limits.knownFrom)} training lines hold, and count ${String(limits.netsWeight)} times beside the sum. The nets also name ${String(header.categories.length)} categories. Platt-calibrated on training lines they were not fitted to; the weights of words in eight bits. Pure arithmetic in \`kernel/net.ts\` and \`model.ts\`, no library.
- For: raising a message of a person to \`high\`, beside the rules, or to \`medium\` with a question where it is less sure; to \`imminent\` only together with a concept of the same category, a sign of danger in the same message or an earlier one; and for turning what rules ring into a question where it thinks danger unlikely (\`doubt.ts\`). It silences nothing, and nothing else may use it.
- Corpus hash: ${header.corpus}
- Rules: ${trained.sameRules ? 'those it was learned with' : 'changed since it was learned; all figures are of both together as they are'}
- Lines: ${String(lines.length)}, of which ${String(heldOut)} (the fixed fifth, by hash of the id) judge it; nothing was learned from them. Authored in 2026; ordinary talk: Common Voice (2021, CC0), Tatoeba (Vietnamese and English, CC BY 2.0 FR), XCOPA (CC BY 4.0), ViHOS (2023, MIT), TICO-19 (2020, CC0), with notices in \`test/corpus/ordinary/\`. What looks like danger and is none weighs twice as much as danger, ordinary talk ten times as much; medium lines weigh little, because two people would judge them differently.
- Training copies: without marks, with short words, in raw Telex keys. Thresholds: high from ${header.high.threshold.toFixed(3)}, imminent from ${header.imminent.threshold.toFixed(3)}, a question from ${header.asksFrom.toFixed(3)}, doubt under ${header.doubt.toFixed(3)}; the nets are asked from a linear sum of ${header.netsFrom.toFixed(2)} on, for a doubt up to ${header.doubtTo.toFixed(2)}.

## Lines

${table(
  ['source', ...riskLevels],
  sources.map((source) => [source, ...riskLevels.map((level) => String(countOf(lines, source, level)))]),
)}

## Figures on the held-out fifth

${table(
  ['level given', 'rules alone: high or above', 'with the model', 'with the model, without marks'],
  trained.together.levels.map(({ level, alarmed }) => [
    level,
    levelShare(trained.rulesAlone, level),
    told(alarmed),
    levelShare(trained.withoutMarks, level),
  ]),
)}

Ordinary talk is among the lines given none, with ${String(unread.length)} lines of Khmer that a person has to read whatever they say (H22): they count as rung here. Beside it, authored lines only, high or above: a third of the training lines, judged by outputs fitted to the other two, and the held-out fifth. The rules know the training lines, the thresholds too; where both columns agree nothing was learned by heart.

${table(
  ['level given', 'a third of the training lines', 'held-out fifth'],
  header.crossed.map(({ level, hits, of }) => [
    level,
    told(wilson(hits, of)),
    levelShare(trained.authored, level),
  ]),
)}

All slices: \`REPORT.md\`.

## Limits

- Most lines were written by few authors for this purpose; real messages will differ. Figures on them are an upper bound for how well it does on others.
- Khmer and Hmong are judged only as far as lines and danger words in them exist; nobody who speaks them has reviewed either.
- It reads one message, in windows of about sixty words, and knows nothing of irony or of what was quoted.
- Ordinary talk is prose, comments of social media with their insults, and sentences on health in English and Khmer: \`REPORT.md\` has the alarms of each source. Comments that speak of killing, weapons or rape were left out of it.
- Concepts are read from the rules' lexicon: after changing it, train again.
`;
}

const countOf = (lines: Trained['lines'], source: string, level: RiskLevel): number =>
  lines.filter((line) => line.source === source && line.level === level).length;

function levelShare({ levels }: Evaluation, level: RiskLevel): string {
  const found = levels.find((one) => one.level === level);
  return found === undefined ? '' : told(found.alarmed);
}

/** `REPORT.md`: every slice of the held-out fifth, with and without marks, and what is still missed. */
export function reportOf(trained: Trained): string {
  return `# Judging words: the part never trained on

Written by \`npm run train\`; do not edit. ${String(trained.heldOut)} lines, chosen by the hash of their ids. Shares with Wilson intervals (95 %).
Corpus hash: ${trained.header.corpus}

## As typed

${evaluationText(trained.together, missesListed)}
## All marks taken off

${evaluationText(trained.withoutMarks, 0)}
## Written by others afterwards

Lines of \`test/risk/others\`, by writers who had only the lists of levels and triggers. Nothing was learned from them; a line that led to a change was taken out.

${evaluationText(trained.others, missesListed)}
## Rules alone, as typed

${evaluationText(trained.rulesAlone, 0)}`;
}

/** Misses listed in the report: enough to read for patterns. */
const missesListed = 80;
