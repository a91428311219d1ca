/** What a text may leave open; filled from the service register when it is sent (safety-content §4.1). */
export const placeholders = ['police', 'ambulance', 'fire', 'child_line', 'centre'] as const;
