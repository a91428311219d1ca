/** How dangerous things are. One list, used everywhere, in rising order (safety-content §1). */
export const riskLevels = ['none', 'low', 'medium', 'high', 'imminent'] as const;
export type RiskLevel = (typeof riskLevels)[number];

/** Negative when `a` is below `b`, zero when equal, positive when above. */
export const compareLevels = (a: RiskLevel, b: RiskLevel): number =>
  riskLevels.indexOf(a) - riskLevels.indexOf(b);

/** The graver of two levels. Machines only ever combine levels with this: they raise, people lower. */
export const worseOf = (a: RiskLevel, b: RiskLevel): RiskLevel => (compareLevels(a, b) >= 0 ? a : b);

/** Whether `level` is `floor` or graver. */
export const isAtLeast = (level: RiskLevel, floor: RiskLevel): boolean => compareLevels(level, floor) >= 0;
