import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cardOf, reportOf } from './risk/classifier/card.ts';
import { withoutMarks } from './risk/classifier/copies.ts';
import { readModel, writeModel } from './risk/classifier/model.ts';
import { makeClassifier } from './risk/classifier/opinion.ts';
import { isHeldOut } from './risk/classifier/split.ts';
import { trainModel } from './risk/classifier/train.ts';
import { makeDetector } from './risk/detector.ts';
import { evaluate } from './risk/evaluate.ts';
import { corpusHash, readCorpus } from './risk-corpus-on-disk.ts';
import { makeNetWorkers } from './risk-net-workers.ts';
import { compileOnDisk } from './risk-rule-files-on-disk.ts';
import { rulesHash } from './risk-rules-on-disk.ts';

/**
 * `npm run train [-- CORPUS LINES]`: compiles the rules, learns the classifier from the corpus and writes both, with card
 * and report. `-- --rules` only compiles the rules, `-- --report` only judges the held-out lines with the model as it is and
 * writes card and report. Deterministic: the same lines and rules give the same bytes.
 */
const rules = compileOnDisk();
if (process.argv[2] === '--rules') process.exit();
const onlyReport = process.argv[2] === '--report';
const [corpusFolder = 'test/corpus', ruleFolder = 'test/risk/lines'] = process.argv.slice(onlyReport ? 3 : 2);
const folder = fileURLToPath(new URL('./risk/classifier/', import.meta.url));
const corpus = readCorpus([corpusFolder]);
const lines = [...corpus, ...readCorpus([ruleFolder])];
const bytes = onlyReport ? readFileSync(`${folder}model.bin`) : await trained(lines);
const model = readModel(bytes);
if (model.header.corpus !== corpusHash(lines))
  throw new Error('model.bin was learned from other lines: train it');
/** The rules were written with the lines of their own folder in sight: those judge nothing. */
const heldOut = corpus.filter(({ id }) => isHeldOut(id));
const detector = makeDetector(rules, makeClassifier(model, rules));
const judged = {
  header: model.header,
  sameRules: model.header.rules === rulesHash(),
  lines,
  heldOut: heldOut.length,
  rulesAlone: evaluate(heldOut, makeDetector(rules)),
  together: evaluate(heldOut, detector),
  withoutMarks: evaluate(
    heldOut.map((line) => ({ ...line, text: withoutMarks(line.text) })),
    detector,
  ),
  authored: evaluate(
    heldOut.filter((line) => !line.ordinary),
    detector,
  ),
  others: evaluate(readCorpus(['test/risk/others']), detector),
};
writeFileSync(`${folder}model.bin`, bytes);
writeFileSync(`${folder}CARD.md`, cardOf(judged));
writeFileSync(`${folder}REPORT.md`, reportOf(judged));
process.stdout.write(
  `model.bin: ${String(bytes.length)} bytes, ${String(lines.length)} lines, ${String(heldOut.length)} held out\n`,
);

async function trained(from: typeof lines): Promise<Uint8Array> {
  const workers = makeNetWorkers(from);
  try {
    return writeModel(
      await trainModel(from, rules, { corpus: corpusHash(from), rules: rulesHash() }, workers.fit),
    );
  } finally {
    await workers.close();
  }
}
