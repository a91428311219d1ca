import { evaluate } from '@marcbachmann/cel-js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGuard } from '../../src/flow/guards/compile.ts';
import { evaluateGuard, type Truth } from '../../src/flow/guards/evaluate.ts';
import type { PlanValue, PlanVariable } from '../../src/flow/plan.ts';

const variables = {
  where: { type: 'choice', of: ['near', 'far'], private: false },
  when: { type: 'choice', of: ['now', 'before'], private: false },
  seen: { type: 'flag', private: false },
  hours: { type: 'number', min: 3, max: 12, private: false },
  words: { type: 'text', private: false, share: false },
  place: { type: 'place', private: false, share: false },
} as const satisfies Record<string, PlanVariable>;

type Values = Readonly<Record<string, PlanValue>>;

function judge(source: string, values: Values): string {
  const result = compileGuard(source, variables);
  if (result.status === 'refused') return result.rule;
  return evaluateGuard(result.tree, (name) => (Object.hasOwn(values, name) ? values[name] : undefined));
}

describe('a condition with every variable set', () => {
  test.each<[string, Values, Truth]>([
    ['where == "near"', { where: 'near' }, 'true'],
    ['where == "near"', { where: 'far' }, 'false'],
    ['where != "near"', { where: 'unsure' }, 'true'],
    ['where == "skip"', { where: 'skip' }, 'true'],
    ['!(where == "near")', { where: 'near' }, 'false'],
    ['seen', { seen: true }, 'true'],
    ['seen == false', { seen: false }, 'true'],
    ['known(where) && seen', { where: 'near', seen: true }, 'true'],
    ['risk == "high" || risk == "imminent"', { risk: 'high' }, 'true'],
    ['risk == "high" || risk == "imminent"', { risk: 'medium' }, 'false'],
    ['where == "near" && (when == "now" || seen)', { where: 'near', when: 'before', seen: false }, 'false'],
    ['where == when', { where: 'near', when: 'now' }, 'false'],
    ['where in ["near", "unsure"]', { where: 'unsure' }, 'true'],
    ['where in ["near", "unsure"]', { where: 'far' }, 'false'],
    ['hours >= 4 && hours < 6.5', { hours: 6 }, 'true'],
    ['hours >= 4 && hours < 6.5', { hours: 7 }, 'false'],
    ['10 > hours', { hours: 10 }, 'false'],
    ['hours == 4', { hours: 4 }, 'true'],
    ['known(words)', { words: 'a' }, 'true'],
    ['(where == "near") == seen', { where: 'near', seen: true }, 'true'],
  ])('%s with %o is %s', (source, values, truth) => {
    expect(judge(source, values)).toBe(truth);
  });
});

describe('an unset variable makes a comparison unknown, never false', () => {
  test.each<[string, Values, Truth]>([
    ['where == "near"', {}, 'unknown'],
    ['where != "near"', {}, 'unknown'],
    ['!(where == "near")', {}, 'unknown'],
    ['seen', {}, 'unknown'],
    ['where == "near" || when == "now"', { when: 'now' }, 'true'],
    ['where == "near" || when == "now"', { when: 'before' }, 'unknown'],
    ['where == "near" && when == "now"', { when: 'before' }, 'false'],
    ['where in ["near"]', {}, 'unknown'],
    ['hours < 4', {}, 'unknown'],
    ['known(where)', {}, 'false'],
    ['!known(where)', {}, 'true'],
    ['known(where) && where == "near"', {}, 'false'],
    ['!known(where) || where == "near"', {}, 'true'],
  ])('%s with %o is %s', (source, values, truth) => {
    expect(judge(source, values)).toBe(truth);
  });
});

describe('what a condition may not hold', () => {
  test.each<[string, string]>([
    ['where.matches("(a+)+$")', 'op-not-allowed'],
    ['matches(where, "(a+)+$")', 'op-not-allowed'],
    ['where in where', 'op-not-allowed'],
    ['where in [when]', 'op-not-allowed'],
    ['where in ["nera"]', 'var-type'],
    ['where < "near"', 'var-type'],
    ['hours < seen', 'op-not-allowed'],
    ['hours + 1 > 2', 'op-not-allowed'],
    ['words == "a"', 'text-in-guard'],
    ['place == "22"', 'text-in-guard'],
    ['["near"].exists(x, x == where)', 'op-not-allowed'],
    ['where["constructor"] == "near"', 'op-not-allowed'],
    ['where.constructor == "near"', 'op-not-allowed'],
    ['seen ? seen : seen', 'op-not-allowed'],
    ['1 < 2', 'op-not-allowed'],
    ['-1 == 1', 'op-not-allowed'],
    ['where + "a" == "near"', 'op-not-allowed'],
    ['null == where', 'op-not-allowed'],
    ['{"a": 1} == where', 'op-not-allowed'],
    ['known("where")', 'op-not-allowed'],
    ['known(where, when)', 'op-not-allowed'],
    ['known()', 'op-not-allowed'],
    ['size(where) == 4.0', 'op-not-allowed'],
    ['constructor == "near"', 'var-undeclared'],
    ['known(nobody)', 'var-undeclared'],
    ['where == "nera"', 'var-type'],
    ['"nera" != where', 'var-type'],
    ['risk == "grave"', 'var-type'],
    ['where == true', 'var-type'],
    ['where', 'var-type'],
    ['where && seen', 'var-type'],
    ['where ==', 'guard-syntax'],
    ['', 'guard-syntax'],
    ['where = "near"', 'guard-syntax'],
    [`${'('.repeat(300)}seen${')'.repeat(300)}`, 'limits'],
  ])('%s is refused as %s', (source, rule) => {
    expect(judge(source, {})).toBe(rule);
  });

  test('any text at all is refused or judged, never thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'where=!&|()" known'.split('')) })),
        (source) => {
          expect(['checked', 'refused']).toContain(compileGuard(source, variables).status);
        },
      ),
    );
  });
});

describe('what a condition reads', () => {
  test.each<[string, readonly string[]]>([
    ['where == "near" && (when == "now" || where == "far")', ['when', 'where']],
    ['known(where) && seen', ['seen']],
    ['risk == "high"', []],
    ['true', []],
  ])('%s reads %o', (source, reads) => {
    expect(compileGuard(source, variables)).toMatchObject({ status: 'checked', reads });
  });
});

test('with every variable set the outcome is that of CEL itself', () => {
  const leaf = fc.constantFrom(
    'where == "near"',
    'when != "now"',
    'seen',
    'where == when',
    'true',
    'seen == false',
    'where in ["near", "skip"]',
    'hours < 7.0',
    '5.0 <= hours',
  );
  const { guard } = fc.letrec<{ guard: string }>((tie) => ({
    guard: fc.oneof(
      { depthSize: 'small' },
      leaf,
      tie('guard').map((inner) => `!(${inner})`),
      fc
        .tuple(tie('guard'), fc.constantFrom('&&', '||'), tie('guard'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
    ),
  }));
  const values = fc.record({
    where: fc.constantFrom('near', 'far', 'skip'),
    when: fc.constantFrom('now', 'before', 'near'),
    seen: fc.boolean(),
    hours: fc.integer({ min: 3, max: 12 }),
  });
  fc.assert(
    fc.property(guard, values, (source, set) => {
      fc.pre(source.length <= 400);
      expect(judge(source, set)).toBe(String(evaluate(source, set)));
    }),
  );
});
