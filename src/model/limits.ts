/** The numbers of the language model's adapter. */
export const modelLimits = {
  /** An answer that takes longer is no opinion (DESIGN, Dependencies). */
  timeoutMs: 4000,
  answerTokens: 300,
} as const;
