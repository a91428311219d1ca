import { z } from 'zod';
import type { Finding, SourcePath } from '../issue.ts';
import { flowLimits } from '../limits.ts';
import type { PlanClaim, PlanVariable } from '../plan.ts';
import { claim } from './claim.ts';
import type { PlainValue } from './document.ts';
import { idFindings } from './ids.ts';
import { schemaParams } from './schema-params.ts';
import { variable } from './variable.ts';

/** A step as written: which kind it is, is found out from its properties. */
export type RawStep = Readonly<Record<string, PlainValue>>;

/** The parts of a flow file before its steps are understood. */
export interface RawFlow {
  readonly id: string;
  readonly title: string;
  readonly start: string;
  readonly variables: Readonly<Record<string, PlanVariable>>;
  /** All steps, those of sections among them, in the order of the file. */
  readonly steps: Readonly<Record<string, RawStep>>;
  readonly sections: Readonly<Record<string, { readonly title: string; readonly steps: readonly string[] }>>;
  readonly claims: readonly PlanClaim[];
  /** Where a step stands in the file. */
  readonly pathOf: (step: string) => SourcePath;
}

/** The inherited file: its steps belong to every flow and flows may not redefine them. */
export interface RawSafety {
  readonly labels: Readonly<Record<'unsure' | 'skip', string>>;
  readonly root: { readonly help: string; readonly failure: string };
  readonly steps: Readonly<Record<string, RawStep>>;
}

const steps = z.record(z.string(), z.record(z.string(), z.custom<PlainValue>()));
const heading = { format: z.literal(1), title: z.string().min(1), language: z.literal('vi') };

const flowSchema = z.strictObject({
  ...heading,
  id: z.string(),
  inherits: z.literal('_safety'),
  start: z.string(),
  vars: z.record(z.string(), variable).optional(),
  sections: z.record(z.string(), z.strictObject({ title: z.string().min(1), steps })).optional(),
  steps: steps.optional(),
  claims: z.array(claim).optional(),
});
type Authored = z.infer<typeof flowSchema>;

/** A text of the system catalogue. */
const systemKey = z.string().regex(/^system:[a-z0-9_.]+$/u, 'A key looks like system:button.skip');

const safetySchema = z.strictObject({
  ...heading,
  id: z.literal('_safety'),
  labels: z.strictObject({ unsure: systemKey, skip: systemKey }),
  root: z.strictObject({ help: z.string(), failure: z.string() }),
  steps,
});

type Report = (finding: Finding) => void;

/** Reads the frame of a flow file; `null` when it has none. Faults go to `report`. */
export function readFlow(value: PlainValue, report: Report): RawFlow | null {
  const parsed = flowSchema.safeParse(value);
  if (!parsed.success) return reportSchema(parsed.error, report);
  const { id, title, start, vars = {}, claims = [] } = parsed.data;
  const placed = placedSteps(parsed.data, report);
  const sections = sectionsOf(parsed.data);
  const { steps, pathOf } = placed;
  idFindings({
    flow: id,
    variables: vars,
    steps,
    inherited: false,
    pathOf,
    sections: Object.keys(sections),
  }).forEach(report);
  checkSize(steps, report);
  return { id, title, start, variables: vars, steps, sections, claims, pathOf };
}

/** Reads the inherited file; `null` when it is not one. */
export function readSafety(value: PlainValue, report: Report): RawSafety | null {
  const parsed = safetySchema.safeParse(value);
  if (!parsed.success) return reportSchema(parsed.error, report);
  const { labels, root, steps } = parsed.data;
  const pathOf = (step: string): SourcePath => ['steps', step];
  idFindings({ flow: null, variables: {}, steps, inherited: true, pathOf, sections: [] }).forEach(report);
  return { labels, root, steps };
}

/** Steps of the file and of its sections together; a name used in two places is reported at the second. */
function placedSteps(
  { steps = {}, sections = {} }: Authored,
  report: Report,
): Pick<RawFlow, 'steps' | 'pathOf'> {
  const all = new Map<string, RawStep>();
  const paths = new Map<string, SourcePath>();
  const place = (base: SourcePath, part: Readonly<Record<string, RawStep>>): void => {
    for (const [name, step] of Object.entries(part)) {
      const path = [...base, name];
      if (all.has(name)) report({ rule: 'id-duplicate', key: 'id-duplicate', params: {}, path, step: name });
      all.set(name, step);
      paths.set(name, path);
    }
  };
  for (const [name, section] of Object.entries(sections)) place(['sections', name, 'steps'], section.steps);
  place(['steps'], steps);
  return { steps: Object.fromEntries(all), pathOf: (step) => paths.get(step) ?? ['steps', step] };
}

const sectionsOf = ({ sections = {} }: Authored): RawFlow['sections'] =>
  Object.fromEntries(
    Object.entries(sections).map(([name, { title, steps }]) => [name, { title, steps: Object.keys(steps) }]),
  );

function reportSchema(error: z.ZodError, report: Report): null {
  for (const issue of error.issues) {
    const path: SourcePath = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    const step = path[0] === 'steps' && path.length > 1 ? String(path[1]) : null;
    report({ rule: 'schema', path, step, key: 'schema', params: schemaParams(path, issue.message) });
  }
  return null;
}

function checkSize(steps: Readonly<Record<string, RawStep>>, report: Report): void {
  if (Object.keys(steps).length <= flowLimits.steps) return;
  const params = { most: String(flowLimits.steps) };
  report({ rule: 'limits', path: ['steps'], step: null, key: 'limits.steps', params });
}
