import { readdirSync, readFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { stepKinds } from '../../src/flow/steps/registry.ts';
import { runFlowChat } from '../../src/flow-chat-command.ts';
import { loadFlows } from '../../src/flows-on-disk.ts';
import type { FlowShelf } from '../../src/simulator/flow-chat.ts';
import { linesOfTranscript, playTranscript } from '../../src/simulator/flow-transcript.ts';

const folder = fileURLToPath(new URL('talks/', import.meta.url));
const talks = readdirSync(folder).filter((name) => name.endsWith('.txt'));
const flows = { kinds: loadFlows(folder), shipped: loadFlows() };

/** A talk's file begins with its flow: `safety-plan-reads.txt`. */
const flowOf = (talk: string): string =>
  ['kinds', ...flows.shipped.plans.map((plan) => plan.flow)].find((flow) => talk.startsWith(`${flow}-`)) ??
  talk;

function shelfFor(talk: string): FlowShelf {
  const flow = flowOf(talk);
  const { library } = flow === 'kinds' ? flows.kinds : flows.shipped;
  const texts = library.current(flow)?.texts ?? {};
  const borrowed: Record<string, string> = {
    'system:button.unsure': 'Không chắc',
    'system:button.skip': 'Bỏ qua',
  };
  return { library, flow, textOf: (key) => texts[key] ?? borrowed[key] ?? key };
}

interface Run {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

async function run(args: readonly string[], typed = ''): Promise<Run> {
  const written = { out: '', error: '' };
  const into = (name: 'out' | 'error') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString('utf8');
        done();
      },
    });
  const status = await runFlowChat(args, {
    input: Readable.from([typed]),
    output: into('out'),
    error: into('error'),
  });
  return { status, ...written };
}

describe('saved talks go as they are written', () => {
  test.each(talks)('%s', async (name) => {
    const text = readFileSync(`${folder}${name}`, 'utf8');
    const [title = ''] = text.split('\n');
    const script = linesOfTranscript(text).map((line) => line.text);
    expect(script.length).toBeGreaterThan(0);
    const played = playTranscript(shelfFor(name), script);
    await expect(`${title}\n\n${played.join('\n')}\n`).toMatchFileSnapshot(`${folder}${name}`);
  });

  test('every shipped flow has two at least', () => {
    const counted = flows.shipped.plans.map(
      ({ flow }) => talks.filter((talk) => flowOf(talk) === flow).length,
    );
    expect(counted.length).toBeGreaterThan(10);
    expect(Math.min(...counted)).toBeGreaterThan(1);
  });

  test('the flow that talks go through has no error', () => {
    expect(flows.kinds.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each(Object.keys(stepKinds))('a talk goes through a step of the kind %s', (kind) => {
    const written = readFileSync(`${folder}kinds.yaml`, 'utf8');
    const frame = z.object({ steps: z.record(z.string(), z.record(z.string(), z.unknown())) });
    const document = z
      .intersection(frame, z.object({ sections: z.record(z.string(), frame) }))
      .parse(parse(written));
    const parts = [document, ...Object.values(document.sections)];
    const kinds = parts.flatMap(({ steps }) => Object.values(steps)).flatMap((step) => Object.keys(step));
    expect(kinds).toContain(kind);
  });
});

describe('hien flow chat', () => {
  test('talks over streams', async () => {
    const { status, out, error } = await run(['triage'], '3\n\n6\n@ help\n');
    expect([status, error]).toEqual([0, '']);
    expect(out.split('\n').slice(0, 4)).toEqual([
      '< Bây giờ bạn nhắn có tiện không?',
      '<   3 Nhắn được',
      '<   4 Nhắn được, em dưới 18 tuổi',
      '<   7 Không chắc',
    ]);
    expect(out).toContain('< Chuyện của bạn gần nhất với ý nào?');
  });

  /** One of each flow: that all go as they are written is shown above. */
  const some = [...new Map(talks.map((talk) => [flowOf(talk), talk] as const)).values()];

  test.each(some)('replays %s', async (name) => {
    const flow = flowOf(name) === 'kinds' ? `${folder}kinds.yaml` : flowOf(name);
    const { status, out, error } = await run([flow, '--script', `${folder}${name}`]);
    expect([status, error]).toEqual([0, '']);
    expect(out).toContain('lines as written');
  });

  test('shows the first difference and fails', async () => {
    const { status, error } = await run(['triage', '--script', `${folder}kinds-near.txt`]);
    expect(status).toBe(1);
    expect(error).toContain('kinds-near.txt:3');
    expect(error).toContain('written: < Chào bạn.');
    expect(error).toContain('given:   < Bây giờ bạn nhắn có tiện không?');
  });

  test.each<[string, readonly string[], number, string]>([
    ['no flow', [], 2, 'needs one FLOW'],
    ['two flows', ['triage', 'other'], 2, 'needs one FLOW'],
    ['a flow that does not exist', ['nothing'], 2, 'There is: after-assault'],
    ['a script that does not exist', ['triage', '--script', `${folder}none.txt`], 2, 'cannot be read'],
    ['a script without lines', ['triage', '--script', `${folder}kinds.yaml`], 1, 'holds no talk'],
    [
      'a broken flow',
      [fileURLToPath(new URL('../broken/dead-end.yaml', import.meta.url))],
      1,
      'dead-end.yaml:10:3 dead-end',
    ],
  ])('%s', async (_, args, status, message) => {
    const result = await run(args);
    expect(result.status).toBe(status);
    expect(result.error).toContain(message);
  });
});
