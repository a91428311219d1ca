import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CompiledRules, compileRules, type RuleFile } from './risk/compile.ts';
import { writeCompiled } from './risk/compiled.ts';
import { compiledAt } from './risk-rules-on-disk.ts';

/** Every rule and lexicon file, in a fixed order. */
export function readRuleFiles(): readonly RuleFile[] {
  const folder = fileURLToPath(new URL('./risk/rules/', import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }));
}

/** Compiles the files of `risk/rules/` and writes `risk/rules.bin`. Throws, naming the file, when one is wrong. */
export function compileOnDisk(): CompiledRules {
  const rules = compileRules(readRuleFiles());
  writeFileSync(compiledAt, writeCompiled(rules));
  return rules;
}
