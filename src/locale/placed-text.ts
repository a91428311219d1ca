import { baseLanguage } from './chain.ts';
import type { CatalogueEntry } from './entry.ts';
import { isOutdated, isSafetyCritical, mayServe } from './gate.ts';
import { type Message, parseMessage } from './message.ts';
import { sourceHash } from './source-hash.ts';

/** A text with its place and today's Vietnamese beside it. */
export interface PlacedText {
  readonly language: string;
  readonly namespace: string;
  readonly key: string;
  readonly text: string;
  readonly message: Message | null;
  /** Null for a flow's Vietnamese that nobody has reviewed yet. */
  readonly entry: CatalogueEntry | null;
  /** The Vietnamese of the same key; null when the base does not know it. */
  readonly base: PlacedText | null;
  readonly outdated: boolean;
  readonly served: boolean;
}

/** A program's own Vietnamese: its review stands in the same entry. */
export function programText(namespace: string, key: string, text: string, entry: CatalogueEntry): PlacedText {
  const message = parseMessage(text, baseLanguage);
  const gate = { state: entry.state, outdated: false, critical: isSafetyCritical(namespace), base: true };
  const served = message !== null && mayServe(gate);
  return {
    language: baseLanguage,
    namespace,
    key,
    text,
    message,
    entry,
    base: null,
    outdated: false,
    served,
  };
}

/** A flow's Vietnamese is served as published: publishing is the gate there (promise 7), the record is checked. */
export function flowText(
  namespace: string,
  key: string,
  text: string,
  entry: CatalogueEntry | undefined,
): PlacedText {
  const message = parseMessage(text, baseLanguage);
  const outdated = entry !== undefined && isOutdated(entry, sourceHash(text));
  const served = message !== null;
  return {
    language: baseLanguage,
    namespace,
    key,
    text,
    message,
    entry: entry ?? null,
    base: null,
    outdated,
    served,
  };
}

/** A translation: served when the gate lets it and it has the placeholders of the Vietnamese. */
export function translation(
  language: string,
  namespace: string,
  key: string,
  entry: CatalogueEntry,
  base: PlacedText | null,
): PlacedText {
  const text = entry.text ?? '';
  const message = parseMessage(text, language);
  const outdated = base !== null && isOutdated(entry, sourceHash(base.text));
  const gate = { state: entry.state, outdated, critical: isSafetyCritical(namespace), base: false };
  const faithful = text !== '' && message !== null && message.signature === base?.message?.signature;
  return {
    language,
    namespace,
    key,
    text,
    message,
    entry,
    base,
    outdated,
    served: faithful && mayServe(gate),
  };
}
