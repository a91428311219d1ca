/** Every cap of the flow language in one place. Generous for people, small for machines (flow.md §3.2 rule 10). */
export const flowLimits = {
  /** Characters of one file; the largest shipped flow has about 30,000. */
  fileCharacters: 262_144,
  /** Line ends, colons, commas and other signs of YAML: the parser's time goes by them. The largest flow has 7,000. */
  signs: 20_000,
  /** Issues told of one flow; a file that has more is none yet. */
  issues: 300,
  /** Brackets that may stand open, and levels of indentation; the format itself needs 6 and 5. */
  nesting: 64,
  /** Steps of one file, and of a flow with everything that it calls. */
  steps: 400,
  stepsInAll: 1_500,
  /** Items of one instrument. */
  items: 40,
  /** Characters of one guard. */
  guardCharacters: 400,
  /** Characters of one text. */
  textCharacters: 1_000,
  /** Answers besides `unsure` and `skip`: the digits 3 to 6 (safety-content §3.0). */
  answers: 4,
  /** Whole numbers that a question may ask for; 0, 1 and 2 are codes. */
  leastAsked: 3,
  mostAsked: 999,
  /** Services that one lookup may show. */
  cards: 3,
  /** Characters of a text's structure and copy hash, in hexadecimal digits. */
  hashDigits: 32,
} as const;
