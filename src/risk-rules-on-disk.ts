import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileRules, type RuleFile } from './risk/compile.ts';
import { type Detector, makeDetector } from './risk/detector.ts';

/** Reads `risk/rules/` beside this file and makes the detector. Throws, naming the file, when a rule file is wrong. */
export const loadDetector = (): Detector => makeDetector(compileRules(readRuleFiles()));

/** Every rule and lexicon file, in a fixed order. */
export function readRuleFiles(): readonly RuleFile[] {
  const folder = fileURLToPath(new URL('./risk/rules/', import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }));
}
