import { type ContactRecord, emptyRecord } from '../../src/report/contact-record.ts';

/** A contact by telephone about which nothing is known, but for what is given. */
export const contact = (but: Partial<ContactRecord> = {}): ContactRecord => ({
  ...emptyRecord(1000),
  ...but,
});

/** The same contact so many times. */
export const times = (count: number, but: Partial<ContactRecord> = {}): ContactRecord[] =>
  Array.from({ length: count }, () => contact(but));
