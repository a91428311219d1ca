import type { Category } from './category.ts';
import type { RiskLevel } from './level.ts';

/**
 * Which emergency card or advice answers a trigger (safety-content §4.2, §4.3).
 * `unknown` is the card for danger of no stated kind.
 */
export type CardKind =
  | 'unknown'
  | 'medical'
  | 'held'
  | 'suicide'
  | 'mayharm'
  | 'third'
  | 'child' // imminent cards
  | 'strangle'
  | 'assault'
  | 'suicide.high'
  | 'image'
  | 'forced'
  | 'elder'
  | 'pregnant'
  | 'stalked' // high advice
  | 'returned'
  | 'general.high'
  | 'medium'
  | 'control';

/** One row of safety-content §1.1: what it means, how grave it is, what it is about, which card it shows. */
export interface Trigger {
  readonly level: Exclude<RiskLevel, 'none'>;
  readonly categories: readonly Category[];
  readonly card: CardKind;
  /** Danger with flames or petrol: the card adds the fire brigade's number (safety-content §4.3, `sos.unknown`). */
  readonly fire?: true;
}

const row = (level: Trigger['level'], card: CardKind, ...categories: Category[]): Trigger => ({
  level,
  card,
  categories,
});

/**
 * The trigger lists of safety-content §1.1 (imminent A, high H, medium M, low L).
 * Signals cite these ids; the console explains them by `trigger.<id>` in the catalogue.
 */
export const triggers = {
  A1: row('imminent', 'unknown', 'danger_now'),
  A2: row('imminent', 'unknown', 'danger_now'),
  A3: row('imminent', 'medical', 'medical_emergency'),
  A4: row('imminent', 'unknown', 'weapon'),
  A5: row('imminent', 'held', 'confinement'),
  A6: row('imminent', 'strangle', 'strangulation'),
  A7: row('imminent', 'suicide', 'suicide'),
  A8: row('imminent', 'child', 'child_physical'),
  A9: row('imminent', 'held', 'forced_marriage'),
  A10: row('imminent', 'unknown', 'threat_to_kill'),
  A11: row('imminent', 'assault', 'sexual_assault'),
  A12: row('imminent', 'unknown', 'other'),
  H1: row('high', 'general.high', 'weapon'),
  H2: row('high', 'general.high', 'threat_to_kill'),
  H3: row('high', 'general.high', 'threat_to_kill'),
  H4: row('high', 'strangle', 'strangulation'),
  H5: row('high', 'general.high', 'ipv_physical'),
  H6: row('high', 'general.high', 'ipv_physical'),
  H7: row('high', 'assault', 'sexual_assault'),
  H8: row('high', 'pregnant', 'pregnancy'),
  H9: row('high', 'stalked', 'stalking'),
  H10: row('high', 'suicide.high', 'suicide'),
  H11: row('high', 'child', 'child_sexual'),
  H12: row('high', 'forced', 'forced_marriage'),
  H13: row('high', 'held', 'trafficking'),
  H14: row('high', 'image', 'online_exploitation', 'image_based'),
  H15: row('high', 'mayharm', 'perpetrator'),
  H16: row('high', 'elder', 'family_violence'),
  H17: row('high', 'general.high', 'other'),
  H18: row('high', 'general.high', 'covert_request'),
  H19: row('high', 'general.high', 'danger_now'),
  H20: row('high', 'general.high', 'ipv_physical'),
  H21: row('high', 'returned', 'trafficking'),
  H22: row('high', 'general.high', 'other'),
  M1: row('medium', 'medium', 'ipv_physical'), // HARK ≥ 1, current violence
  M2: row('medium', 'control', 'ipv_psychological'), // control, isolation, money
  M3: row('medium', 'stalked', 'stalking'),
  M4: row('medium', 'image', 'image_based'), // adult image abuse
  M5: row('medium', 'medium', 'emotional_support'), // hopelessness without a wish to die
  M6: row('medium', 'medium', 'trafficking'), // vague recruitment or marriage pressure
  M7: row('medium', 'mayharm', 'perpetrator'), // first help-seeking by a person who used violence
  M8: row('medium', 'medium', 'threat_to_kill'), // apparent joke about a threat
  M9: row('medium', 'medium', 'other'), // quiet mode chosen without more
  M10: row('medium', 'medium', 'sexual_harassment'),
  L1: row('low', 'medium', 'past_event'),
  L2: row('low', 'medium', 'info_request'),
  L3: row('low', 'medium', 'third_party'),
} as const satisfies Record<string, Trigger>;

export type TriggerId = keyof typeof triggers;
/** A trigger's row by its id. */
export const triggerOf = (id: TriggerId): Trigger => triggers[id];
export const isTriggerId = (code: string): code is TriggerId => Object.hasOwn(triggers, code);
