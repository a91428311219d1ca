import { exitsOf } from './graph.ts';
import type { Plan, PlanStep, StepId } from './plan.ts';
import { sentenceOf } from './sentences.ts';

/**
 * A flow as a Mermaid flowchart: sections as boxes, answers on the arrows. What every step has in common is left out:
 * help, failure, silence, and answers that are not understood where they lead to inherited steps.
 */
export function drawFlow(plan: Plan, labelOf: (key: string) => string): string {
  const sections = Object.entries(plan.sections ?? {});
  const placed = new Set(sections.flatMap(([, { steps }]) => steps));
  const reached = drawn(plan);
  const node = (id: StepId): string => nodeOf(id, plan.steps[id] as PlanStep);
  const boxes = sections.flatMap(([name, { title, steps }]) => [
    `  subgraph section-${name}["${quoted(title)}"]`,
    ...steps.filter((id) => reached.has(id)).map((id) => `  ${node(id)}`),
    '  end',
  ]);
  const loose = [...reached].filter((id) => !placed.has(id)).map(node);
  const arrows = [...reached].flatMap((id) => arrowsOf(id, plan, labelOf));
  return ['flowchart TD', `  start([ ]) --> ${plan.start}`, ...boxes, ...loose, ...arrows].join('\n');
}

/** Everything that arrows which are drawn lead to. */
function drawn(plan: Plan): ReadonlySet<StepId> {
  const reached = new Set<StepId>([plan.start]);
  for (const id of reached) for (const { next } of shownExits(plan, id)) reached.add(next);
  return reached;
}

const shownExits = (plan: Plan, id: StepId) => {
  const step = plan.steps[id];
  if (step === undefined) return [];
  return exitsOf(step).filter(
    ({ name, cause, next }) =>
      plan.steps[next] !== undefined &&
      !((cause === 'time' || name === 'no_match') && next.startsWith('safety_')),
  );
};

function nodeOf(id: StepId, step: PlanStep): string {
  const label = `${id}<br/>${sentenceOf('vi', `kind.${step.kind}`, {})}`;
  if (step.kind === 'branch') return `  ${id}{"${label}"}`;
  if (step.kind === 'end') return `  ${id}(["${label}"])`;
  return step.kind === 'handoff' ? `  ${id}[["${label}"]]` : `  ${id}["${label}"]`;
}

function arrowsOf(id: StepId, plan: Plan, labelOf: (key: string) => string): readonly string[] {
  const step = plan.steps[id];
  const labels = new Map(
    step !== undefined && 'options' in step ? step.options.map(({ option, label }) => [option, label]) : [],
  );
  return shownExits(plan, id).map(({ name, next, risk }) => {
    const label = labels.get(name);
    const words = label === undefined ? name : labelOf(label);
    const level = risk.map(({ trigger, level }) => ` (${level} ${trigger})`).join('');
    return name === 'next' ? `  ${id} --> ${next}` : `  ${id} -->|"${quoted(words + level)}"| ${next}`;
  });
}

/** Mermaid reads a double quote as the end of a label. */
const quoted = (text: string): string => text.replaceAll('"', '#quot;').replaceAll('\n', ' ');
