import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/flow/plan.ts';
import { loadFlows } from '../../src/flows-on-disk.ts';
import { isAtLeast, type RiskLevel, riskLevels } from '../../src/risk/level.ts';
import { visitedBy } from '../../src/simulator/flow-cover.ts';

const folder = fileURLToPath(new URL('talks/', import.meta.url));
const { plans, library } = loadFlows();
const isOfKinds = (name: string): boolean => name.startsWith('kinds-');
const talks = readdirSync(folder).filter((name) => name.endsWith('.txt') && !isOfKinds(name));
const textOf = (talk: string): string => readFileSync(`${folder}${talk}`, 'utf8');
const talksOf = ({ flow }: Plan): readonly string[] => talks.filter((name) => name.startsWith(`${flow}-`));

/** Steps that no saved conversation can come to, by `flow step`, each with its reason. There are none. */
const beyondReach: Readonly<Record<string, string>> = {};

/** Inherited steps and those of called flows are covered with the flows they stand in. */
const ownSteps = ({ steps }: Plan): readonly string[] =>
  Object.keys(steps).filter((step) => !step.startsWith('safety_') && !step.includes('__'));

function visitedIn(plan: Plan): ReadonlySet<string> {
  const labels = { ...plan.texts, 'system:button.unsure': 'Không chắc', 'system:button.skip': 'Bỏ qua' };
  const words = new Map<string, string>(Object.entries(labels));
  const shelf = { library, flow: plan.flow, textOf: (key: string) => words.get(key) ?? key };
  return new Set(talksOf(plan).flatMap((talk) => [...visitedBy(shelf, plan, textOf(talk))]));
}

describe('every step of every shipped flow stands in a saved conversation', () => {
  test('there are flows and talks', () => {
    expect(plans.length).toBeGreaterThan(10);
    expect(talks.length).toBeGreaterThan(60);
    expect(talks.filter((talk) => !plans.some(({ flow }) => talk.startsWith(`${flow}-`)))).toEqual([]);
  });

  test.each(plans.map((plan) => [plan.flow, plan] as const))('%s', (flow, plan) => {
    const visited = visitedIn(plan);
    const left = ownSteps(plan).filter((step) => !visited.has(step));
    expect(left).toEqual(left.filter((step) => beyondReach[`${flow} ${step}`] !== undefined));
  });
});

/** The lines of effects, and the gravest level that the talk marks. */
function effectsOf(text: string): { readonly lines: readonly string[]; readonly level: RiskLevel } {
  const lines = text.split('\n').filter((line) => line.startsWith('! '));
  const marked = lines.flatMap((line) => /^! risk (\w+)/u.exec(line)?.[1] ?? []);
  const level = riskLevels.findLast((each) => marked.includes(each)) ?? 'none';
  return { lines, level };
}

describe('a saved conversation says where it leads', () => {
  test.each(talks)('%s comes to an end, after danger by way of a person', (talk) => {
    const { lines, level } = effectsOf(textOf(talk));
    expect(lines.at(-1)).toMatch(/^! ended (?:informed|handed_off|silent|answered)$/u);
    expect(lines.filter((line) => /^! (?:ignored|refused)/u.test(line))).toEqual([]);
    const last = lines.findLastIndex((line) => /^! risk (?:high|imminent)/u.test(line));
    const after = lines.slice(last + 1).some((line) => line.startsWith('! handoff'));
    expect(after || !isAtLeast(level, 'high')).toBe(true);
  });

  test('together they mark every level', () => {
    const levels = new Set(talks.map((talk) => effectsOf(textOf(talk)).level));
    expect([...levels].sort()).toEqual([...riskLevels].sort());
  });
});
