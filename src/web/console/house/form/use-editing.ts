import { useState } from 'react';

/** A record as the server keeps it now. */
export interface Kept<Value> {
  readonly version: number;
  readonly value: Value;
}

/** A form over one record. */
export interface Editing<Value> {
  readonly draft: Value;
  /** What the record says on which the draft was begun: the server refuses the change of any other. */
  readonly version: number;
  readonly isChanged: boolean;
  /** Fields that somebody else changed since, while one's own draft is not saved; empty when nobody has. */
  readonly othersFields: readonly string[];
  readonly set: (change: Partial<Value>) => void;
  /** Throws the own draft away for what stands there now. */
  readonly takeTheirs: () => void;
  /** Keeps the own draft, on top of what stands there now. */
  readonly keepMine: () => void;
  /** The draft was saved under this version. */
  readonly saved: (version: number) => void;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Follows the server while nothing was typed; keeps what was typed when somebody else was first. */
export function useEditing<Value extends object>(kept: Kept<Value>): Editing<Value> {
  const [base, setBase] = useState(kept);
  const [draft, setDraft] = useState(kept.value);
  const isChanged = !same(draft, base.value);
  const isNewer = kept.version > base.version;
  const takeTheirs = () => {
    setBase(kept);
    setDraft(kept.value);
  };
  if (isNewer && (!isChanged || same(draft, kept.value))) takeTheirs();
  const fields = Object.keys(kept.value) as (keyof Value & string)[];
  return {
    draft,
    version: base.version,
    isChanged,
    othersFields: isNewer ? fields.filter((field) => !same(kept.value[field], base.value[field])) : [],
    set: (change) => setDraft({ ...draft, ...change }),
    takeTheirs,
    keepMine: () => setBase(kept),
    saved: (version) => setBase({ version, value: draft }),
  };
}
