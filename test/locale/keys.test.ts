import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { staffRoles } from '../../src/app/ports.ts';
import { undeliveredNotes } from '../../src/conversation/channel-turn.ts';
import { auditActions } from '../../src/conversation/effect.ts';
import { fixedButtons, type Inbound } from '../../src/conversation/inbound.ts';
import { type TimerKind, timerKinds } from '../../src/conversation/turn-event.ts';
import type { SystemKey } from '../../src/locale/system-keys.ts';
import { custodyStates } from '../../src/machine/custody-types.ts';
import { categories } from '../../src/risk/category.ts';
import { riskLevels } from '../../src/risk/level.ts';
import { triggers } from '../../src/risk/trigger.ts';
import { apiErrors, refusals } from '../../src/wire/console.ts';
import { textsOf } from '../support/catalogue.ts';

const system = textsOf('vi', 'system');
const consoles = { vi: textsOf('vi', 'console'), en: textsOf('en', 'console') };

/** What staff read of the program's own lists: prefix in the console catalogue and its members. */
const lists: readonly (readonly [string, readonly string[]])[] = [
  ['trigger', Object.keys(triggers)],
  ['category', categories],
  ['level', riskLevels],
  ['role', staffRoles],
  ['audit', auditActions],
  ['talk.owner', custodyStates],
  ['error', apiErrors],
  ['refused', refusals],
];
const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** Notes are named where they are written: every `note(draft, '…'` of a turn. */
const notes = readdirSync(source('conversation'))
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => [
    ...readFileSync(source(`conversation/${name}`), 'utf8').matchAll(
      /\bnote\(\s*draft,\s*(?:[^'()]*\? )?'([a-z.-]+)'(?: : '([a-z.-]+)')?/g,
    ),
  ])
  .flatMap(([, ...names]) => names.filter((name) => name !== undefined));

/** Guards of the word rules, by the name under which they are told. */
const guards = Object.keys(
  (
    parse(readFileSync(source('risk/rules/lexicon/guards.yaml'), 'utf8')) as {
      guards: Record<string, unknown>;
    }
  ).guards,
);

const media = ['picture', 'voice', 'video', 'sticker', 'file', 'location', 'other'] satisfies MediaKind[];
type MediaKind = Extract<Inbound, { kind: 'media' }>['media'];

const rows = lists.flatMap(([prefix, members]) => members.map((member) => `${prefix}.${member}`));

describe('everything with a name has a text', () => {
  test('the lists are not empty', () => {
    expect(rows.length).toBeGreaterThan(120);
    expect(notes.length).toBeGreaterThan(15);
    expect(guards.length).toBeGreaterThan(10);
  });

  test.each([
    ...new Set(notes.map((name) => `note.${name}`)),
    ...media.map((kind) => `note.media.${kind}`),
    ...['released', 'returned', ...Object.values(undeliveredNotes)].map((name) => `note.${name}`),
    ...['doubt', 'idiom', ...guards].map((name) => `guard.${name}`),
  ])('%s for staff', (key) => {
    expect(consoles.vi[key]).toBeTruthy();
    expect(consoles.en[key]).toBeTruthy();
  });

  test.each(rows)('%s for staff, in Vietnamese and English', (key) => {
    expect(consoles.vi[key]).toBeTruthy();
    expect(consoles.en[key]).toBeTruthy();
  });

  test('no two triggers are explained by the same words', () => {
    for (const texts of Object.values(consoles)) {
      const explained = Object.keys(triggers).map((id) => texts[`trigger.${id}`]);
      expect(new Set(explained).size).toBe(explained.length);
    }
  });

  test.each(fixedButtons)('button %s has a label', (button) => {
    expect(system[`button.${button}`]).toBeTruthy();
  });

  test('the label of a button is short', () => {
    const labels = Object.entries(system).filter(([key]) => key.startsWith('button.'));
    expect(labels.filter(([, text]) => text.length > 24)).toEqual([]);
  });
});

/** What the person reads when a clock runs out; null where only staff are told. */
const saidWhen: Readonly<Record<TimerKind, SystemKey | null>> = {
  'accept.60': 'system:wait.late',
  'accept.120': null,
  'accept.180': null,
  'accept.210': null,
  'accept.300': 'system:wait.late',
  'accept.360': null,
  'accept.600': null,
  'accept.900': null,
  'first-message': 'system:human.silent',
  'code-card': 'system:sos.unknown',
  'imminent-card': 'system:sos.unknown',
  'flow-silence': null,
  rest: null,
  outside: null,
  offer: null,
  'sos-unseen': 'system:human.silent',
};

test('every clock that speaks has its words', () => {
  expect(Object.keys(saidWhen).sort()).toEqual([...timerKinds].sort());
  const spoken = Object.values(saidWhen).filter((key) => key !== null);
  expect(spoken.filter((key) => !system[key.slice('system:'.length)])).toEqual([]);
  expect(spoken).toHaveLength(6);
});
