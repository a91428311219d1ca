import { z } from 'zod';
import { variableOf } from './asking.ts';
import { report, type StepPlace, silence, stepKind, target } from './kind.ts';

/** `handoff`: asks for a person and rests until somebody has the conversation, nobody can, or the time is over. */
export const handoff = stepKind({
  kind: 'handoff',
  exits: ['accepted', 'unavailable', 'silence'],
  schema: z.strictObject({
    handoff: z.strictObject({ share: z.array(z.string()) }),
    accepted: target,
    unavailable: target,
    silence,
  }),
  compile(authored, place) {
    authored.handoff.share.forEach((name, index) => checkShared(name, index, place));
    return {
      kind: 'handoff',
      share: authored.handoff.share,
      accepted: authored.accepted,
      unavailable: authored.unavailable,
      silence: authored.silence,
    };
  },
});

/** A person's own words and place are shared only where the flow declares that they may be (flow.md §3.2 rule 27). */
function checkShared(name: string, index: number, place: StepPlace): void {
  const variable = variableOf(place, name);
  const path = ['handoff', 'share', index];
  if (variable === undefined) return report(place, 'var-undeclared', path, { name });
  if ((variable.type === 'text' || variable.type === 'place') && !variable.share)
    return report(place, 'share-unlisted', path, { name });
  if (variable.type === 'list') report(place, 'var-type', path, { name }, 'var-type.shared');
}
