import type { PlanStepKind } from '../plan.ts';
import { branch } from './branch.ts';
import { choose } from './choose.ts';
import { end } from './end.ts';
import { handoff } from './handoff.ts';
import type { StepKind } from './kind.ts';
import { say } from './say.ts';
import { set } from './set.ts';

/** Every kind of step there is; the type makes a forgotten one a compile error. */
export const stepKinds: Readonly<Record<PlanStepKind, StepKind>> = { say, choose, branch, set, handoff, end };
