import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFlow } from '../../src/flow/compile.ts';
import { flowLimits } from '../../src/flow/limits.ts';
import { proveFlow } from '../../src/flow/prove/prove.ts';
import { readDocument } from '../../src/flow/read/document.ts';
import { compileText, flowText, safetyFile, triageFile } from '../support/flows.ts';

const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]
${'bcdefghi'
  .split('')
  .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(', ')}]`)
  .join('\n')}
`;

/** Files that no person would write; each must end in issues, soon. */
const hostile: readonly (readonly [string, string])[] = [
  ['nothing at all', ''],
  ['a single word', 'hello'],
  ['a list', '- a\n- b\n'],
  ['an alias bomb', bomb],
  ['an anchor inside itself', 'a: &a [*a]\n'],
  ['brackets without end', '['.repeat(200_000)],
  ['lists in lists by dashes', `${'- '.repeat(50_000)}a\n`],
  [
    'maps in maps by indentation',
    Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  ],
  ['ten megabytes', `a: ${'x'.repeat(10_000_000)}`],
  ['tabs', 'steps:\n\tfirst: 1\n'],
  ['two documents', 'a: 1\n---\nb: 2\n'],
  ['a repeated name', 'a: 1\na: 2\n'],
  ['a name that is a list', '? [a, b]\n: 1\n'],
  ['a date and a binary', 'a: !!binary aGVsbG8=\nb: !!timestamp 2001-12-14\n'],
  ['names of object internals', flowText('  constructor: { end: informed }\n  __proto__: { end: silent }\n')],
  ['a thousand faults', Array.from({ length: 6_000 }, (_, index) => `\tb${String(index)}: x\n`).join('')],
  ['names without end', Array.from({ length: 6_500 }, (_, index) => `k${String(index)}: 1\n`).join('')],
  ['one name again and again', 'k: 1\n'.repeat(6_500)],
  ['more lines and signs than any flow has', '{'.concat('a: 1, '.repeat(15_000), '}')],
  [
    'anchors without end',
    Array.from({ length: 4_000 }, (_, index) => `a${String(index)}: &a${String(index)} x\n`).join(''),
  ],
  ['blank lines without end', '\n'.repeat(200_000)],
  ['yes and no for names', flowText('  yes: { end: informed }\n  no: { end: silent }\n')],
  [
    'steps without end',
    flowText(
      Array.from({ length: 3_000 }, (_, index) => `  s${String(index)}: { end: informed }\n`).join(''),
    ),
  ],
  ['zero bytes', '\u0000\u0000\u0000'],
  ['a lone surrogate', 'a: "\ud800"\n'],
];

describe('a file, however broken, ends in a list of issues', () => {
  test.each(hostile)(
    '%s',
    (_, text) => {
      const result = compileText(text);
      expect(result.status).toBe('broken');
      expect(result.issues.length).toBeGreaterThan(0);
      expect(result.issues.length).toBeLessThanOrEqual(flowLimits.issues);
      for (const { line, column } of result.issues) {
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
      }
    },
    30_000,
  );

  test.each(hostile)(
    '%s, in the place of an instrument or of the inherited file',
    (_, text) => {
      const example = {
        name: 'example.yaml',
        text: flowText(
          '  first: { instrument: hark, next: done, stopped: done, silence: { after: 30m, then: done } }\n  done: { end: informed }\n',
        ),
      };
      for (const name of ['instruments/hark.yaml', '_safety.yaml']) {
        const files = [safetyFile, example].filter((file) => file.name !== name);
        const result = compileFlow([...files, { name, text }], 'example.yaml');
        expect(result.status).toBe('broken');
        expect(result.issues.map(({ file }) => file)).toContain(name);
      }
    },
    30_000,
  );

  test('a flow whose situations multiply is bounded too: it cannot be proven, and says so', () => {
    const names = Array.from({ length: 16 }, (_, index) => index);
    const steps = names.map(
      (n) => `  ${n === 0 ? 'first' : `s${String(n)}`}:
    choose: Bạn chọn gì?
    save: v${String(n)}
    options:
      a: { label: Một, next: s${String(n + 1)} }
      b: { label: Hai, next: s${String(n + 1)} }
      c: { label: Ba, next: s${String(n + 1)} }
    no_match: { tries: 2, then: s${String(n + 1)} }
    silence: { after: 30m, then: safety_silence }
`,
    );
    const rules = names
      .map((n) => `      - { when: 'v${String(n)} == "a"', next: safety_person }\n`)
      .join('');
    const vars = names.map((n) => `  v${String(n)}: { type: choice, of: [a, b, c] }\n`).join('');
    const last = `  s16:\n    branch:\n${rules}    otherwise: done\n    unknown: done\n  done: { end: informed }\n`;
    const result = compileText(flowText(steps.join('') + last, `vars:\n${vars}`));
    if (result.status === 'broken') throw new Error(result.issues.map(({ message }) => message).join('\n'));
    const { breaches, situations } = proveFlow(result.plan);
    expect(breaches.map(({ key }) => key)).toContain('too-large');
    expect(situations).toBeLessThan(40_000);
  }, 30_000);

  test('triage cut anywhere never throws, and says where it is broken', () => {
    const { text } = triageFile;
    const cuts = Array.from({ length: 20 }, (_, index) => Math.floor((text.length * index) / 20));
    for (const cut of cuts) {
      const result = compileText(text.slice(0, cut), 'triage.yaml');
      expect(result.status, `cut at ${cut}`).toBe('broken');
      expect(result.issues.length).toBeGreaterThan(0);
    }
  });

  test('random damage never throws', () => {
    const { text } = triageFile;
    const damage = fc.record({
      at: fc.nat(text.length),
      length: fc.nat(200),
      into: fc.oneof(
        fc.string({ maxLength: 20 }),
        fc.constantFrom('\n', '\t', '{', '[', ': ', '*a', '&a ', '"', "'", '- '),
      ),
    });
    fc.assert(
      fc.property(damage, ({ at, length, into }) => {
        const result = compileText(text.slice(0, at) + into + text.slice(at + length), 'triage.yaml');
        expect(['compiled', 'broken']).toContain(result.status);
      }),
      { numRuns: 25 },
    );
  });

  test('any text at all never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(compileText(text).status).toBe('broken');
      }),
    );
  });

  test('a missing file and a missing inherited file are issues', () => {
    expect(compileFlow([safetyFile], 'none.yaml').issues).toMatchObject([
      { file: 'none.yaml', rule: 'schema' },
    ]);
    expect(compileFlow([triageFile], 'triage.yaml').issues).toMatchObject([
      { file: '_safety.yaml', rule: 'schema' },
    ]);
  });

  test('a fault in the inherited file names that file', () => {
    const broken = { name: '_safety.yaml', text: safetyFile.text.replace('end: informed', 'end: never') };
    const example = { name: 'example.yaml', text: flowText('  first: { end: informed }\n') };
    const { issues } = compileFlow([broken, example], 'example.yaml');
    expect(issues).toMatchObject([
      { file: '_safety.yaml', flow: '_safety', rule: 'schema', step: 'safety_informed' },
    ]);
  });

  test('the file limit is counted in characters', () => {
    const long = readDocument('x'.repeat(flowLimits.fileCharacters + 1));
    expect(long).toMatchObject({ status: 'unreadable', problems: [{ rule: 'limits' }] });
    expect(readDocument('x'.repeat(flowLimits.fileCharacters)).status).toBe('read');
  });
});

describe('positions', () => {
  test('an issue stands where the fault is written', () => {
    const text = flowText('  first: { say: Chào bạn, next: done }\n  done:\n    end: nowhere\n');
    expect(compileText(text).issues).toMatchObject([{ rule: 'schema', line: 10, column: 5, step: 'done' }]);
  });

  test('a missing part is placed at the nearest part that exists', () => {
    const text = flowText('  first: { say: Chào bạn }\n');
    expect(compileText(text).issues).toMatchObject([
      { rule: 'exit-missing', line: 8, column: 3, step: 'first' },
    ]);
  });
});
