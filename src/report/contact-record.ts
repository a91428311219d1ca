import * as z from 'zod/mini';
import { serviceKinds } from '../directory/service-kinds.ts';
import { riskLevels } from '../risk/level.ts';
import { isTriggerId, type TriggerId } from '../risk/trigger.ts';

/*
 * The contact record (sổ tiếp nhận, safety-content §9.1): closed lists and one sealed note, never the person's words.
 * It outlives the talk, names it by pseudonym, and is what every count is made from.
 */

/** The closed lists of the record. Each value has its text as `record.<list>.<value>` in the console catalogue. */
export const recordLists = {
  /** Nguồn: where the contact came from. */
  source: [
    'zalo',
    'telegram',
    'web',
    'other-app',
    'call',
    'in-person',
    'line-111',
    'police',
    'border-guard',
    'commune',
    'health',
    'school',
  ],
  /** Lần đầu, quay lại: only when the person says so. */
  returning: ['first', 'again', 'not-said'],
  /** Ai liên hệ. */
  who: ['self', 'family', 'neighbour', 'teacher', 'official', 'uses-violence', 'not-said'],
  sex: ['female', 'male', 'other', 'not-said'],
  age: ['under-6', '6-12', '13-15', '16-17', '18-59', '60-over', 'not-said'],
  /** Hình thức: the four kinds of the law (Law 13/2022/QH15). */
  forms: ['physical', 'mental', 'sexual', 'economic'],
  /** GBVIMS core type, by act: one of them. */
  type: [
    'rape',
    'sexual-assault',
    'physical-assault',
    'forced-marriage',
    'denial-of-resources',
    'psychological',
    'none',
  ],
  context: ['partner', 'family', 'child', 'trafficking', 'online', 'public'],
  /** Kết quả. */
  result: ['home', 'elsewhere', 'followed', 'lost', 'not-said'],
  /** Where a child was reported: 111, the commune's police or its committee (Decree 56/2017). */
  reportedTo: ['line-111', 'commune-police', 'commune-committee'],
  answer: ['accepted', 'refused', 'no-answer-yet'],
  /** Why a place refused. */
  refusal: ['full', 'not-their-task', 'wrong-area', 'conditions', 'nobody-there', 'other'],
  /** On what ground a place was told: the person's word, or a life or a child in danger (safety-content §4.2, `limits.*`). */
  ground: ['consent', 'life', 'child'],
  consent: ['yes', 'no', 'not-asked'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const one = <const Values extends readonly string[]>(values: Values) => z.enum(values);
const many = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.array(z.enum(values)).check(z.refine((list) => new Set(list).size === list.length, 'twice'));
const time = z.int().check(z.gte(0));
const count = z.int().check(z.gte(0), z.lte(200));
/** A number that an office gave: digits, letters and strokes; no room for a story. */
const reference = z.string().check(z.trim(), z.regex(/^[\p{L}\p{N}./-]{0,40}$/u));
/** A commune by name; hamlets and house numbers are refused (§9.1: không ghi thôn). */
const commune = z.string().check(
  z.trim(),
  z.regex(/^[\p{L} .'-]{0,40}$/u),
  z.refine((name) => !/(^|\s)(thôn|ấp|bản|buôn|làng|xóm|tổ|khóm|ngõ|hẻm|nhà)(\s|$)/iu.test(name), 'hamlet'),
);

/** One place to which the person was passed on. */
const referral = z.strictObject({
  to: z.enum(serviceKinds),
  ground: one(recordLists.ground),
  at: time,
  answer: one(recordLists.answer),
  /** Only with a refusal. */
  why: z.nullable(one(recordLists.refusal)),
});

/** A report about a child: the line without which an imminent child entry cannot be closed. */
const childReport = z.strictObject({ to: one(recordLists.reportedTo), at: time, reference });

/** The form of a contact record. */
export const contactRecord = z.strictObject({
  /** Of a chat: whose record it is; null for a call, a visit, a hand-over. */
  pseudonym: z.nullable(z.string().check(z.minLength(1), z.maxLength(64))),
  /** When the contact began, ms since 1970. */
  at: time,
  source: one(recordLists.source),
  returning: one(recordLists.returning),
  who: one(recordLists.who),
  sex: one(recordLists.sex),
  age: one(recordLists.age),
  /** Only when the person said it: an id of `peoples`. */
  people: z.nullable(z.string().check(z.regex(/^[a-z-]{1,20}$/))),
  /** Language tag, and whether somebody interpreted. */
  language: z.string().check(z.regex(/^[a-zA-Z-]{2,24}$/)),
  interpreted: z.boolean(),
  /** Province code of the register; null: not said. */
  province: z.nullable(z.string().check(z.maxLength(8))),
  commune,
  forms: many(recordLists.forms),
  type: one(recordLists.type),
  context: many(recordLists.context),
  level: z.enum(riskLevels),
  triggers: z.array(z.custom<TriggerId>((code) => typeof code === 'string' && isTriggerId(code))),
  /** What was done: advice by chat or telephone, a talk face to face, emergency help, a bed. */
  advised: z.boolean(),
  direct: z.boolean(),
  /** Hỗ trợ khẩn cấp: people helped, children among them; null: none was needed. */
  emergency: z.nullable(z.strictObject({ people: count, children: count })),
  sheltered: z.boolean(),
  referrals: z.array(referral).check(z.maxLength(20)),
  childReports: z.array(childReport).check(z.maxLength(10)),
  result: one(recordLists.result),
  /** Returned from trafficking: before "về gia đình" it is asked whether home is safe. */
  trafficked: z.boolean(),
  homeChecked: z.boolean(),
  /** A time and words for a later contact were agreed. */
  safeContact: z.boolean(),
  consent: z.strictObject({
    advice: one(recordLists.consent),
    summary: one(recordLists.consent),
    statistics: one(recordLists.consent),
  }),
  /** Seconds until somebody claimed the talk, and until the first answer; null: nobody did, or not a chat. */
  claimedAfter: z.nullable(time),
  answeredAfter: z.nullable(time),
  /** The contact began outside the centre's hours. */
  outOfHours: z.boolean(),
  /** The one place for words: what a colleague must know. Kept only where a summary was agreed to. */
  note: z.string().check(z.maxLength(1000)),
});
export type ContactRecord = z.infer<typeof contactRecord>;

/** Under 16: whoever learns of harm to a child must report it (safety-content §4.1; conf. C). */
const childAges: ReadonlySet<ContactRecord['age']> = new Set(['under-6', '6-12', '13-15']);
export const isChild = ({ age }: Pick<ContactRecord, 'age'>): boolean => childAges.has(age);

/** What stands in the way of closing with this record, by field: explained by `house.problem.<problem>`. */
export interface RecordProblem {
  readonly field: keyof ContactRecord;
  readonly problem:
    | 'child-report'
    | 'home-check'
    | 'emergency-people'
    | 'emergency-children'
    | 'refusal-reason'
    | 'note-consent'
    | 'type-form';
}

/**
 * Everything that must be put right before a talk is closed with this record. `childKnown`: the talk was marked as a
 * child's, whatever age stands in the record.
 */
export function recordProblems(record: ContactRecord, childKnown: boolean): readonly RecordProblem[] {
  const { emergency, referrals, childReports, consent } = record;
  const found: (RecordProblem | false)[] = [
    record.level === 'imminent' &&
      record.who !== 'uses-violence' &&
      (isChild(record) || (childKnown && record.age === 'not-said')) &&
      childReports.length === 0 && { field: 'childReports', problem: 'child-report' },
    record.trafficked &&
      record.result === 'home' &&
      !record.homeChecked && { field: 'homeChecked', problem: 'home-check' },
    emergency?.people === 0 && { field: 'emergency', problem: 'emergency-people' },
    emergency !== null &&
      emergency.children > emergency.people && { field: 'emergency', problem: 'emergency-children' },
    referrals.some(({ answer, why }) => (answer === 'refused') !== (why !== null)) && {
      field: 'referrals',
      problem: 'refusal-reason',
    },
    record.note.trim() !== '' && consent.summary === 'no' && { field: 'note', problem: 'note-consent' },
    record.type !== 'none' && record.forms.length === 0 && { field: 'forms', problem: 'type-form' },
  ];
  return found.filter((problem) => problem !== false);
}

/** A record with nothing known yet: what a call or a visit starts from. */
export const emptyRecord = (at: number): ContactRecord => ({
  pseudonym: null,
  at,
  source: 'call',
  returning: 'not-said',
  who: 'not-said',
  sex: 'not-said',
  age: 'not-said',
  people: null,
  language: 'vi',
  interpreted: false,
  province: null,
  commune: '',
  forms: [],
  type: 'none',
  context: [],
  level: 'none',
  triggers: [],
  advised: true,
  direct: false,
  emergency: null,
  sheltered: false,
  referrals: [],
  childReports: [],
  result: 'not-said',
  trafficked: false,
  homeChecked: false,
  safeContact: false,
  consent: { advice: 'not-asked', summary: 'not-asked', statistics: 'not-asked' },
  claimedAfter: null,
  answeredAfter: null,
  outOfHours: false,
  note: '',
});

/** Whether it counts as violence: a form, a type, or a level that only harm can give. */
export const isViolence = ({ forms, type }: ContactRecord): boolean => forms.length > 0 || type !== 'none';
