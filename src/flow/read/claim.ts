import { z } from 'zod';
import type { PlanClaim } from '../plan.ts';
import { riskLevel } from '../steps/kind.ts';

/** One line of `claims:`: what must come before any end on every path after a level or an answer. */
export const claim = z
  .strictObject({
    after: z.union([
      z.strictObject({ risk: riskLevel }),
      z.strictObject({ step: z.string(), option: z.string().optional() }),
    ]),
    must_reach: z.array(z.enum(['handoff', 'hotline'])).min(1),
    /** Questions that may still be put before it. */
    within: z.number().int().min(0).max(40).optional(),
  })
  .transform(
    ({ after, must_reach: mustReach, within }): PlanClaim => ({
      after: 'risk' in after ? after : { step: after.step, option: after.option ?? null },
      mustReach,
      within: within ?? null,
    }),
  );
