import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readModel } from './risk/classifier/model.ts';
import { type Classifier, makeClassifier } from './risk/classifier/opinion.ts';
import { type CompiledRules, compileRules, type RuleFile } from './risk/compile.ts';
import { type Detector, makeDetector } from './risk/detector.ts';

/**
 * Reads `risk/rules/` and `risk/classifier/model.bin` beside this file and makes the detector. Throws, naming the file,
 * when a rule file is wrong, and when the model is.
 */
export function loadDetector(): Detector {
  const rules = compileRules(readRuleFiles());
  return makeDetector(rules, loadClassifier(rules));
}

/** The learned classifier, bound to the rules whose concepts it reads. */
export const loadClassifier = (rules: CompiledRules): Classifier =>
  makeClassifier(readModel(readFileSync(new URL('./risk/classifier/model.bin', import.meta.url))), rules);

/** Every rule and lexicon file, in a fixed order. */
export function readRuleFiles(): readonly RuleFile[] {
  const folder = fileURLToPath(new URL('./risk/rules/', import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }));
}
