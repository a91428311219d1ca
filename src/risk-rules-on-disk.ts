import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readModel } from './risk/classifier/model.ts';
import { type Classifier, makeClassifier } from './risk/classifier/opinion.ts';
import type { CompiledRules } from './risk/compile.ts';
import { readCompiled } from './risk/compiled.ts';
import { type Detector, makeDetector } from './risk/detector.ts';

/** Reads `risk/rules.bin` and `risk/classifier/model.bin` beside this file and makes the detector. Throws when one is wrong. */
export function loadDetector(): Detector {
  const rules = loadRules();
  return makeDetector(rules, loadClassifier(rules));
}

/** Where the compiled rules stand. */
export const compiledAt = new URL('./risk/rules.bin', import.meta.url);

/** The rules as `npm run train` compiled them; a test holds them to the files of `risk/rules/`. */
export const loadRules = (): CompiledRules => readCompiled(readFileSync(compiledAt, 'utf8'));

/** SHA-256 of the compiled rules, in hexadecimal. */
export const rulesHash = (): string => createHash('sha256').update(readFileSync(compiledAt)).digest('hex');

/** The learned classifier, bound to the rules whose concepts it reads. */
export const loadClassifier = (rules: CompiledRules): Classifier =>
  makeClassifier(readModel(readFileSync(new URL('./risk/classifier/model.bin', import.meta.url))), rules);
