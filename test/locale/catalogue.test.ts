import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCatalogue } from '../../src/locale/catalogue.ts';
import { chainOf } from '../../src/locale/chain.ts';
import type { CatalogueEntry, CatalogueFile } from '../../src/locale/entry.ts';
import { type ReviewState, reviewStates } from '../../src/locale/entry.ts';
import { sourceHash } from '../../src/locale/source-hash.ts';

const entry = (text: string, state: ReviewState = 'reviewed', source?: string): CatalogueEntry => ({
  text,
  state,
  by: ['author', 'second reader'],
  at: '2026-11-22',
  ...(source !== undefined && { source }),
});
const file = (language: string, namespace: string, entries: CatalogueFile['entries']): CatalogueFile => ({
  language,
  namespace,
  entries,
});

const call = 'Gọi {police} nhé.';
const base = file('vi', 'system', {
  call: entry(call),
  neutral: entry('{police} · {ambulance}'),
  'neutral.bare': entry('Nhắn 0.'),
});
const numbers = { police: '113', ambulance: '115' };

describe('the review gate', () => {
  const km = (state: ReviewState, source: string, namespace = 'system') =>
    file('km', namespace, { call: entry('ហៅ {police}', state, source) });

  test.each<[ReviewState, 'current' | 'outdated', string]>([
    ['missing', 'current', 'vi'],
    ['machine', 'current', 'vi'],
    ['needs_review', 'current', 'vi'],
    ['translated', 'current', 'vi'],
    ['reviewed', 'current', 'vi'],
    ['approved', 'current', 'km'],
    ['approved', 'outdated', 'vi'],
  ])('a safety text in Khmer that is %s and %s is served in %s', (state, age, language) => {
    const source = age === 'current' ? sourceHash(call) : sourceHash('Gọi ngay.');
    const { render } = makeCatalogue([base, km(state, source)], []);
    expect(render('system:call', 'km', numbers)).toMatchObject({ language, missing: false });
  });

  test.each<[ReviewState, string]>([
    ['missing', 'vi'],
    ['machine', 'vi'],
    ['needs_review', 'vi'],
    ['translated', 'en'],
    ['reviewed', 'en'],
    ['approved', 'en'],
  ])('a console text in English that is %s is served in %s, even when outdated', (state, language) => {
    const files = [
      file('vi', 'console', { title: entry('Hàng chờ') }),
      file('en', 'console', { title: entry('Queue', state, sourceHash('Danh sách')) }),
    ];
    expect(makeCatalogue(files, []).render('console:title', 'en', {})).toMatchObject({
      language,
      missing: false,
    });
  });

  test.each<[ReviewState, boolean]>([
    ['missing', false],
    ['machine', false],
    ['needs_review', false],
    ['translated', false],
    ['reviewed', true],
    ['approved', true],
  ])('the Vietnamese of a safety text that is %s is served: %s', (state, served) => {
    const files = [file('vi', 'system', { ...base.entries, call: entry(call, state) })];
    const rendered = makeCatalogue(files, []).render('system:call', 'vi', numbers);
    expect(rendered).toEqual(
      served
        ? { text: 'Gọi 113 nhé.', language: 'vi', missing: false }
        : { text: '113 · 115', language: 'vi', missing: true },
    );
  });

  test('a translation that lost a placeholder is not served, whatever its state', () => {
    const lost = file('km', 'system', { call: entry('ហៅ', 'approved', sourceHash(call)) });
    expect(makeCatalogue([base, lost], []).render('system:call', 'km', numbers).language).toBe('vi');
  });

  test('each message falls back by itself', () => {
    const half = file('km', 'system', {
      neutral: entry('{police} {ambulance}', 'approved', sourceHash('{police} · {ambulance}')),
    });
    const { render } = makeCatalogue([base, half], []);
    expect(render('system:neutral', 'km', numbers).language).toBe('km');
    expect(render('system:call', 'km', numbers).language).toBe('vi');
  });
});

describe('chains of languages', () => {
  test.each<[string, readonly string[]]>([
    ['vi', ['vi']],
    ['km', ['km', 'vi']],
    ['hmn-Latn', ['hmn-Latn', 'vi']],
    ['hmn-Latn-VN-x-viet', ['hmn-Latn-VN-x-viet', 'vi']],
    ['yue-Hant', ['yue-Hant', 'zh-Hant', 'vi']],
    ['zh-Hans', ['zh-Hans', 'vi']],
    ['not a tag', ['not a tag', 'vi']],
  ])('%s is looked for in %j', (language, chain) => expect(chainOf(language)).toEqual(chain));

  test('never in English for a person', () => {
    const en = file('en', 'system', { call: entry('Call {police}.', 'approved', sourceHash(call)) });
    expect(makeCatalogue([base, en], []).render('system:call', 'km', numbers).language).toBe('vi');
  });
});

describe('rendering never fails', () => {
  const { render } = makeCatalogue([base, file('vi', 'console', { title: entry('Hàng chờ') })], []);

  test.each<[string, string, Readonly<Record<string, string>>, string]>([
    ['an unknown key of the program', 'system:nothing', numbers, '113 · 115'],
    ['an unknown key of a flow', 'triage:nothing', numbers, '113 · 115'],
    ['an unknown key without numbers', 'triage:nothing', {}, 'Nhắn 0.'],
    ['a value that is not known', 'system:call', { ambulance: '115' }, 'Nhắn 0.'],
    ['a value that is empty', 'system:call', { police: '' }, 'Nhắn 0.'],
    ['an unknown key of the console', 'console:nothing', {}, 'console:nothing'],
    ['a key without a namespace', 'toString', numbers, '113 · 115'],
  ])('%s gives the neutral text and says so', (_, key, params, text) => {
    expect(render(key, 'vi', params)).toEqual({ text, language: 'vi', missing: true });
  });

  test('without any texts, only the codes are left', () => {
    expect(makeCatalogue([], []).render('system:call', 'vi', {})).toEqual({
      text: '1 · 0',
      language: 'vi',
      missing: true,
    });
  });

  test('no key, language or values bring an exception, an empty text or a bare placeholder', () => {
    const key = fc.oneof(
      fc.string(),
      fc.constantFrom('system:call', 'console:title', 'system:neutral', '__proto__'),
    );
    const values = fc.dictionary(
      fc.constantFrom('police', 'ambulance', 'x'),
      fc.stringMatching(/^[\p{L}\d ]*$/u),
    );
    fc.assert(
      fc.property(key, fc.string(), values, (name, language, params) => {
        const { text } = render(name, language, params);
        expect(text).not.toBe('');
        expect(text).not.toMatch(/\{(?:police|ambulance)\}/);
      }),
    );
  });

  test('a text that is not well-formed is not served', () => {
    const broken = file('vi', 'system', { ...base.entries, call: entry('Gọi {police') });
    const catalogue = makeCatalogue([broken], []);
    expect(catalogue.render('system:call', 'vi', numbers).missing).toBe(true);
    expect(catalogue.issues()).toContainEqual(
      expect.objectContaining({ rule: 'broken-message', key: 'system:call' }),
    );
  });

  test('the wording without an unknown value is taken, one value after the other', () => {
    const files = [
      file('vi', 'system', {
        wait: entry('{hour} mới có: {numbers}.'),
        'wait.without.hour': entry('Gọi {numbers}.'),
        'wait.without.hour.without.numbers': entry('Chưa có ai.'),
      }),
    ];
    const { render: say } = makeCatalogue(files, []);
    expect(say('system:wait', 'vi', { hour: '7:00', numbers: '111' }).text).toBe('7:00 mới có: 111.');
    expect(say('system:wait', 'vi', { numbers: '111' }).text).toBe('Gọi 111.');
    expect(say('system:wait', 'vi', {})).toEqual({ text: 'Chưa có ai.', language: 'vi', missing: false });
  });
});

test('a value without such a wording goes by its plain words, and without those nothing is shown bare', () => {
  const files = [
    file('vi', 'system', {
      open: entry('Mở {page}.'),
      'unnamed.page': entry('trang web'),
      other: entry('Mở {door}.'),
      neutral: entry('Nhắn 0.'),
    }),
  ];
  const { render: say } = makeCatalogue(files, []);
  expect(say('system:open', 'vi', { page: 'https://hien.example' }).text).toBe('Mở https://hien.example.');
  expect(say('system:open', 'vi', {})).toEqual({ text: 'Mở trang web.', language: 'vi', missing: false });
  expect(say('system:other', 'vi', {})).toMatchObject({ text: 'Nhắn 0.', missing: true });
});

describe('digits and marks', () => {
  test.each([
    ['Khmer', '១១៣', '113'],
    ['Lao', '໑໑໓', '113'],
    ['full width', '１１３', '113'],
    ['Arabic', '١١٣', '113'],
    ['bold mathematical', '𝟏𝟏𝟑', '113'],
    ['double-struck mathematical', '𝟙𝟙𝟛', '113'],
    ['Adlam', '𞥑𞥑𞥓', '113'],
  ])('%s digits come out as ASCII', (_, police, digits) => {
    const { render } = makeCatalogue([base], []);
    expect(render('system:call', 'vi', { police }).text).toBe(`Gọi ${digits} nhé.`);
  });

  test('every decimal digit of Unicode comes out as its own value', () => {
    const { render } = makeCatalogue([base], []);
    const points = Array.from({ length: 0x20000 }, (_, point) => String.fromCodePoint(point));
    const digits = points.filter((character) => /\p{Nd}/u.test(character));
    const values = digits.map((police) => Number(render('system:call', 'vi', { police }).text.slice(4, -5)));
    expect(values.length).toBeGreaterThan(600);
    expect(values).toEqual(values.map((_, index) => index % 10));
  });

  test('no isolation marks stand round a number', () => {
    const { render } = makeCatalogue([base], []);
    expect(render('system:call', 'ar', numbers).text).toBe('Gọi 113 nhé.');
  });

  test('an unknown language takes the plural form of Vietnamese, not of the machine it runs on', () => {
    const text = '{n, plural, one {một} other {nhiều}}';
    const files = [
      file('vi', 'console', { n: entry(text) }),
      file('tyz', 'console', { n: entry(text, 'approved', sourceHash(text)) }),
    ];
    const { render } = makeCatalogue(files, []);
    expect(render('console:n', 'tyz', { n: '1' })).toMatchObject({ text: 'nhiều', language: 'tyz' });
  });
});

describe('findings', () => {
  const rulesFor = (files: readonly CatalogueFile[]): string[] =>
    makeCatalogue(files, [])
      .issues()
      .map(({ rule, language, key }) => `${rule} ${language} ${key}`);
  const only = (text: string, state: ReviewState = 'approved') => [
    file('vi', 'system', { a: entry(text, state) }),
  ];

  test.each<[string, readonly CatalogueFile[], string]>([
    ['a formatted number', only('{n, number}'), 'formatted-argument vi system:a'],
    ['a formatted date', only('{n, date}'), 'formatted-argument vi system:a'],
    [
      'a plural form that Vietnamese does not have',
      only('{n, plural, one {a} other {b}}'),
      'plural-branch vi system:a',
    ],
    ['a digit of another script', only('Nhắn ០'), 'digits vi system:a'],
    ['an isolation mark', only('Gọi \u2068ngay\u2069'), 'invisible vi system:a'],
    ['letters with loose marks', only('Gọi ngay'.normalize('NFD')), 'normal-form vi system:a'],
    ['an emergency number', only('Gọi 113 ngay'), 'telephone-number vi system:a'],
    ['a long number', only('Gọi 096 306 1414'), 'telephone-number vi system:a'],
    ['a text that nobody read', only('Chào', 'needs_review'), 'unreviewed vi system:a'],
    ['a text that waits for the clinical lead', only('Chào', 'reviewed'), 'awaits-approval vi system:a'],
    [
      'a translation of nothing',
      [file('km', 'system', { a: entry('a', 'approved', 'x') })],
      'unknown-key km system:a',
    ],
    [
      'a translation with another placeholder',
      [...only('{a}'), file('km', 'system', { a: entry('{b}', 'approved', sourceHash('{a}')) })],
      'placeholders km system:a',
    ],
    [
      'a translation of an earlier text',
      [...only('mới'), file('km', 'system', { a: entry('a', 'approved', sourceHash('cũ')) })],
      'outdated km system:a',
    ],
  ])('%s', (_, files, finding) => expect(rulesFor(files)).toContain(finding));

  test('hours and percentages are no telephone numbers, and an approved text has no finding', () => {
    expect(rulesFor(only('Trong 72 giờ, 120 giờ; 48 giờ qua.'))).toEqual([]);
  });
});

describe('texts of flows', () => {
  const texts = { 'triage:now': 'Bạn nhắn có tiện không?' };
  const record = (source: string): CatalogueFile => ({
    language: 'vi',
    namespace: 'triage',
    entries: { now: { state: 'approved', source, by: ['author', 'clinical lead'], at: '2026-11-22' } },
  });

  test('they are served from the flow', () => {
    const { render } = makeCatalogue([], [{ namespace: 'triage', texts }]);
    expect(render('triage:now', 'km', {})).toEqual({
      text: texts['triage:now'],
      language: 'vi',
      missing: false,
    });
  });

  test.each<[string, readonly CatalogueFile[], readonly string[]]>([
    ['no record of a review', [], ['unreviewed']],
    ['a review of today’s text', [record(sourceHash(texts['triage:now']))], []],
    ['a review of an earlier text', [record(sourceHash('Chào'))], ['unreviewed']],
  ])('%s gives %j', (_, files, rules) => {
    const catalogue = makeCatalogue(files, [{ namespace: 'triage', texts }]);
    expect(catalogue.issues().map(({ rule }) => rule)).toEqual(rules);
  });

  test('a record without a text is found', () => {
    expect(makeCatalogue([record('x')], []).issues()).toEqual([
      expect.objectContaining({ rule: 'unknown-key', key: 'triage:now' }),
    ]);
  });

  test('a second copy of a text is found', () => {
    const copy = file('vi', 'triage', { now: entry('Khác', 'approved', sourceHash(texts['triage:now'])) });
    const catalogue = makeCatalogue([copy], [{ namespace: 'triage', texts }]);
    expect(catalogue.issues().map(({ rule }) => rule)).toContain('text-twice');
  });
});

test('a language is complete only when it serves every safety text itself', () => {
  const all = Object.entries(base.entries).map(([key, { text = '' }]) => [
    key,
    entry(text, 'approved', sourceHash(text)),
  ]);
  const complete = file('km', 'system', Object.fromEntries(all) as CatalogueFile['entries']);
  const part = file('lo', 'system', { call: entry('x {police}', 'approved', sourceHash(call)) });
  const { coverage } = makeCatalogue([base, complete, part], []);
  expect(coverage('vi')).toEqual({ critical: 3, native: 3 });
  expect(coverage('km')).toEqual({ critical: 3, native: 3 });
  expect(coverage('lo')).toEqual({ critical: 3, native: 1 });
  expect(coverage('th')).toEqual({ critical: 3, native: 0 });
});

test('the states stand in rising order', () => {
  expect(reviewStates).toEqual(['missing', 'machine', 'needs_review', 'translated', 'reviewed', 'approved']);
});
