import { baseLanguage, chainOf } from './chain.ts';
import type { CatalogueEntry, CatalogueFile } from './entry.ts';
import { isSafetyCritical } from './gate.ts';
import { type CatalogueIssue, checkCatalogue } from './issues.ts';
import { flowText, type PlacedText, programText, translation } from './placed-text.ts';

/** The Vietnamese of one flow, as its Plan holds it: full text keys (`triage:now.choose`). */
export interface FlowTexts {
  readonly namespace: string;
  readonly texts: Readonly<Record<string, string>>;
}

type Params = Readonly<Record<string, string>>;

interface Rendered {
  readonly text: string;
  /** The language the text is really in: Vietnamese where the asked one has no served text. */
  readonly language: string;
  /** The key or a value it needs is unknown, and a neutral text stands in its place: a fault to report. */
  readonly missing: boolean;
}

export interface Catalogue {
  /** A text for a reader. Never throws and never shows a bare placeholder. */
  readonly render: (key: string, language: string, params: Params) => Rendered;
  /** What is wrong with or not yet right in the files, in the order of languages and keys. */
  readonly issues: () => readonly CatalogueIssue[];
  /** How many safety-critical texts a language serves itself: it is announced only when all (language §7.3). */
  readonly coverage: (language: string) => { readonly critical: number; readonly native: number };
}

type Texts = ReadonlyMap<string, PlacedText>;

/** Codes mean the same in every language: what is left to say when not even the neutral texts are there. */
const lastResort = '1 · 0';

/** Puts files and flow texts together; parses every text once. */
export function makeCatalogue(files: readonly CatalogueFile[], flowTexts: readonly FlowTexts[]): Catalogue {
  const base = baseTexts(files, flowTexts);
  const byLanguage = new Map<string, Texts>([[baseLanguage, base]]);
  for (const language of new Set(files.map((file) => file.language))) {
    if (language !== baseLanguage) byLanguage.set(language, translations(language, files, base));
  }
  return {
    render: (key, language, params) => renderIn(byLanguage, key, chainOf(language), params),
    issues: () =>
      checkCatalogue(
        [...byLanguage.values()].flatMap((texts) => [...texts.values()]),
        files,
      ),
    coverage: (language) => coverageOf(base, byLanguage.get(language)),
  };
}

function baseTexts(files: readonly CatalogueFile[], flowTexts: readonly FlowTexts[]): Texts {
  const texts = new Map<string, PlacedText>();
  const records = new Map<string, CatalogueEntry>();
  for (const { namespace, entries } of files.filter((file) => file.language === baseLanguage)) {
    for (const [name, entry] of Object.entries(entries)) {
      const key = `${namespace}:${name}`;
      records.set(key, entry);
      if (entry.text !== undefined) texts.set(key, programText(namespace, key, entry.text, entry));
    }
  }
  for (const { namespace, texts: ofFlow } of flowTexts) {
    for (const [key, text] of Object.entries(ofFlow))
      texts.set(key, flowText(namespace, key, text, records.get(key)));
  }
  return texts;
}

function translations(language: string, files: readonly CatalogueFile[], base: Texts): Texts {
  const texts = new Map<string, PlacedText>();
  for (const { namespace, entries } of files.filter((file) => file.language === language)) {
    for (const [name, entry] of Object.entries(entries)) {
      const key = `${namespace}:${name}`;
      texts.set(key, translation(language, namespace, key, entry, base.get(key) ?? null));
    }
  }
  return texts;
}

function renderIn(
  byLanguage: ReadonlyMap<string, Texts>,
  key: string,
  chain: readonly string[],
  params: Params,
): Rendered {
  const found = renderKnown(byLanguage, key, chain, params);
  if (found !== null) return { ...found, missing: false };
  if (key.startsWith('console:')) return { text: key, language: baseLanguage, missing: true };
  for (const neutral of ['system:neutral', 'system:neutral.bare']) {
    const text = renderKnown(byLanguage, neutral, chain, params);
    if (text !== null) return { ...text, missing: true };
  }
  return { text: lastResort, language: baseLanguage, missing: true };
}

/**
 * The text; or its wording without a value that is not known now (`<key>.without.<name>`): opening hours that nobody
 * entered, a number whose test call is too old; or the text with the plain words for such a value
 * (`system:unnamed.<name>`): the page whose address was not set.
 */
function renderKnown(
  byLanguage: ReadonlyMap<string, Texts>,
  key: string,
  chain: readonly string[],
  params: Params,
): { readonly text: string; readonly language: string } | null {
  const placed = servedIn(byLanguage, key, chain);
  if (placed === null || placed.message === null) return null;
  const unknown = placed.message.names.find((name) => !hasValue(params, name));
  if (unknown !== undefined) {
    const without = renderKnown(byLanguage, `${key}.without.${unknown}`, chain, params);
    const unnamed = servedIn(byLanguage, `system:unnamed.${unknown}`, chain)?.text;
    if (without !== null || unnamed === undefined) return without;
    return renderKnown(byLanguage, key, chain, { ...params, [unknown]: unnamed });
  }
  return { text: placed.message.format(params), language: placed.language };
}

const hasValue = (params: Params, name: string): boolean =>
  Object.hasOwn(params, name) && params[name] !== '';

function servedIn(
  byLanguage: ReadonlyMap<string, Texts>,
  key: string,
  chain: readonly string[],
): PlacedText | null {
  for (const language of chain) {
    const placed = byLanguage.get(language)?.get(key);
    if (placed?.served === true) return placed;
  }
  return null;
}

function coverageOf(
  base: Texts,
  texts: Texts | undefined,
): { readonly critical: number; readonly native: number } {
  const critical = [...base.values()].filter(({ namespace }) => isSafetyCritical(namespace));
  return {
    critical: critical.length,
    native: critical.filter(({ key }) => texts?.get(key)?.served === true).length,
  };
}
