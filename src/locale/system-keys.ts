import type system from '../../locales/vi/system.json';
import type { CardKind } from '../risk/trigger.ts';

/** A key of the program's own texts, without its namespace; the Vietnamese file is the list. */
type SystemName = keyof typeof system;
/** The same as a text key: `system:sos.unknown`. */
export type SystemKey = `system:${SystemName}`;

/** The text key of a program text; the compiler knows whether it exists. */
const systemText = (name: SystemName): SystemKey => `system:${name}`;

/**
 * The bubbles of every emergency card and advice, in order (safety-content §4.2, §4.3).
 * `wait.*` lines and the fire line are added by whoever sends the card.
 */
export const cards: Readonly<Record<CardKind, readonly SystemKey[]>> = {
  unknown: ['system:sos.unknown'],
  medical: ['system:sos.medical'],
  held: ['system:sos.held'],
  suicide: ['system:sos.suicide'],
  mayharm: ['system:sos.mayharm'],
  third: ['system:sos.third'],
  child: ['system:sos.child'],
  strangle: ['system:strangle'],
  assault: ['system:assault.1', 'system:assault.2'],
  'suicide.high': ['system:suicide.high'],
  image: ['system:image'],
  forced: ['system:forced.adult'],
  elder: ['system:elder'],
  pregnant: ['system:pregnant'],
  stalked: ['system:stalked'],
  returned: ['system:returned'],
  'general.high': ['system:general.high'],
  medium: ['system:medium'],
  control: ['system:control'],
};

/** Cards whose wording begins with the numbers when the danger is now: an emergency card waits for no thanks (§4.1). */
const imminentCards: Readonly<Partial<Record<CardKind, readonly SystemKey[]>>> = {
  assault: ['system:assault.now', 'system:assault.2'],
};

/** How a card is shown: to a child, for danger now, with flames or petrol. */
export interface CardCircumstances {
  readonly child: boolean;
  readonly imminent: boolean;
  readonly fire: boolean;
}

/** The bubbles of a card as this person should read them. */
export function cardBubbles(
  card: CardKind,
  { child, imminent, fire }: CardCircumstances,
): readonly SystemKey[] {
  const bubbles = (imminent ? imminentCards[card] : undefined) ?? cards[card];
  const spoken = child ? bubbles.map(forChild) : bubbles;
  return fire ? [...spoken, 'system:fire'] : spoken;
}

/** Whether a text key is part of a card: every bubble in every wording, without the lines that stand below it. */
export const isOfCard = (key: string): boolean => ofCards.has(key);

/** Child wordings that do not simply carry the suffix `.child`. */
const childWords: Readonly<Partial<Record<SystemName, SystemName>>> = {
  'sos.unknown': 'sos.child',
  'limits.adult': 'limits.child',
  'forced.adult': 'forced.child',
  'wait.nobody.hours': 'wait.nobody.child',
  'wait.nobody.calm': 'wait.nobody.child',
};

type WithoutChild<Name> = Name extends `${infer Base}.child` ? Base : never;
type ChildName = Extract<WithoutChild<SystemName>, SystemName>;

/** Texts that have a wording for children beside them (`<key>.child`): *em*, *cô chú trực*, 111 (§4.1). */
const withChildWording: Readonly<Record<ChildName, true>> = {
  'advice.lead': true,
  'ask.contact': true,
  'ask.words': true,
  'assault.1': true,
  'assault.2': true,
  'assault.now': true,
  'button.contact.no': true,
  'button.person': true,
  'button.wish': true,
  'button.wish.man': true,
  'button.wish.woman': true,
  close: true,
  'contact.no': true,
  'contact.yes': true,
  control: true,
  correct: true,
  'correct.noted': true,
  'delete.ask': true,
  'delete.ask.telegram': true,
  'delete.device': true,
  'delete.remains.activity': true,
  'delete.remains.zalo': true,
  'delete.stays': true,
  'delete.steps.activity': true,
  'delete.steps.zalo': true,
  failure: true,
  'general.high': true,
  'human.back': true,
  'human.lost': true,
  'human.lost.nobody': true,
  'human.open': true,
  'human.silent': true,
  'human.silent.nobody': true,
  image: true,
  lost: true,
  'media.other': true,
  'media.voice': true,
  medium: true,
  'privacy.activity': true,
  'privacy.telegram': true,
  'privacy.zalo': true,
  returned: true,
  skipped: true,
  'safe.ask': true,
  'safe.words': true,
  'sos.medical': true,
  'sos.mayharm': true,
  'sos.suicide': true,
  'sos.third': true,
  strangle: true,
  'suicide.high': true,
  unreadable: true,
  'wait.busy': true,
  'wait.late': true,
  'wait.late.nobody': true,
  'wait.nobody': true,
  'wait.oncall': true,
  'wait.oncall.day': true,
  'wait.shift': true,
  'wish.apart': true,
  'wish.ask': true,
  'wish.cannot': true,
  'wish.noted': true,
};

/** The wording for a child where there is one, else the text itself (which then addresses nobody). */
export function forChild(key: SystemKey): SystemKey {
  const name = key.slice('system:'.length) as SystemName;
  const special = childWords[name];
  if (special !== undefined) return systemText(special);
  return Object.hasOwn(withChildWording, name) ? systemText(`${name as ChildName}.child`) : key;
}

const ofCards: ReadonlySet<string> = new Set(
  [...Object.values(cards), ...Object.values(imminentCards), ['system:fire', 'system:quiet.sos'] as const]
    .flat()
    .flatMap((key) => [key, forChild(key)]),
);
