import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { webLimits } from '../../../src/channel/web/limits.ts';
import { solves, taskOffice } from '../../../src/channel/web/proof-of-work.ts';
import { solve } from '../../../src/web/chat/proof-of-work.ts';

/* The work before a try to come back: cheap once, dear a thousand times. */

let now = 0;
let count = 0;
const office = () =>
  taskOffice(
    () => now,
    () => `task${String((count += 1))}`,
  );

test('what the page solves the server takes, once', async () => {
  const tasks = office();
  const { task, bits } = tasks.give();
  const answer = await solve({ task, bits });
  expect(createHash('sha256').update(`${task}.${answer}`).digest()[0]).toBe(0);
  expect(tasks.take(task, answer)).toBe(true);
  expect(tasks.take(task, answer)).toBe(false);
});

describe('not taken', () => {
  test.each([
    ['a wrong answer', (task: string) => [task, 'x'] as const],
    ['an unknown task', () => ['never given', '1'] as const],
  ])('%s', (_, tried) => {
    const tasks = office();
    const [task, answer] = tried(tasks.give().task);
    expect(solves(task, answer, webLimits.taskBits)).toBe(false);
    expect(tasks.take(task, answer)).toBe(false);
  });

  test('one that is too old', async () => {
    const tasks = office();
    const given = tasks.give();
    const answer = await solve(given);
    now += webLimits.taskMs + 1;
    expect(tasks.take(given.task, answer)).toBe(false);
  });
});

test('so many tasks are remembered and no more', async () => {
  const tasks = office();
  const first = tasks.give();
  for (let given = 0; given < webLimits.tasks; given += 1) tasks.give();
  expect(tasks.take(first.task, await solve(first))).toBe(false);
});
