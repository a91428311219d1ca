import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { flowRules } from '../../src/flow/issue.ts';
import type { FlowIssue } from '../../src/flow/plan.ts';
import { readDocument } from '../../src/flow/read/document.ts';
import { stepKinds } from '../../src/flow/steps/registry.ts';
import { compileText } from '../support/flows.ts';

const folder = new URL('../broken/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

/** The issues that a file says it has, in its own comments: `# 12:5 rule step: message`. */
const expectedOf = (text: string): string[] =>
  [...text.matchAll(/^# (\d+:\d+ .*)$/gmu)].map(([, line]) => line ?? '');

const lineOf = ({ line, column, rule, step, message }: FlowIssue): string =>
  `${line}:${column} ${rule} ${step ?? '-'}: ${message}`;

/** What a step is, as far as a broken file tells. */
function kindsOf(text: string, step: string): readonly string[] {
  const result = readDocument(text);
  const frame = z.object({ steps: z.record(z.string(), z.record(z.string(), z.unknown())) });
  const parsed = frame.safeParse(result.status === 'read' ? result.document.value : null);
  return Object.keys(parsed.data?.steps[step] ?? {});
}

describe('every broken flow gives exactly the issues it says', () => {
  test.each(files)('%s', (name) => {
    const text = textOf(name);
    const result = compileText(text, name);
    expect(expectedOf(text).length).toBeGreaterThan(0);
    expect(result.status).toBe('broken');
    expect(result.issues.map(lineOf)).toEqual(expectedOf(text));
    expect(new Set(result.issues.map(({ rule }) => rule))).toEqual(new Set([name.split('.')[0]]));
    for (const issue of result.issues) expect(issue).toMatchObject({ file: name, severity: 'error' });
  });
});

describe('registered means tested', () => {
  test.each(flowRules)('the rule %s has a broken flow', (rule) => {
    expect(files.filter((name) => name.split('.')[0] === rule)).not.toEqual([]);
  });

  test.each(Object.keys(stepKinds))('the step kind %s has a broken flow', (kind) => {
    const examples = files.filter((name) => {
      const text = textOf(name);
      return expectedOf(text).some((line) => kindsOf(text, / (\w+): /u.exec(line)?.[1] ?? '').includes(kind));
    });
    expect(examples).not.toEqual([]);
  });
});
