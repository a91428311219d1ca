import { z } from 'zod';
import type { PlanVariable } from '../plan.ts';

const isPrivate = { private: z.boolean().optional() };
const shared = { ...isPrivate, share: z.boolean().optional() };

/** One line of `vars:`: what a variable may hold. Numbers are whole; guards cut them into bands. */
export const variable = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('choice'), of: z.array(z.string()).min(1), ...isPrivate }),
    z.strictObject({ type: z.literal('flag'), ...isPrivate }),
    z.strictObject({ type: z.literal('number'), min: z.number().int(), max: z.number().int(), ...isPrivate }),
    z.strictObject({ type: z.literal('text'), ...shared }),
    z.strictObject({ type: z.literal('place'), ...shared }),
    z.strictObject({ type: z.literal('list'), of: z.literal('service'), ...isPrivate }),
  ])
  .transform((authored): PlanVariable => {
    const isPrivate = authored.private ?? false;
    switch (authored.type) {
      case 'choice':
        return { type: 'choice', of: authored.of, private: isPrivate };
      case 'number':
        return { type: 'number', min: authored.min, max: authored.max, private: isPrivate };
      case 'flag':
      case 'list':
        return { type: authored.type, private: isPrivate };
      case 'text':
      case 'place':
        return { type: authored.type, private: isPrivate, share: authored.share ?? false };
    }
  });
