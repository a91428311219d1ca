import { z } from 'zod';
import type { Finding, SourcePath } from '../issue.ts';
import { flowLimits } from '../limits.ts';
import type { PlanVariable } from '../plan.ts';
import type { PlainValue } from './document.ts';
import { idFindings } from './ids.ts';

/** A step as written: which kind it is, is found out from its properties. */
export type RawStep = Readonly<Record<string, PlainValue>>;

/** The parts of a flow file before its steps are understood. */
export interface RawFlow {
  readonly id: string;
  readonly title: string;
  readonly start: string;
  readonly variables: Readonly<Record<string, PlanVariable>>;
  readonly steps: Readonly<Record<string, RawStep>>;
}

/** The inherited file: its steps belong to every flow and flows may not redefine them. */
export interface RawSafety {
  readonly labels: Readonly<Record<'unsure' | 'skip', string>>;
  readonly root: { readonly help: string; readonly failure: string };
  readonly steps: Readonly<Record<string, RawStep>>;
}

const variable = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('choice'),
      of: z.array(z.string()).min(1),
      private: z.boolean().optional(),
    }),
    z.strictObject({ type: z.literal('flag'), private: z.boolean().optional() }),
  ])
  .transform((authored): PlanVariable => {
    const isPrivate = authored.private ?? false;
    return authored.type === 'flag'
      ? { type: 'flag', private: isPrivate }
      : { type: 'choice', of: authored.of, private: isPrivate };
  });

const steps = z.record(z.string(), z.record(z.string(), z.custom<PlainValue>()));
const heading = { format: z.literal(1), title: z.string().min(1), language: z.literal('vi') };

const flowSchema = z.strictObject({
  ...heading,
  id: z.string(),
  inherits: z.literal('_safety'),
  start: z.string(),
  vars: z.record(z.string(), variable).optional(),
  steps,
});

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
  const { id, title, start, vars = {}, steps } = parsed.data;
  idFindings({ flow: id, variables: vars, steps, inherited: false }).forEach(report);
  checkSize(steps, report);
  return { id, title, start, variables: vars, steps };
}

/** Reads the inherited file; `null` when it is not one. */
export function readSafety(value: PlainValue, report: Report): RawSafety | null {
  const parsed = safetySchema.safeParse(value);
  if (!parsed.success) return reportSchema(parsed.error, report);
  const { labels, root, steps } = parsed.data;
  idFindings({ flow: null, variables: {}, steps, inherited: true }).forEach(report);
  return { labels, root, steps };
}

function reportSchema(error: z.ZodError, report: Report): null {
  for (const issue of error.issues) {
    const path: SourcePath = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    const step = path[0] === 'steps' && path.length > 1 ? String(path[1]) : null;
    report({ rule: 'schema', path, step, message: schemaMessage(path, issue.message) });
  }
  return null;
}

/** The name that is wrong or missing, and what the format expects of it. */
export const schemaMessage = (path: SourcePath, message: string): string =>
  path.length === 0 ? `${message}.` : `${path.join('.')}: ${message}.`;

function checkSize(steps: Readonly<Record<string, RawStep>>, report: Report): void {
  if (Object.keys(steps).length <= flowLimits.steps) return;
  report({
    rule: 'limits',
    path: ['steps'],
    step: null,
    message: `A flow may have ${flowLimits.steps} steps.`,
  });
}
