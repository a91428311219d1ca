import { triggers } from '../trigger.ts';
import { netOutputs } from './model.ts';

/** Who may write (`test/corpus/README.md`); nobody in particular where a line is harmless. */
const speakers = ['self', 'child', 'third', 'mayharm'] as const;
const lessons: readonly string[] = [...Object.keys(triggers), ...speakers];

/**
 * Outputs of a net while it learns. Those beyond `netOutputs` are asked of it only then: who must tell one trigger from another,
 * and a child from a neighbour, reads better what all outputs share (R. Caruana, "Multitask Learning", Machine Learning 28, 1997).
 */
export const outputsTaught = netOutputs + lessons.length;

/** The outputs beyond `netOutputs` that are true of a line. Triggers without an id of their own (`M`, `L`) teach nothing. */
export const lessonsOf = (line: {
  readonly triggers: readonly string[];
  readonly speaker: string;
}): readonly number[] =>
  [...line.triggers, line.speaker]
    .map((lesson) => lessons.indexOf(lesson))
    .filter((at) => at >= 0)
    .map((at) => netOutputs + at);
