import { baseLanguage } from './chain.ts';
import type { CatalogueFile } from './entry.ts';
import { isAtLeast, isSafetyCritical } from './gate.ts';
import { asciiDigits } from './message.ts';
import type { PlacedText } from './placed-text.ts';
import { sourceHash } from './source-hash.ts';

type CatalogueRule =
  | 'broken-message' // not well-formed ICU
  | 'placeholders' // not the same as in the Vietnamese
  | 'formatted-argument' // numbers, dates and marks formatted by locale rules
  | 'plural-branch' // a branch that the language does not have
  | 'digits' // digits of another script
  | 'invisible' // direction and isolation marks: they break dialling, copying and speech
  | 'normal-form' // not NFC
  | 'telephone-number' // written out instead of taken from the register
  | 'unknown-key' // a translation of nothing
  | 'text-twice' // a flow's Vietnamese repeated in the catalogue
  | 'unreviewed' // Vietnamese that no second reader has seen, or changed since
  | 'outdated' // made from another Vietnamese
  | 'awaits-approval'; // reviewed, and not yet signed by the clinical lead

/** A finding about one text. Errors block publishing and a release; notes are counted by `doctor`. */
export interface CatalogueIssue {
  readonly rule: CatalogueRule;
  readonly severity: 'error' | 'warning' | 'note';
  readonly language: string;
  readonly key: string;
  readonly detail: string;
}

type Finding = readonly [CatalogueRule, CatalogueIssue['severity'], string];

/** Every finding about these texts and the files they came from. */
export function checkCatalogue(
  texts: readonly PlacedText[],
  files: readonly CatalogueFile[],
): readonly CatalogueIssue[] {
  const known = new Set(texts.filter(({ language }) => language === baseLanguage).map(({ key }) => key));
  return [...texts.flatMap(checkText), ...strayRecords(files, known), ...repeatedTexts(texts)];
}

function checkText(placed: PlacedText): CatalogueIssue[] {
  const { language, key } = placed;
  const findings = [...wordingFindings(placed), ...messageFindings(placed), ...reviewFindings(placed)];
  return findings.map(([rule, severity, detail]) => ({ rule, severity, language, key, detail }));
}

const invisibleMarks = /[\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
/** The emergency numbers, and anything long enough to be dialled. */
const telephoneNumber = /(?<!\d)11[1-5](?!\d)|\+?\d(?:[ .-]?\d){6,}/u;

function wordingFindings({ text, namespace }: PlacedText): Finding[] {
  const findings: Finding[] = [];
  if (text !== text.normalize('NFC')) findings.push(['normal-form', 'error', 'The text is not in NFC.']);
  if (text !== asciiDigits(text)) findings.push(['digits', 'error', 'Digits must be 0–9.']);
  if (invisibleMarks.test(text)) findings.push(['invisible', 'error', 'The text holds an invisible mark.']);
  const number = telephoneNumber.exec(text)?.[0];
  if (number !== undefined && isSafetyCritical(namespace)) {
    findings.push(['telephone-number', 'error', `“${number}” is written out: take it from the register.`]);
  }
  return findings;
}

function messageFindings({ text, message, base }: PlacedText): Finding[] {
  if (message === null) return [['broken-message', 'error', `“${text}” is not a well-formed message.`]];
  const findings: Finding[] = [];
  if (message.forbidden.length > 0)
    findings.push(['formatted-argument', 'error', message.forbidden.join(', ')]);
  if (message.strayBranches.length > 0)
    findings.push(['plural-branch', 'error', message.strayBranches.join(', ')]);
  const wanted = base?.message?.signature;
  if (wanted !== undefined && wanted !== message.signature) {
    findings.push(['placeholders', 'error', `“${message.signature}” instead of “${wanted}”.`]);
  }
  return findings;
}

function reviewFindings(placed: PlacedText): Finding[] {
  return placed.language === baseLanguage ? baseFindings(placed) : translationFindings(placed);
}

function baseFindings({ entry, outdated, namespace, text }: PlacedText): Finding[] {
  if (entry === null) return [['unreviewed', 'warning', 'No review is recorded.']];
  if (outdated)
    return [['unreviewed', 'warning', `Changed since its review; the text is now ${sourceHash(text)}.`]];
  const floor = isSafetyCritical(namespace) ? 'reviewed' : 'translated';
  if (!isAtLeast(entry.state, floor))
    return [['unreviewed', 'error', `State “${entry.state}” is not served.`]];
  if (isSafetyCritical(namespace) && entry.state !== 'approved') {
    return [['awaits-approval', 'note', 'The clinical lead has not signed this text.']];
  }
  return [];
}

function translationFindings({ base, outdated }: PlacedText): Finding[] {
  if (base === null) return [['unknown-key', 'error', 'There is no such key in Vietnamese.']];
  if (outdated) return [['outdated', 'warning', `The Vietnamese is now ${sourceHash(base.text)}.`]];
  return [];
}

/** Review records of flow texts that are no longer in the flow. */
function strayRecords(files: readonly CatalogueFile[], known: ReadonlySet<string>): CatalogueIssue[] {
  return files
    .filter(({ language }) => language === baseLanguage)
    .flatMap(({ namespace, entries }) => Object.keys(entries).map((name) => `${namespace}:${name}`))
    .filter((key) => !known.has(key))
    .map((key) => ({
      rule: 'unknown-key',
      severity: 'error',
      language: baseLanguage,
      key,
      detail: 'There is no text for this record.',
    }));
}

/** A flow's Vietnamese stands in the flow file alone; a second copy would drift. */
function repeatedTexts(texts: readonly PlacedText[]): CatalogueIssue[] {
  return texts
    .filter(
      ({ language, entry, text }) =>
        language === baseLanguage && entry?.text !== undefined && entry.text !== text,
    )
    .map(({ key, language }) => ({
      rule: 'text-twice',
      severity: 'error',
      language,
      key,
      detail: 'A text of a flow stands in the flow file only.',
    }));
}
