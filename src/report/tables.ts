import { riskLevels } from '../risk/level.ts';
import { type ContactRecord, isChild, isViolence, recordLists } from './contact-record.ts';
import { type Cell, suppress, suppressList } from './suppress.ts';

/*
 * What a centre reports, from its contact records (safety-content §9). Contacts (lượt) are counted, never people: an
 * anonymous chat cannot count people. Whoever said no to statistics is in the plain number of contacts and nowhere else.
 */

/** One count. `key` has its text as `report.measure.<key>`. */
export interface Measure {
  readonly key: string;
  readonly count: Cell;
}

/** One dimension: how the contacts about violence fall on its values. Texts: `report.by.<key>`, `record.<list>.<value>`. */
export interface Breakdown {
  readonly key: keyof typeof dimensions | keyof typeof severals;
  readonly rows: readonly { readonly value: string; readonly count: Cell }[];
  /** Null where several values may hold of one contact: their sum is no number of contacts. */
  readonly total: Cell | null;
}

/** Everything about one period. */
export interface CentreReport {
  readonly measures: readonly Measure[];
  readonly breakdowns: readonly Breakdown[];
  /** Sex across, age down, of the contacts about violence: the table that ministries ask for. */
  readonly sexByAge: {
    readonly ages: readonly string[];
    readonly sexes: readonly string[];
    readonly table: ReturnType<typeof suppress>;
  };
  /** The older form: children, women 16–59, others of that age, and 60 and over. */
  readonly legacy: {
    readonly rows: readonly { readonly value: string; readonly count: Cell }[];
    readonly total: Cell;
  };
  /** Seconds, over all contacts of a level that were claimed and answered; null where there are fewer than five. */
  readonly waits: readonly {
    readonly level: string;
    readonly claimed: Wait | null;
    readonly answered: Wait | null;
  }[];
}
export interface Wait {
  readonly median: number;
  readonly ninth: number;
}

const dimensions = {
  source: recordLists.source,
  who: recordLists.who,
  sex: recordLists.sex,
  age: recordLists.age,
  level: riskLevels,
  type: recordLists.type,
  result: recordLists.result,
} as const;
/** Several values may hold of one contact. */
const severals = { forms: recordLists.forms, context: recordLists.context } as const;

const atLeast = (count: number): Cell => suppressList([count]).cells[0] ?? 'hidden';
const countOf = (records: readonly ContactRecord[], holds: (record: ContactRecord) => boolean): number =>
  records.filter(holds).length;

/** The report on these records: all of one period, of one centre. */
export function centreReport(records: readonly ContactRecord[]): CentreReport {
  const agreed = records.filter(({ consent }) => consent.statistics !== 'no');
  const violent = agreed.filter(isViolence);
  return {
    measures: measuresOf(records.length, agreed, violent),
    breakdowns: [...singles(violent), ...manifold(violent)],
    sexByAge: sexByAge(violent),
    legacy: legacy(violent),
    waits: riskLevels.map((level) => waitsOf(level, agreed)),
  };
}

function measuresOf(
  contacts: number,
  agreed: readonly ContactRecord[],
  violent: readonly ContactRecord[],
): readonly Measure[] {
  const emergencies = agreed.filter(({ emergency }) => emergency !== null);
  const people = emergencies.reduce((total, { emergency }) => total + (emergency?.people ?? 0), 0);
  const children = emergencies.reduce((total, { emergency }) => total + (emergency?.children ?? 0), 0);
  const from = (source: ContactRecord['source']): number =>
    countOf(agreed, (record) => record.source === source);
  const counts: readonly (readonly [key: string, count: number])[] = [
    ['violence', violent.length],
    ['advised', countOf(agreed, ({ advised }) => advised)],
    ['direct', countOf(agreed, ({ direct }) => direct)],
    ['emergency.cases', emergencies.length],
    ['emergency.people', people],
    ['emergency.children', children],
    ['sheltered', countOf(agreed, ({ sheltered }) => sheltered)],
    ['in.line-111', from('line-111')],
    ['in.police', from('police') + from('border-guard')],
    ['in.commune', from('commune')],
    ['in.health', from('health')],
    ['in.school', from('school')],
    ['referred', countOf(agreed, ({ referrals }) => referrals.length > 0)],
    ['referred.accepted', countOf(agreed, accepted)],
    ['child-reports', countOf(agreed, ({ childReports }) => childReports.length > 0)],
    ['home', countOf(agreed, ({ result }) => result === 'home')],
    ['uses-violence', countOf(agreed, ({ who }) => who === 'uses-violence')],
    ['trafficked', countOf(agreed, ({ trafficked }) => trafficked)],
    ['trafficked.helped', countOf(agreed, (record) => record.trafficked && accepted(record))],
    ['again', countOf(agreed, ({ returning }) => returning === 'again')],
    ['out-of-hours', countOf(agreed, ({ outOfHours }) => outOfHours)],
    ['unanswered', countOf(agreed, unanswered)],
  ];
  return [
    { key: 'contacts', count: atLeast(contacts) },
    ...counts.map(([key, count]) => ({ key, count: atLeast(count) })),
  ];
}

const accepted = ({ referrals }: ContactRecord): boolean =>
  referrals.some(({ answer }) => answer === 'accepted');
const unanswered = ({ pseudonym, answeredAfter }: ContactRecord): boolean =>
  pseudonym !== null && answeredAfter === null;

function singles(records: readonly ContactRecord[]): readonly Breakdown[] {
  return Object.entries(dimensions).map(([name, values]) => {
    const key = name as keyof typeof dimensions;
    const { cells, total } = suppressList(
      values.map((value) => countOf(records, (one) => one[key] === value)),
    );
    return { key, rows: values.map((value, at) => ({ value, count: cells[at] ?? 'hidden' })), total };
  });
}

/** Each value stands for itself. */
function manifold(records: readonly ContactRecord[]): readonly Breakdown[] {
  return Object.entries(severals).map(([name, values]) => {
    const key = name as keyof typeof severals;
    const holds = (record: ContactRecord, value: string): boolean =>
      record[key].some((one: string) => one === value);
    const rows = values.map((value) => ({
      value,
      count: atLeast(countOf(records, (record) => holds(record, value))),
    }));
    return { key, rows, total: null };
  });
}

function sexByAge(records: readonly ContactRecord[]): CentreReport['sexByAge'] {
  const { age: ages, sex: sexes } = recordLists;
  const counts = ages.map((age) =>
    sexes.map((sex) => countOf(records, (one) => one.age === age && one.sex === sex)),
  );
  return { ages, sexes, table: suppress(counts) };
}

function legacy(records: readonly ContactRecord[]): CentreReport['legacy'] {
  const groups: readonly (readonly [value: string, holds: (record: ContactRecord) => boolean])[] = [
    ['under-16', isChild],
    ['women-16-59', (one) => isGrown(one) && one.sex === 'female'],
    ['others-16-59', (one) => isGrown(one) && one.sex !== 'female'],
    ['60-over', ({ age }) => age === '60-over'],
    ['not-said', ({ age }) => age === 'not-said'],
  ];
  const { cells, total } = suppressList(groups.map(([, holds]) => countOf(records, holds)));
  return { rows: groups.map(([value], at) => ({ value, count: cells[at] ?? 'hidden' })), total };
}
const isGrown = ({ age }: ContactRecord): boolean => age === '16-17' || age === '18-59';

function waitsOf(level: string, records: readonly ContactRecord[]): CentreReport['waits'][number] {
  const chats = records.filter((one) => one.pseudonym !== null && one.level === level);
  return {
    level,
    claimed: waitOf(chats.map(({ claimedAfter }) => claimedAfter)),
    answered: waitOf(chats.map(({ answeredAfter }) => answeredAfter)),
  };
}

/** Of five contacts or more, because one time says when somebody wrote. */
function waitOf(seconds: readonly (number | null)[]): Wait | null {
  const known = seconds.filter((value) => value !== null).toSorted((a, b) => a - b);
  if (known.length < 5) return null;
  const at = (share: number): number =>
    known[Math.min(known.length - 1, Math.floor(known.length * share))] ?? 0;
  return { median: at(0.5), ninth: at(0.9) };
}
