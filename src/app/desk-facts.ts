import type { Talk } from '../conversation/talk.ts';
import type { Wanted } from '../queue/wishes.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';
import type { ConversationRow } from './ports.ts';
import { inClear, talkOf } from './talk-of.ts';
import { wantedBy } from './wanted.ts';

/** What the desk must know of a talk that does not stand in clear. */
export interface DeskFacts
  extends Pick<Talk, 'offer' | 'notFor' | 'wish' | 'contact' | 'retractedAt' | 'safe'> {
  readonly wanted: Wanted;
}

/** Opens a talk for the desk once for each of its versions. */
export interface DeskFactsReader {
  of(row: ConversationRow): Promise<DeskFacts>;
}

export function makeDeskFacts(parts: Pick<Parts, 'vault' | 'report'>): DeskFactsReader {
  const read = new Map<string, { readonly version: number; readonly facts: DeskFacts }>();
  return {
    async of(row) {
      const known = read.get(row.id);
      if (known?.version === row.version) return known.facts;
      const facts = factsOf(await opened(parts, row), row.language);
      if (read.size >= limits.talksRemembered) read.clear();
      read.set(row.id, { version: row.version, facts });
      return facts;
    },
  };
}

async function opened(
  { vault, report }: Pick<Parts, 'vault' | 'report'>,
  row: ConversationRow,
): Promise<Talk> {
  try {
    return talkOf(row, await vault.open(row.id), null);
  } catch (fault) {
    report('snapshot-broken', fault);
    return inClear(row, null);
  }
}

const factsOf = ({ offer, notFor, wish, contact, retractedAt, safe }: Talk, language: string): DeskFacts => ({
  offer,
  notFor,
  wish,
  contact,
  retractedAt,
  safe,
  wanted: wantedBy(wish, language),
});
