import type { Category } from './category.ts';
import type { TriggerId } from './trigger.ts';

/** The trigger of safety-content §1.1 that fits a category best, by level; categories without one do not decide. */
export const graveTriggers: Partial<
  Readonly<Record<Category, Readonly<Record<'high' | 'imminent', TriggerId>>>>
> = {
  ipv_physical: { high: 'H6', imminent: 'A2' },
  ipv_sexual: { high: 'H7', imminent: 'A11' },
  family_violence: { high: 'H16', imminent: 'A2' },
  elder_abuse: { high: 'H16', imminent: 'A2' },
  pregnancy: { high: 'H8', imminent: 'A3' },
  strangulation: { high: 'H4', imminent: 'A6' },
  weapon: { high: 'H1', imminent: 'A4' },
  threat_to_kill: { high: 'H2', imminent: 'A10' },
  confinement: { high: 'A5', imminent: 'A5' },
  danger_now: { high: 'H19', imminent: 'A2' },
  covert_request: { high: 'H18', imminent: 'A1' },
  medical_emergency: { high: 'A3', imminent: 'A3' },
  stalking: { high: 'H9', imminent: 'A2' },
  sexual_assault: { high: 'H7', imminent: 'A11' },
  child_physical: { high: 'H11', imminent: 'A8' },
  child_sexual: { high: 'H11', imminent: 'A8' },
  child_emotional: { high: 'H11', imminent: 'A8' },
  child_neglect: { high: 'H11', imminent: 'A8' },
  forced_marriage: { high: 'H12', imminent: 'A9' },
  child_marriage: { high: 'H12', imminent: 'A9' },
  trafficking: { high: 'H13', imminent: 'A5' },
  online_exploitation: { high: 'H14', imminent: 'H14' },
  suicide: { high: 'H10', imminent: 'A7' },
  self_harm: { high: 'H10', imminent: 'A7' },
  perpetrator: { high: 'H15', imminent: 'A10' },
};
