import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { FlowFile } from '../../src/flow/compile.ts';
import { type FlowRule, flowRules } from '../../src/flow/issue.ts';
import type { Surroundings } from '../../src/flow/lint/rule.ts';
import type { FlowIssue } from '../../src/flow/plan.ts';
import { readDocument } from '../../src/flow/read/document.ts';
import { sentenceOf } from '../../src/flow/sentences.ts';
import { stepKinds } from '../../src/flow/steps/registry.ts';
import { sourceHash } from '../../src/locale/source-hash.ts';
import { textsOf } from '../support/catalogue.ts';
import { compileText, flowText, planOf } from '../support/flows.ts';

const folder = new URL('../broken/', import.meta.url);
const yamlIn = (path: string): readonly string[] =>
  readdirSync(new URL(path, folder)).filter((name) => name.endsWith('.yaml'));
const files = yamlIn('.');
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const ruleOf = (name: string): FlowRule => name.split('.')[0] as FlowRule;

/** Flows and instruments that broken flows call. */
const called: readonly FlowFile[] = [
  ...yamlIn('with').map((name) => ({ name, text: textOf(`with/${name}`) })),
  ...yamlIn('with/instruments').map((name) => ({
    name: `instruments/${name}`,
    text: textOf(`with/instruments/${name}`),
  })),
];

const asked = 'example:first.choose';
const yes = 'example:first.options.one';
const english = (live: boolean, entries: Readonly<Record<string, string>>, source: string | null) => ({
  language: 'en',
  live,
  entries: Object.fromEntries(Object.entries(entries).map(([key, text]) => [key, { text, source }])),
});

/** What some rules judge a flow against. */
const around: Readonly<Record<string, Surroundings>> = {
  'hotline-stale.yaml': {
    hotlines: new Map([
      ['police', 'fresh'],
      ['old_line', 'hidden'],
    ]),
  },
  'hotline-unregistered.card.yaml': { hotlines: new Map([['police', 'fresh']]) },
  'translation-missing.yaml': { translations: [english(false, {}, null)] },
  'translation-unserved.yaml': { translations: [english(true, {}, null)] },
  'translation-stale.yaml': {
    translations: [english(true, { [asked]: 'What do you choose?', [yes]: 'Yes' }, 'older')],
  },
  'placeholder-mismatch.yaml': {
    translations: [
      english(true, { 'example:first.say': 'If urgent call {fire}.' }, sourceHash('Gấp thì gọi {police}.')),
    ],
  },
  'id-removed.yaml': {
    previous: [
      planOf(
        compileText(
          flowText(
            '  entry: { say: Chào bạn., next: gone }\n  gone: { say: Chào bạn., next: done }\n  done: { end: informed }\n',
          ).replace('start: first', 'start: entry'),
        ),
      ),
    ],
  },
};

/** The issues that a file says it has, in its own comments: `# 12:5 rule step: message`. */
const expectedOf = (text: string): string[] =>
  [...text.matchAll(/^# ((?:\S+ )?\d+:\d+ .*)$/gmu)].map(([, line]) => line ?? '');

const lineOf =
  (name: string) =>
  ({ file, line, column, rule, step, message }: FlowIssue): string =>
    `${file === name ? '' : `${file} `}${line}:${column} ${rule} ${step ?? '-'}: ${message}`;

const compiled = (name: string) => compileText(textOf(name), name, called, around[name]);

/** A breach that blocks stands alone among the errors; a lesser one may stand beside other lesser ones. */
const relevant = (name: string, issues: readonly FlowIssue[]): readonly FlowIssue[] =>
  issues.filter(({ severity, rule }) =>
    flowRules[ruleOf(name)] === 'error'
      ? severity === 'error'
      : rule === ruleOf(name) || severity === 'error',
  );

/** What a step is, as far as a broken file tells. */
function kindsOf(text: string, step: string): readonly string[] {
  const result = readDocument(text);
  const frame = z.object({ steps: z.record(z.string(), z.record(z.string(), z.unknown())) });
  const parsed = frame.safeParse(result.status === 'read' ? result.document.value : null);
  return Object.keys(parsed.data?.steps[step] ?? {});
}

describe('every broken flow gives exactly the issues it says', () => {
  test.each(files)('%s', (name) => {
    const result = compiled(name);
    const severity = flowRules[ruleOf(name)];
    const found = relevant(name, result.issues);
    expect(expectedOf(textOf(name)).length).toBeGreaterThan(0);
    expect(result.status).toBe(severity === 'error' ? 'broken' : 'compiled');
    expect(found.map(lineOf(name))).toEqual(expectedOf(textOf(name)));
    for (const issue of found) expect(issue).toMatchObject({ rule: ruleOf(name), severity });
  });
});

describe('an issue is told in both languages', () => {
  const issues = files.flatMap((name) => compiled(name).issues);

  test.each(['vi', 'en'] as const)('%s has the sentence of every issue', (language) => {
    expect(issues.length).toBeGreaterThan(files.length);
    for (const { key, params } of issues) {
      const sentence = sentenceOf(language, key, params);
      expect(sentence).not.toBe(key);
      expect(sentence).not.toMatch(/\{(?!police|polise|words)\w+\}/u);
    }
  });

  test('both catalogues hold the same keys', () => {
    expect(Object.keys(textsOf('vi', 'lint'))).toEqual(Object.keys(textsOf('en', 'lint')));
  });
});

describe('registered means tested', () => {
  test.each(Object.keys(flowRules))('the rule %s has a broken flow', (rule) => {
    expect(files.filter((name) => ruleOf(name) === rule)).not.toEqual([]);
  });

  test.each(Object.keys(stepKinds))('the step kind %s has a broken flow', (kind) => {
    const examples = files.filter((name) => {
      const text = textOf(name);
      return expectedOf(text).some((line) => kindsOf(text, / (\w+): /u.exec(line)?.[1] ?? '').includes(kind));
    });
    expect(examples).not.toEqual([]);
  });
});
