import { z } from 'zod';
import { report, silence, stepKind, target } from './kind.ts';

/** `handoff`: asks for a person and rests until somebody has the conversation, nobody can, or the time is over. */
export const handoff = stepKind({
  kind: 'handoff',
  says: 'Asks for a counsellor and waits.',
  exits: ['accepted', 'unavailable', 'silence'],
  schema: z.strictObject({
    handoff: z.strictObject({ share: z.array(z.string()) }),
    accepted: target,
    unavailable: target,
    silence,
  }),
  compile(authored, place) {
    authored.handoff.share.forEach((name, index) => {
      if (Object.hasOwn(place.variables, name)) return;
      report(place, 'var-undeclared', ['handoff', 'share', index], `“${name}” is not declared in vars.`);
    });
    return {
      kind: 'handoff',
      share: authored.handoff.share,
      accepted: authored.accepted,
      unavailable: authored.unavailable,
      silence: authored.silence,
    };
  },
});
