import { describe, expect, test } from 'vitest';
import { type Category, categories } from '../../src/risk/category.ts';
import { makeDetector } from '../../src/risk/detector.ts';
import { heardWith } from '../../src/risk/heard.ts';
import { isAtLeast, type RiskLevel } from '../../src/risk/level.ts';
import { limits } from '../../src/risk/limits.ts';
import type { Signal } from '../../src/risk/signal.ts';
import { triggerOf } from '../../src/risk/trigger.ts';
import { loadDetector, loadRules } from '../../src/risk-rules-on-disk.ts';
import { codeOf } from '../../src/text/code.ts';
import { readLines } from './lines.ts';

const detector = loadDetector();
const danger = readLines('danger');
const hard = readLines('hard-negatives');
/** Codes come before words, as in the conversation. */
const levelOf = (text: string): RiskLevel =>
  codeOf(text)?.kind === 'sos' ? 'imminent' : detector.assess(text).level;
const strip = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');

describe('the authored lines', () => {
  test('there are enough of them, and none stands twice', () => {
    expect(danger.length).toBeGreaterThanOrEqual(400);
    expect(hard.length).toBeGreaterThanOrEqual(200);
    const texts = [...danger, ...hard].map((line) => strip(line.text).toLowerCase());
    expect(new Set(texts).size).toBe(texts.length);
  });

  test.each([
    ['as typed', (text: string) => text, { alarmed: 0.99, paged: 0.92, high: 0.95 }],
    ['without marks', strip, { alarmed: 0.98, paged: 0.92, high: 0.95 }],
  ])('%s: recall of imminent and high', (_, change, floor) => {
    const imminent = danger
      .filter((line) => line.level === 'imminent')
      .map((line) => levelOf(change(line.text)));
    const high = danger.filter((line) => line.level === 'high').map((line) => levelOf(change(line.text)));
    expect(share(imminent, (level) => isAtLeast(level, 'high'))).toBeGreaterThanOrEqual(floor.alarmed);
    expect(share(imminent, (level) => level === 'imminent')).toBeGreaterThanOrEqual(floor.paged);
    expect(share(high, (level) => isAtLeast(level, 'high'))).toBeGreaterThanOrEqual(floor.high);
  });

  test.each([
    ['as typed', (text: string) => text],
    ['without marks', strip],
  ])('%s: at most 3 %% of the hard negatives ring', (_, change) => {
    const levels = hard.map((line) => levelOf(change(line.text)));
    expect(share(levels, (level) => isAtLeast(level, 'high'))).toBeLessThanOrEqual(0.03);
  });

  // Screens for lethality call most people in a violent relationship high: intended, and affordable (safety-content §2).
  test('few medium and low lines ring, and nearly all are heard', () => {
    const milder = danger.filter((line) => line.level === 'medium' || line.level === 'low');
    const levels = milder.map((line) => levelOf(line.text));
    expect(milder.length).toBeGreaterThanOrEqual(20);
    expect(share(levels, (level) => isAtLeast(level, 'high'))).toBeLessThanOrEqual(0.3);
    expect(share(levels, (level) => level === 'imminent')).toBeLessThanOrEqual(0.05);
    expect(share(levels, (level) => level !== 'none')).toBeGreaterThanOrEqual(0.8);
  });

  test('every quote is the person’s own words and every signal cites a trigger', () => {
    let seen = 0;
    for (const { text } of danger) {
      for (const signal of detector.assess(text).signals) {
        seen += 1;
        expect(text).toContain(signal.quote);
        expect(signal.categories).toEqual(expect.arrayContaining([...triggerOf(signal.code).categories]));
      }
    }
    expect(seen).toBeGreaterThan(danger.length / 2);
  });
});

describe('tie-breaks of safety-content §1.3', () => {
  test.each<[string, RiskLevel]>([
    ['a bare cry', 'imminent'],
    ['a passive death wish', 'high'],
    ['confinement with unclear tense', 'high'],
    ['news', 'none'],
    ['homework', 'none'],
    ['information', 'low'],
  ])('%s is %s', (kind, level) => {
    const texts: Record<string, string> = {
      'a bare cry': 'cứu em với',
      'a passive death wish': 'ước gì ngủ một giấc không bao giờ dậy nữa',
      'confinement with unclear tense': 'bị mẹ chồng nhốt trong buồng',
      news: 'báo đăng vụ giết người ở quận 8',
      homework: 'bài tập về nhà: phân tích nhân vật Mị bị A Sử trói',
      information: 'cho hỏi thủ tục ly hôn cần giấy tờ gì',
    };
    expect(detector.assess(texts[kind] ?? '').level).toBe(level);
  });
});

describe('rules that ring by themselves', () => {
  const alone = makeDetector(loadRules());

  test.each<[string, RiskLevel, string]>([
    ['ba mẹ đuổi em đi vì em đồng tính, em ngủ ở công viên hai đêm rồi', 'high', 'H19'],
    ['bố mẹ từ mặt rồi, mấy hôm nay em ngủ ở bến xe', 'high', 'H19'],
    ['my brother is on the ledge and says he will jump', 'imminent', 'A7'],
  ])('%s', (text, level, code) => {
    const found = alone.assess(text);
    expect(found.level).toBe(level);
    expect(found.signals).toContainEqual(expect.objectContaining({ code, level, source: 'rule' }));
  });

  test.each([
    'hồi sinh viên đi phượt cả nhóm ngủ ở bến xe, sáng bị bảo vệ đuổi cười muốn xỉu',
    "my cat is on the roof and wants to jump to the neighbour's balcony",
  ])('%s is nothing', (text) => {
    expect(alone.assess(text).level).toBe('none');
  });
});

describe('one idea, many spellings', () => {
  test.each([
    'chồng em cầm dao đuổi em',
    'chong em cam dao duoi em',
    'ck e cầm dao đuổi e',
    'CHỒNG EM CẦM DAO ĐUỔI EM',
    'chồng em cầm dao đuổi em'.normalize('NFD'),
    'choofng em caafm dao ddoi em choofng caafm dao dduooir em',
    'chồng em cầm d.a.o đuổi em, cầm dao đuổi em',
    'ｃhồng em cầm dao đuổi em',
    'chồng\u200b em c\u200bầm dao đuổi em',
    'em, chồng cầm dao, đuổi',
  ])('%s is imminent with a weapon', (text) => {
    const found = detector.assess(text);
    expect(found.level).toBe('imminent');
    expect(found.categories).toContain('weapon' satisfies Category);
  });

  test.each([
    'em muốn ch.ế.t',
    'em muốn c h ế t',
    'em muốn ch*t',
    'em muoons cheets',
    'em muo61n che61t',
    'em mún chít',
    'em muốn chếtttt',
  ])('%s is a death wish', (text) => {
    expect(isAtLeast(detector.assess(text).level, 'high')).toBe(true);
  });

  test('a danger word in the middle of a long story is found', () => {
    const talk = 'hôm nay em đi chợ mua rau về nấu cơm rồi đón con ở trường. '.repeat(500);
    const text = `${talk}chồng em đang bóp cổ em. ${talk}`;
    expect(detector.assess(text).signals.map((signal) => signal.code)).toContain('A6');
  });
});

describe('negation and guards', () => {
  test.each(['em không muốn sống nữa', 'đừng giết em', 'nó không cho em thở, nó bóp cổ em'])(
    '%s: negation cancels nothing',
    (text) => {
      expect(isAtLeast(detector.assess(text).level, 'high')).toBe(true);
    },
  );

  test('an explicit denial is asked back instead of rung', () => {
    const found = detector.assess('chồng em chưa bao giờ bóp cổ em');
    expect(isAtLeast(found.level, 'high')).toBe(false);
    expect(found.signals.map((signal) => signal.ask)).toContain('choked');
  });

  test.each([
    'không ai giúp em, chồng em đang bóp cổ em',
    'có ai ở đó không, nó cầm dao rượt em',
    'he never stops, he is beating me right now',
    'em chưa bao giờ sợ như vậy, nó đang đập cửa',
  ])('%s: a denial of something else denies nothing', (text) => {
    expect(detector.assess(text).level).toBe('imminent');
  });

  test('a second match counts although guards took out many', () => {
    const film = 'trong phim ông chồng cầm dao đuổi vợ. '.repeat(30);
    expect(detector.assess(`${film}${'rau cải. '.repeat(20)}chồng em cầm dao đuổi em`).level).toBe(
      'imminent',
    );
  });

  test('a guard takes out its own match only', () => {
    expect(detector.assess('cười chết mất').level).toBe('none');
    expect(detector.assess('cười chết mất').guards.map((guard) => guard.code)).toContain('guard.idiom');
    expect(detector.assess('cười chết mất. mà em đang bị chồng đánh').level).toBe('imminent');
    expect(detector.assess('trong phim ông chồng cầm dao đuổi vợ').level).toBe('none');
    expect(detector.assess('đang xem phim thì chồng em cầm dao đuổi em').level).toBe('imminent');
  });
});

describe('who speaks', () => {
  test.each([
    ['con học lớp 4, ba đánh con bằng roi', 'child'],
    ['nhà hàng xóm chồng đang đánh vợ', 'third'],
    ['tôi sợ mình sẽ giết vợ', 'mayharm'],
  ] as const)('%s: %s', (text, speaker) => {
    expect(detector.assess(text).signals.map((signal) => signal.speaker)).toContain(speaker);
  });

  test('petrol adds the fire brigade', () => {
    expect(detector.assess('ổng tưới xăng khắp nhà rồi').signals.some((signal) => signal.fire === true)).toBe(
      true,
    );
  });
});

describe('across messages', () => {
  const threatened: Signal = { code: 'H2', level: 'high', source: 'tap', categories: ['threat_to_kill'] };
  const watched: Signal = { code: 'H18', level: 'high', source: 'rule', categories: ['covert_request'] };
  const choked: Signal = { code: 'H4', level: 'high', source: 'tap', categories: ['strangulation'] };

  test.each([
    ['he comes back after a threat', 'nó về rồi', threatened],
    ['a hoarse voice after choking', 'em bị khàn tiếng', choked],
    ['a voice that changed after choking', 'giọng em khàn đi', choked],
    ['watched, then another danger', 'chồng hay bóp cổ em', watched],
  ])('%s is imminent, and alone it is not', (_, text, before) => {
    expect(detector.assess(text, { previous: [before] }).level).toBe('imminent');
    expect(detector.assess(text).level).not.toBe('imminent');
  });

  test('watched with another danger sign in one message is imminent', () => {
    const found = detector.assess('đừng gọi lại cho em, nó dọa giết em');
    expect(found.signals.find((signal) => signal.code === 'H18')?.level).toBe('imminent');
  });
});

test.each([
  'nhầm số ạ',
  'không có gì đâu',
  'em gửi lộn',
  'thôi không sao đâu',
  'khong co gi dau',
  'never mind',
])('%s takes back what was said', (text) => {
  expect(detector.assess(text).retraction).toBe(true);
});

test.each(['em tưởng ổn rồi mà nó lại cầm dao đuổi em', 'nhầm rồi, nó đang bóp cổ em'])(
  '%s takes nothing back',
  (text) => {
    expect(detector.assess(text).retraction).toBe(false);
  },
);

test('ordinary talk takes nothing back', () => {
  expect(detector.assess('em cần người giúp').retraction).toBe(false);
});

describe('what cannot be read', () => {
  test.each([
    '😢',
    'hjkdd sld ;;kq',
    '!!!',
    'តើផ្សារបើកម៉ោងប៉ុន្មាន',
    '你好吗',
    'Sô Noâng nghieâp vaø phaùt trieån noâng thoân',
    'пожалуйста помогите',
  ])('%s is unreadable', (text) => {
    expect(detector.assess(text)).toMatchObject({ unreadable: true, level: 'none', categories: ['none'] });
  });
  test.each(['', '   ', 'em cần giúp', '12', 'hello', 'pizza', '😀😀😀', '👍'])('"%s" is not', (text) => {
    expect(detector.assess(text).unreadable).toBe(false);
  });
});

test('a cry between keys hit at random is heard', () => {
  expect(detector.assess('hjkl sdfg cứu em với nó đang đánh em kjhgf mnbvc wrtp')).toMatchObject({
    unreadable: false,
    level: 'imminent',
  });
});

describe('bad input', () => {
  test.each([
    ['a megabyte of one letter', 'a'.repeat(1_000_000)],
    ['64 KiB of stars', 'd*o '.repeat(16_384)],
    ['64 KiB of single letters', 'c h ế t '.repeat(8_192)],
    ['lone surrogates', '\ud800 em \udc00 sợ \ud83d'],
    ['control and bidi marks', '\u0000\u0001\u202e em\u202c \u200f sợ \ufeff'],
    ['mixed scripts', 'em សួស្តី привет 你好 sợ'],
    ['one word over and over', 'dao '.repeat(16_384)],
    ['combining marks without letters', '\u0301'.repeat(10_000)],
  ])('%s gets a verdict in bounded processor time', { timeout: 60_000 }, (_, text) => {
    const before = process.threadCpuUsage();
    expect(categories).toEqual(expect.arrayContaining([...detector.assess(text).categories]));
    const { user, system } = process.threadCpuUsage(before);
    expect(user + system).toBeLessThan(5_000_000);
  });
});

const share = <T>(items: readonly T[], is: (item: T) => boolean): number =>
  items.filter(is).length / items.length;

describe('a sentence sent in pieces', () => {
  test.each([
    ['chồng em cầm', 'dao đuổi em'],
    ['nó nhốt con', 'trong phòng từ sáng tới giờ không cho ra'],
    ['ong ay bop', 'co em den ngat xiu'],
  ])('"%s" and "%s" are as grave as in one message', (first, second) => {
    const whole = detector.assess(`${first} ${second}`).level;
    expect(isAtLeast(whole, 'high')).toBe(true);
    const { signals: previous } = detector.assess(first);
    expect(isAtLeast(detector.assess(second, { previous, heard: heardWith('', first) }).level, whole)).toBe(
      true,
    );
  });

  test('harmless words after a danger add nothing that was not there', () => {
    const danger = 'chồng em cầm dao đuổi em';
    const { signals: previous } = detector.assess(danger);
    expect(detector.assess('dạ vâng ạ', { previous, heard: danger }).signals).toEqual([]);
  });

  test('only her last words are kept, cut between words', () => {
    const kept = heardWith('đầu tiên '.repeat(100), 'sau cùng');
    expect(kept.length).toBeLessThanOrEqual(limits.heardLength);
    expect(kept.startsWith('đầu') || kept.startsWith('tiên')).toBe(true);
    expect(kept.endsWith('sau cùng')).toBe(true);
    expect(heardWith('', 'a'.repeat(10_000)).length).toBeLessThanOrEqual(limits.heardLength);
  });
});

describe('a cry', () => {
  test.each([
    'cứu mạng!!!',
    'cấp cứu',
    'bớ người ta',
    'ét o ét',
    'ối giời ơi làng nước ơi',
    'cứu tôi '.repeat(5900),
  ])('%.30s is imminent', (text) => {
    expect(levelOf(text)).toBe('imminent');
  });
});

describe('Khmer and Hmong (unreviewed: they only raise)', () => {
  test.each<[string, RiskLevel]>([
    ['ជួយខ្ញុំផង', 'imminent'],
    ['គាត់កំពុងវាយខ្ញុំ', 'imminent'],
    ['pab kuv os', 'imminent'],
    ['nws tab tom ntaus kuv', 'imminent'],
    ['kuv txiv tsev tuav riam hais tias yuav tua kuv', 'imminent'],
  ])('%s is %s', (text, level) => {
    expect(detector.assess(text).level).toBe(level);
  });

  test.each([
    ['chồng em hay đánh em', { unreadable: true, level: 'none' }],
    ['chồng em đang cầm dao đuổi em', { unreadable: false, level: 'imminent' }],
  ])('after "%s" Khmer that nobody could read stays so, unless the whole is imminent', (heard, expected) => {
    const khmer = 'ជំរាបសួរ តើផ្សារបើកម៉ោងប៉ុន្មាន';
    expect(detector.assess(khmer, { previous: [], heard })).toMatchObject(expected);
  });

  test('Khmer without a word of danger has to be read by a person; plain Hmong is nothing', () => {
    expect(detector.assess('ជំរាបសួរ តើផ្សារបើកម៉ោងប៉ុន្មាន').unreadable).toBe(true);
    expect(detector.assess('nyob zoo, kuv xav nug lub khw qhib thaum twg').level).toBe('none');
  });
});
