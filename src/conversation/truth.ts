import type { SystemKey } from '../locale/system-keys.ts';
import type { ChannelKind } from './channel.ts';
import { type Draft, remember, text } from './draft.ts';
import { own } from './speech.ts';
import type { Talk } from './talk.ts';

/*
 * What her app, the centre's account and her phone keep (promise 4; channels.md §6): said after her first answer, and
 * again before deleting. The web says it on the page itself, before the first word.
 */

/** What is true of a channel: after the first answer, before deleting, and when only her phone can be emptied by herself. */
interface Truth {
  readonly privacy: SystemKey | null;
  readonly remains: readonly SystemKey[];
  /** How to delete on that app, where we cannot; null where we can, or where the page does it. */
  readonly steps: SystemKey | null;
}

const truths: Readonly<Record<ChannelKind, Truth>> = {
  web: { privacy: null, remains: ['system:delete.remains.web'], steps: null },
  telegram: {
    privacy: 'system:privacy.telegram',
    remains: ['system:delete.ask.telegram', 'system:delete.remains.telegram'],
    steps: null,
  },
  zalo: {
    privacy: 'system:privacy.zalo',
    remains: ['system:delete.remains.zalo'],
    steps: 'system:delete.steps.zalo',
  },
  'zalo-bot': {
    privacy: 'system:privacy.zalo',
    remains: ['system:delete.remains.zalo'],
    steps: 'system:delete.steps.zalo',
  },
  activity: {
    privacy: 'system:privacy.activity',
    remains: ['system:delete.remains.activity'],
    steps: 'system:delete.steps.activity',
  },
};

export const truthOf = (kind: ChannelKind): Truth => truths[kind];

/**
 * Puts the truth about her channel before the first calm reply after her first message: never on a card, never in
 * quiet mode, never while a counsellor holds the talk. `before` is the talk as this message found it.
 */
export function tellTruth(draft: Draft, before: Talk): void {
  const { privacy } = truthOf(draft.world.channel.kind);
  const { custody, privacyTold } = draft.talk;
  if (privacy === null || privacyTold || before.lastPersonAt === null) return;
  if (custody.quiet || custody.state === 'held' || custody.gone !== 'no') return;
  const at = draft.effects.findIndex(
    (effect) => effect.type === 'send' && effect.message.sender === 'bot' && effect.message.card === null,
  );
  const effect = draft.effects[at];
  if (effect?.type !== 'send') return;
  const bubbles = [
    text(own(draft.talk, privacy)),
    ...(draft.world.readAlong === true ? [text('system:privacy.opinion')] : []),
    text('system:privacy.erase'),
    ...effect.message.bubbles,
  ];
  draft.effects[at] = { ...effect, message: { ...effect.message, bubbles } };
  remember(draft, { privacyTold: true });
}
