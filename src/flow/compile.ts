import { type Assembled, assemble } from './assemble.ts';
import { fingerprint } from './hash.ts';
import type { Surroundings } from './lint/rule.ts';
import { lintRules } from './lint/rules.ts';
import type { FlowIssue, Plan } from './plan.ts';
import { type FlowFile, Sources } from './sources.ts';

export type { FlowFile } from './sources.ts';

export type CompileResult =
  | {
      readonly status: 'compiled';
      readonly plan: Plan;
      readonly issues: readonly FlowIssue[];
      readonly locate: Locate;
    }
  | {
      readonly status: 'broken';
      readonly issues: readonly FlowIssue[];
      /** The Plan as far as it makes sense step by step, for showing what is wrong with it. It never runs. */
      readonly draft?: Plan;
      readonly locate?: Locate;
    };

/** Where a step is written, also one that an instrument or a called flow brings in. */
export type Locate = (step: string) => Pick<FlowIssue, 'file' | 'line' | 'column' | 'step'>;

/**
 * Turns one flow file into its Plan. `files` holds it, `_safety.yaml`, and whatever it calls (`<flow>.yaml`) or asks
 * from (`instruments/<id>.yaml`). However broken a text is, the outcome is a list of issues with file, line and
 * column, in bounded time; a Plan comes only when no error stands.
 */
export function compileFlow(
  files: readonly FlowFile[],
  flowFile: string,
  around: Surroundings = {},
): CompileResult {
  const sources = new Sources(files);
  const assembled = assemble(sources, flowFile, []);
  if (assembled === null || sources.issues.length > 0) return { status: 'broken', issues: sources.issues };
  for (const rule of lintRules) {
    for (const finding of rule(subjectOf(assembled, around))) sources.tellPlaced(finding, assembled.origins);
  }
  const { issues } = sources;
  const locate: Locate = (step) => sources.locate(step, assembled.origins);
  const plan = withHashes(assembled.plan);
  if (issues.some(({ severity }) => severity === 'error'))
    return { status: 'broken', issues, draft: plan, locate };
  return { status: 'compiled', plan, issues, locate };
}

const subjectOf = ({ plan, inherited, declared }: Assembled, around: Surroundings) => ({
  plan,
  inherited,
  declared,
  around,
});

/** Conversations are pinned to `structure`; texts may change under the same structure (flow.md §2.5). */
function withHashes(plan: Assembled['plan']): Plan {
  const { flow, start, variables, steps, root } = plan;
  return {
    ...plan,
    structure: fingerprint({ flow, start, variables, steps, root }),
    copy: fingerprint(plan.texts),
  };
}
