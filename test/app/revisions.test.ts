import { afterEach, describe, expect, test, vi } from 'vitest';
import type { PublishOutcome } from '../../src/app/revisions.ts';
import type { ShippedFlows } from '../../src/app/revisions-living.ts';
import { liveRecords, revisionId, revisionRecords } from '../../src/app/revisions-records.ts';
import { talkOf } from '../../src/app/talk-of.ts';
import { compileFlow } from '../../src/flow/compile.ts';
import { shippedContent } from '../support/content.ts';
import { planOf } from '../support/flows.ts';
import { makeUniverse, newPerson, newStaff, type Universe, type Writer } from '../support/universe.ts';

const { shipped } = shippedContent();
const triage = shipped.files.find(({ name }) => name === 'triage.yaml')?.text ?? '';
const first = shipped.plans.find(({ flow }) => flow === 'triage');
const editor = { by: 'Hoa', staff: 'hoa', note: 'thử' };

// Every publication proves the whole flow.
vi.setConfig({ testTimeout: 120_000 });

let universe: Universe;
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

function edited(text: string, ...edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`“${from}” is not there`);
    return before.replace(from, to);
  }, text);
}

/** The story's question under another name, and who asks for somebody else meets a person. */
const renamed = edited(
  triage,
  ['\n  story:\n    choose', '\n  main_story:\n    was: story\n    choose'],
  [`when: '!known(story)', next: story }`, `when: '!known(story)', next: main_story }`],
  [
    "asking: { label: 'Hỏi giúp người khác, hỏi thông tin', negative: true, next: for_whom }",
    "asking: { label: 'Hỏi giúp người khác, hỏi thông tin', negative: true, next: person }",
  ],
);
const asTriage = (text: string) => [{ name: 'triage.yaml', text }];

/** Somebody who has answered so far, one digit after the other. */
async function talkAfter(digits: string): Promise<Writer> {
  const person = await newPerson(universe);
  await person.write('xin chào');
  for (const digit of digits) await person.write(digit);
  return person;
}

async function flowOf({ conversation }: Writer) {
  const row = await universe.store.conversation(conversation);
  if (row === null) throw new Error('no conversation');
  return talkOf(row, await universe.vault.open(conversation), null).flow;
}

const structureOf = async (person: Writer): Promise<string | null> =>
  (await universe.store.conversation(person.conversation))?.structure ?? null;

function published(outcome: PublishOutcome) {
  if (outcome.status !== 'published') throw new Error(JSON.stringify(outcome));
  return outcome.revisions;
}

const start = '';
const atDanger = '3';
const atStory = '36';
const atForWhom = '3666';

describe('a revision is published while people talk', () => {
  test('ten talks are open: nobody moves, the dry-run says who will, and they do at the checkpoint', async () => {
    universe = await makeUniverse();
    const [atStart, inDanger] = [await talkAfter(start), await talkAfter(atDanger)];
    const [inStory, forWhom] = [await talkAfter(atStory), await talkAfter(atForWhom)];
    const more: Writer[] = [];
    for (const digits of [start, start, atDanger, atDanger, atStory, atForWhom])
      more.push(await talkAfter(digits));
    const people = [atStart, inDanger, inStory, forWhom, ...more];
    expect((await flowOf(forWhom))?.at).toBe('for_whom');

    const [revision] = published(await universe.hien.revisions.publish(asTriage(renamed), editor));
    expect(revision).toMatchObject({
      flow: 'triage',
      impact: { total: 10, stay: 8, move: 0, cannot: 2, to: {} },
    });
    expect(revision?.structure).not.toBe(first?.structure);
    for (const person of people) expect(await structureOf(person)).toBe(first?.structure);

    await atStart.write('3');
    expect(await structureOf(atStart)).toBe(first?.structure);
    const asked = await inDanger.write('6');
    expect(asked.map(({ text }) => text).join('\n')).toContain('Chuyện của bạn gần nhất với ý nào?');
    expect(await flowOf(inDanger)).toMatchObject({ at: 'main_story', structure: revision?.structure });
    await inStory.write('3');
    expect(await structureOf(inStory)).toBe(revision?.structure);
    await forWhom.write('4');
    expect(await structureOf(forWhom)).toBe(first?.structure);
    expect(await structureOf(await talkAfter(start))).toBe(revision?.structure);
  });

  test('a restart keeps it: what is live, who stands where, and the history', async () => {
    universe = await makeUniverse();
    const inDanger = await talkAfter(atDanger);
    const [revision] = published(await universe.hien.revisions.publish(asTriage(renamed), editor));
    await universe.restart();
    expect(await structureOf(inDanger)).toBe(first?.structure);
    await inDanger.write('6');
    expect(await flowOf(inDanger)).toMatchObject({ at: 'main_story', structure: revision?.structure });
    const kept = await liveRecords(universe).get('triage');
    expect(kept?.value).toMatchObject({
      structure: revision?.structure,
      shipped: { structure: first?.structure },
      history: [
        { structure: revision?.structure, origin: 'published', by: 'Hoa', note: 'thử' },
        { structure: first?.structure, origin: 'shipped', by: null },
      ],
    });
    const stored = await revisionRecords(universe).get(
      revisionId('triage', revision ?? { structure: '', copy: '' }),
    );
    expect(stored?.value).toMatchObject({ source: renamed, impact: { total: 1, stay: 1 } });
    const audit = await universe.store.audit(20);
    expect(audit.find(({ action }) => action === 'flow-published')).toMatchObject({
      by: 'hoa',
      pseudonym: null,
    });
  });

  test('an old structure stays ready as long as somebody stands on it, and every one stays in the history', async () => {
    universe = await makeUniverse();
    const onFirst = await talkAfter(start);
    for (const minutes of ['31m', '32m', '33m', '34m']) {
      const text = edited(triage, ['silence: { after: 30m', `silence: { after: ${minutes}`]);
      published(await universe.hien.revisions.publish(asTriage(text), editor));
    }
    await universe.restart();
    expect((await onFirst.write('3')).map(({ text }) => text).join('\n')).toContain('Ngay lúc này');
    expect(await structureOf(onFirst)).toBe(first?.structure);
    const history = (await liveRecords(universe).get('triage'))?.value.history ?? [];
    expect(history).toHaveLength(5);
    for (const ref of history)
      expect(await revisionRecords(universe).get(revisionId('triage', ref))).not.toBeNull();
  });

  test('words alone reach those who are inside at once; talks on an older structure keep their own', async () => {
    universe = await makeUniverse();
    const onOld = await talkAfter(start);
    published(await universe.hien.revisions.publish(asTriage(renamed), editor));
    const onNew = await talkAfter(start);
    const question = 'Ngay lúc này có chuyện nào dưới đây không?';
    const reworded = edited(renamed, [question, 'Bây giờ có chuyện nào dưới đây không?']);
    const [revision] = published(await universe.hien.revisions.publish(asTriage(reworded), editor));
    expect(revision?.impact).toBeNull();
    const read = async (person: Writer): Promise<string> =>
      (await person.write('3')).map(({ text }) => text).join('\n');
    expect(await read(onNew)).toContain('Bây giờ có chuyện nào dưới đây không?');
    expect(await read(onOld)).toContain(question);
  });

  test('a title alone goes live as well, and stays after a restart', async () => {
    universe = await makeUniverse();
    const titled = edited(triage, ['\ntitle: ', '\ntitle: Mới, ']);
    const [revision] = published(await universe.hien.revisions.publish(asTriage(titled), editor));
    expect(revision).toMatchObject({ structure: first?.structure, copy: first?.copy, impact: null });
    expect(await universe.hien.revisions.publish(asTriage(titled), editor)).toEqual({ status: 'unchanged' });
    await universe.restart();
    expect(await universe.hien.revisions.publish(asTriage(titled), editor)).toEqual({ status: 'unchanged' });
    expect(published(await universe.hien.revisions.publish(asTriage(triage), editor))).toHaveLength(1);
  });

  test('a flow that others call goes live in them too', async () => {
    universe = await makeUniverse();
    const phone = shipped.files.find(({ name }) => name === 'phone-safety.yaml');
    const text = edited(phone?.text ?? '', ['tries: 2', 'tries: 3']);
    const outcome = published(
      await universe.hien.revisions.publish([{ name: 'phone-safety.yaml', text }], editor),
    );
    expect(outcome.map(({ flow }) => flow)).toEqual(expect.arrayContaining(['phone-safety', 'triage']));
  });
});

describe('what may not go live does not', () => {
  test.each<[string, string, object]>([
    ['what is live already', triage, { status: 'unchanged' }],
    ['a broken file', 'steps:\n\tfirst: 1\n', { status: 'refused', obstacles: [{ rule: 'schema' }] }],
  ])('%s', async (_, text, outcome) => {
    universe = await makeUniverse();
    expect(await universe.hien.revisions.publish(asTriage(text), editor)).toMatchObject(outcome);
    const kept = await liveRecords(universe).get('triage');
    expect(kept?.value).toMatchObject({ structure: first?.structure, history: [{ origin: 'shipped' }] });
  });

  test('danger that ends without a person, with the conversation that shows it', async () => {
    universe = await makeUniverse();
    const beaten = "beaten: { label: 'Đang bị đánh, bị rượt đuổi', risk: imminent, trigger: A2, next: ";
    const text = edited(triage, [`${beaten}person }`, `${beaten}safety_quiet_end }`]);
    const outcome = await universe.hien.revisions.publish(asTriage(text), editor);
    const obstacles = outcome.status === 'refused' ? outcome.obstacles : [];
    expect(obstacles.find(({ rule }) => rule === 'danger-no-human')).toMatchObject({
      step: 'danger',
      script: [],
    });
    expect(obstacles.find(({ rule }) => rule === 'P1')).toMatchObject({
      step: 'danger',
      script: ['> 3', '> 3'],
    });
    expect((await liveRecords(universe).get('triage'))?.version).toBe(1);
  });

  test('the inherited file and instruments are locked', async () => {
    universe = await makeUniverse();
    for (const name of ['_safety.yaml', 'instruments/hark.yaml', '../x.yaml'])
      expect(await universe.hien.revisions.publish([{ name, text: '' }], editor)).toEqual({
        status: 'locked',
        file: name,
      });
  });

  test('a step that is gone is told, as a warning', async () => {
    universe = await makeUniverse();
    const outcome = await universe.hien.revisions.tryOut(asTriage(edited(renamed, ['    was: story\n', ''])));
    expect(outcome).toMatchObject({ status: 'published' });
    const warnings = outcome.status === 'published' ? outcome.warnings : [];
    expect(warnings.find(({ rule }) => rule === 'id-removed')?.params).toEqual({ name: 'story' });
  });

  test('a dry-run keeps nothing', async () => {
    universe = await makeUniverse();
    expect(published(await universe.hien.revisions.tryOut(asTriage(renamed)))).toHaveLength(1);
    expect((await liveRecords(universe).get('triage'))?.version).toBe(1);
  });
});

describe('an unsafe structure is recalled', () => {
  test('everybody on it moves at once without a word, or goes to a person', async () => {
    universe = await makeUniverse();
    const lan = await newStaff(universe, 'Lan');
    const inDanger = await talkAfter(atDanger);
    const forWhom = await talkAfter(atForWhom);
    published(await universe.hien.revisions.publish(asTriage(renamed), editor));
    const elsewhere = await talkAfter(atStory);
    const live = await structureOf(elsewhere);
    const outcome = await universe.hien.revisions.recall('triage', first?.structure ?? '', editor);
    expect(outcome).toMatchObject({ status: 'recalled', impact: { total: 2, stay: 1, cannot: 1 } });
    await universe.settle();

    expect(await flowOf(inDanger)).toMatchObject({ at: 'danger', structure: live });
    expect(await inDanger.look()).toEqual([]);
    expect((await inDanger.write('6')).map(({ text }) => text).join('\n')).toContain('gần nhất với ý nào');
    expect(await flowOf(inDanger)).toMatchObject({ at: 'main_story' });

    expect(await flowOf(forWhom)).toBeNull();
    const told = (await forWhom.look()).map(({ text }) => text).join('\n');
    expect(told).toContain('Chỗ này đang trục trặc');
    expect(await universe.store.queueEntry(forWhom.conversation)).toMatchObject({ holder: null });
    lan.beat();
    expect(await lan.do('claim-next', {})).toMatchObject({
      status: 'done',
      conversation: forWhom.conversation,
    });
    expect(await universe.hien.revisions.recall('triage', first?.structure ?? '', editor)).toEqual({
      status: 'already',
    });
    expect(await universe.hien.revisions.recall('triage', 'nothing', editor)).toEqual({ status: 'unknown' });
  });

  test('hours later nothing is said unasked; she is in the queue all the same', async () => {
    universe = await makeUniverse();
    const forWhom = await talkAfter(atForWhom);
    published(await universe.hien.revisions.publish(asTriage(renamed), editor));
    await universe.pass(6 * 60_000);
    await universe.hien.revisions.recall('triage', first?.structure ?? '', editor);
    await universe.settle();
    expect(await forWhom.look()).toEqual([]);
    expect(await universe.store.queueEntry(forWhom.conversation)).not.toBeNull();
  });

  test('the live one gives way to the newest that is sound; with nothing else it stays', async () => {
    universe = await makeUniverse();
    expect(await universe.hien.revisions.recall('triage', first?.structure ?? '', editor)).toEqual({
      status: 'nothing-else',
    });
    const [revision] = published(await universe.hien.revisions.publish(asTriage(renamed), editor));
    const person = await talkAfter(atDanger);
    expect(await structureOf(person)).toBe(revision?.structure);
    expect(await universe.hien.revisions.recall('triage', revision?.structure ?? '', editor)).toMatchObject({
      status: 'recalled',
      impact: { total: 1, stay: 1 },
    });
    await universe.settle();
    expect(await flowOf(person)).toMatchObject({ at: 'danger', structure: first?.structure });
    await universe.restart();
    expect(await structureOf(await talkAfter(start))).toBe(first?.structure);
  });
});

describe('a newer program', () => {
  const newer: ShippedFlows = {
    ...shipped,
    files: shipped.files.map((file) => (file.name === 'triage.yaml' ? { ...file, text: renamed } : file)),
    plans: shipped.plans.map((plan) =>
      plan.flow === 'triage'
        ? planOf(
            compileFlow(
              [...shipped.files.filter(({ name }) => name !== 'triage.yaml'), ...asTriage(renamed)],
              'triage.yaml',
            ),
          )
        : plan,
    ),
  };

  test('brings its own revision; talks of the older program go on where they were', async () => {
    let now = shipped;
    universe = await makeUniverse({ shipped: () => now });
    const [inDanger, atFirst] = [await talkAfter(atDanger), await talkAfter(start)];
    await universe.restart(() => {
      now = newer;
    });
    const next = newer.plans.find(({ flow }) => flow === 'triage');
    expect(await structureOf(await talkAfter(start))).toBe(next?.structure);
    expect((await atFirst.write('3')).map(({ text }) => text).join('\n')).toContain('Ngay lúc này');
    expect(await structureOf(atFirst)).toBe(first?.structure);
    await inDanger.write('6');
    expect(await flowOf(inDanger)).toMatchObject({ at: 'main_story', structure: next?.structure });
  });
});
