/* oxlint-disable unicorn/no-thenable -- `then` is a word of the file format; it holds a name, never a function */
import { parse, stringify } from 'yaml';
import { compileFlow, type FlowFile } from '../../src/flow/compile.ts';
import type { Surroundings } from '../../src/flow/lint/rule.ts';
import type { Plan } from '../../src/flow/plan.ts';
import { proveFlow } from '../../src/flow/prove/prove.ts';
import { flowNames, readFlowFiles } from '../../src/flows-on-disk.ts';
import { sourceHash } from '../../src/locale/source-hash.ts';

/*
 * Plants faults in the shipped flows and counts those that linter and prover catch.
 * `node test/flow/mutation.ts [sites]` prints the table; `sites` limits the places of one kind in one flow.
 */

type Node = Record<string, unknown>;
interface Flow extends Node {
  id: string;
  start: string;
  vars?: Record<string, Node>;
  steps: Record<string, Node>;
}

/** One place where a fault can be planted: changes a fresh copy of the file. */
type Site = (flow: Flow) => void;

interface Fault {
  readonly kind: string;
  readonly sites: (flow: Flow) => readonly Site[];
}

export interface Survivor {
  readonly kind: string;
  readonly flow: string;
  readonly site: number;
}

export interface MutationReport {
  readonly mutants: number;
  readonly kinds: number;
  readonly byKind: ReadonlyMap<string, { readonly planted: number; readonly caught: number }>;
  readonly survivors: readonly Survivor[];
}

/** Why a kind of fault may survive: what a program cannot know, and who looks at it instead. */
export const explained: Readonly<Record<string, string>> = {
  'answers swapped':
    'Both answers still lead somewhere sound; which one means what only a reader knows. The sentence diff and the saved conversations show it to the second reviewer.',
  'mark removed':
    'Which answer proves danger is the safety lead’s decision. Where the rest of the flow holds without the mark, only the diff (“danger answers removed: 1”) shows it; a claim about the answer catches it.',
  'way to a person cut':
    'A flow that proves no danger itself owes nobody a person; where another flow calls it, P1 is proven with the caller.',
  "a child's label dropped":
    'Where neither label names a grown-up, only a reader knows that a child needs other words. The record of the second reading then stands for a text that is gone, which `reviews.test.ts` refuses.',
  'waiting time changed': 'Any length is sound; times are for the clinical lead to sign.',
};

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const stepsOf = (flow: Flow, kind: string): readonly [string, Node][] =>
  Object.entries(flow.steps).filter(([, step]) => Object.hasOwn(step, kind));
const at = (flow: Flow, step: string): Node => flow.steps[step] as Node;
const optionsOf = (step: Node): Record<string, Node> =>
  (isNode(step['options']) ? step['options'] : {}) as Record<string, Node>;

/** One site for each step of a kind. */
const eachStep =
  (kind: string, change: (step: Node, flow: Flow, id: string) => void): Fault['sites'] =>
  (flow) =>
    stepsOf(flow, kind).map(
      ([id]) =>
        (copy) =>
          change(at(copy, id), copy, id),
    );

/** One site for each answer that a test of it admits. */
const eachOption =
  (
    admits: (option: Node) => boolean,
    change: (option: Node, flow: Flow, step: string, name: string) => void,
  ): Fault['sites'] =>
  (flow) =>
    stepsOf(flow, 'choose').flatMap(([id, step]) =>
      Object.entries(optionsOf(step))
        .filter(([, option]) => admits(option))
        .map(
          ([name]) =>
            (copy: Flow) =>
              change(optionsOf(at(copy, id))[name] as Node, copy, id, name),
        ),
    );

const isGrave = (option: Node): boolean => option['risk'] === 'high' || option['risk'] === 'imminent';
const isLabelled = (option: Node): boolean => typeof option['label'] === 'string';
const quietEnd = 'safety_quiet_end';
const rulesOf = (step: Node): Node[] => (Array.isArray(step['branch']) ? (step['branch'] as Node[]) : []);

const eachRule =
  (admits: (rule: Node) => boolean, change: (rule: Node, step: Node) => void): Fault['sites'] =>
  (flow) =>
    stepsOf(flow, 'branch').flatMap(([id, step]) =>
      rulesOf(step).flatMap((rule, index) =>
        admits(rule) ? [(copy: Flow) => change(rulesOf(at(copy, id))[index] as Node, at(copy, id))] : [],
      ),
    );

const firstWords = (words: unknown): string => (Array.isArray(words) ? String(words[0]) : String(words));

/** Every kind of fault that is planted. */
export const faults: readonly Fault[] = [
  { kind: 'danger to a quiet end', sites: eachOption(isGrave, (option) => void (option['next'] = quietEnd)) },
  {
    kind: 'danger to kind words',
    sites: eachOption(isGrave, (option, flow) => {
      option['next'] = 'kind_words';
      flow.steps['kind_words'] = { say: 'Bạn giữ gìn nhé.', next: quietEnd };
    }),
  },
  { kind: 'danger rule to an end', sites: eachRule(isGrave, (rule) => void (rule['next'] = quietEnd)) },
  {
    kind: 'way to a person cut',
    sites: eachRule(
      ({ next, when }) => /person/u.test(String(next)) && /risk/u.test(String(when)),
      (rule) => void (rule['next'] = quietEnd),
    ),
  },
  {
    kind: 'level lowered beside its trigger',
    sites: eachOption(isGrave, (option) => void (option['risk'] = 'medium')),
  },
  { kind: 'trigger without a level', sites: eachOption(isGrave, (option) => void delete option['risk']) },
  {
    kind: 'mark removed',
    sites: eachOption(isGrave, (option) => {
      delete option['risk'];
      delete option['trigger'];
    }),
  },
  { kind: 'silence dropped', sites: eachStep('choose', (step) => void delete step['silence']) },
  { kind: 'not understood dropped', sites: eachStep('choose', (step) => void delete step['no_match']) },
  {
    kind: 'not understood to a quiet end',
    sites: eachStep('choose', (step) => void (step['no_match'] = { tries: 2, then: quietEnd })),
  },
  {
    kind: 'silence that speaks',
    sites: eachStep('choose', (step, flow) => {
      flow.steps['loud'] = { say: 'Bạn còn đó không?', next: quietEnd };
      step['silence'] = { after: '30m', then: 'loud' };
    }),
  },
  {
    kind: 'waiting time changed',
    sites: eachStep(
      'choose',
      (step) => void (step['silence'] = { ...(step['silence'] as Node), after: '1h' }),
    ),
  },
  { kind: 'unavailable dropped', sites: eachStep('handoff', (step) => void delete step['unavailable']) },
  { kind: 'accepted dropped', sites: eachStep('handoff', (step) => void delete step['accepted']) },
  {
    kind: 'nobody there and no number',
    sites: eachStep('handoff', (step) => void (step['unavailable'] = quietEnd)),
  },
  {
    kind: 'nobody there and asked again',
    sites: eachStep('handoff', (step, _, id) => void (step['unavailable'] = id)),
  },
  {
    kind: 'shared variable that is not there',
    sites: eachStep('handoff', (step) => void (step['handoff'] = { share: ['nothing'] })),
  },
  {
    kind: 'target that is not there',
    sites: eachOption(
      () => true,
      (option) => void (option['next'] = 'nowhere'),
    ),
  },
  {
    kind: 'step renamed',
    sites: eachStep('choose', (step, flow, id) => {
      delete flow.steps[id];
      flow.steps[`${id}_new`] = step;
    }),
  },
  {
    kind: 'exit shadowed',
    sites: eachStep(
      'choose',
      (step) => void (optionsOf(step)['leave'] = { label: 'Rời đi', next: quietEnd }),
    ),
  },
  {
    kind: 'loop without input',
    sites: (flow) =>
      [...stepsOf(flow, 'say'), ...stepsOf(flow, 'set')].map(
        ([id]) =>
          (copy) =>
            void (at(copy, id)['next'] = id),
      ),
  },
  {
    kind: 'trap',
    sites: eachStep('choose', (step, _, id) => {
      for (const option of Object.values(optionsOf(step))) option['next'] = id;
      step['no_match'] = { tries: 2, then: id };
      step['silence'] = { after: '30m', then: id };
    }),
  },
  {
    kind: 'unset variable in a guard',
    sites: eachRule(
      (rule) => /==/u.test(String(rule['when'])) && !/known|risk/u.test(String(rule['when'])),
      (_, step) => void delete step['unknown'],
    ),
  },
  {
    kind: 'undeclared variable in a guard',
    sites: eachRule(
      () => true,
      (rule) => void (rule['when'] = 'nothing == "here"'),
    ),
  },
  {
    kind: 'misspelt value in a guard',
    sites: eachRule(
      (rule) => /"[a-z_]+"/u.test(String(rule['when'])),
      (rule) => void (rule['when'] = String(rule['when']).replace(/"([a-z_]+)"/u, '"$1x"')),
    ),
  },
  {
    kind: 'guard that is always true',
    sites: eachRule(
      () => true,
      (rule) => void (rule['when'] = 'true'),
    ),
  },
  {
    kind: 'guard with a pattern',
    sites: eachRule(
      () => true,
      (rule) => void (rule['when'] = 'risk.matches("(a+)+")'),
    ),
  },
  {
    kind: 'unlisted number',
    sites: eachStep('choose', (step) => void (step['choose'] = `${firstWords(step['choose'])} 0912 345 678`)),
  },
  {
    kind: 'misspelt placeholder',
    sites: eachStep('choose', (step) => void (step['choose'] = `${firstWords(step['choose'])} {polise}`)),
  },
  { kind: 'empty text', sites: eachStep('choose', (step) => void (step['choose'] = ' ')) },
  { kind: 'label missing', sites: eachOption(isLabelled, (option) => void delete option['label']) },
  { kind: 'label that is a code', sites: eachOption(isLabelled, (option) => void (option['label'] = 'Cứu')) },
  {
    kind: 'two answers alike',
    sites: eachStep('choose', (step) => {
      const [first, second] = Object.values(optionsOf(step)).filter(isLabelled);
      if (second !== undefined) second['label'] = first?.['label'];
    }),
  },
  {
    kind: 'answers swapped',
    sites: eachStep('choose', (step) => {
      const [first, second] = Object.values(optionsOf(step));
      if (first === undefined || second === undefined) return;
      [first['next'], second['next']] = [second['next'], first['next']];
    }),
  },
  {
    kind: 'five answers',
    sites: eachStep('choose', (step) => {
      const options = optionsOf(step);
      for (const name of ['fifth', 'sixth', 'seventh', 'eighth'])
        options[name] = { label: name, next: quietEnd };
    }),
  },
  {
    kind: 'too many tries',
    sites: eachStep('choose', (step) => void (step['no_match'] = { tries: 99, then: quietEnd })),
  },
  { kind: 'saved nowhere', sites: eachStep('choose', (step) => void (step['save'] = 'nothing')) },
  {
    kind: 'telling first words',
    sites: eachStep('say', (step) => void (step['say'] = 'Bạo lực gia đình là sai.')),
  },
  { kind: 'text without end', sites: eachStep('choose', (step) => void (step['choose'] = 'a '.repeat(600))) },
  { kind: 'outcome that is not there', sites: eachStep('end', (step) => void (step['end'] = 'finished')) },
  {
    kind: 'private value shown',
    sites: (flow) => {
      const [name] = Object.entries(flow.vars ?? {}).find(([, one]) => one['private'] === true) ?? [];
      return name === undefined
        ? []
        : stepsOf(flow, 'choose').map(
            ([id]) =>
              (copy: Flow) =>
                void (at(copy, id)['choose'] = `Bạn chọn {${name}}?`),
          );
    },
  },
  {
    kind: 'card of an unknown line',
    sites: eachStep('say', (step) => void (step['cards'] = 'hotline/nobody')),
  },
  {
    kind: 'unknown kind of service',
    sites: eachStep('lookup', (step) => void (step['where'] = { kind: 'sheltre' })),
  },
  { kind: 'failed dropped', sites: eachStep('lookup', (step) => void delete step['failed']) },
  { kind: 'call of nothing', sites: eachStep('call', (step) => void (step['call'] = 'nothing')) },
  { kind: 'call of itself', sites: eachStep('call', (step, flow) => void (step['call'] = flow.id)) },
  { kind: 'outcome dropped', sites: eachStep('call', (step) => void (step['outcomes'] = {})) },
  { kind: 'start that is not there', sites: () => [(flow) => void (flow.start = 'nowhere')] },
  {
    kind: 'truth word as a name',
    sites: eachStep('choose', (step) => void (optionsOf(step)['yes'] = { label: 'Vâng', next: quietEnd })),
  },
  {
    kind: 'inherited step redefined',
    sites: () => [(flow) => void (flow.steps['safety_nobody'] = { end: 'informed' })],
  },
  { kind: 'unknown property', sites: eachStep('choose', (step) => void (step['then'] = 'nowhere')) },
  { kind: 'two kinds at once', sites: eachStep('choose', (step) => void (step['say'] = 'Chào bạn.')) },
  {
    kind: "a child's label dropped",
    sites: eachOption(
      (option) => typeof option['child'] === 'string',
      (option) => void delete option['child'],
    ),
  },
  {
    kind: "a child's words dropped",
    sites: (flow) =>
      stepsOf(flow, 'choose')
        .filter(([, step]) => Object.hasOwn(step, 'child') && /bạn/iu.test(firstWords(step['choose'])))
        .map(
          ([id]) =>
            (copy: Flow) =>
              void delete at(copy, id)['child'],
        ),
  },
  {
    kind: 'bạn in the words for a child',
    sites: eachStep('choose', (step) => void (step['child'] = 'Bạn muốn làm gì tiếp?')),
  },
  {
    kind: 'channel written by a step',
    sites: eachStep('set', (step) => void (step['set'] = { channel: 'web' })),
  },
  {
    kind: 'channel that does not exist in a guard',
    sites: eachRule(
      (rule) => /channel == "/u.test(String(rule['when'])),
      (rule) => void (rule['when'] = 'channel == "sms"'),
    ),
  },
  {
    kind: 'channel answered once for all',
    sites: eachRule(
      (rule) => /channel == "/u.test(String(rule['when'])),
      (_, step) => void delete step['unknown'],
    ),
  },
  {
    kind: 'step cut off',
    sites: eachStep('choose', (step, flow) => void (flow.steps['lonely'] = { ...step })),
  },
];

/** Faults of instruments, and of the text of a file. */
const textFaults: readonly { readonly kind: string; readonly change: (text: string) => string }[] = [
  {
    kind: 'gap between score bands',
    change: (text) =>
      text.replace(
        /from: (\d), to: (\d)(?!.*from: 0)/u,
        (_, a: string, b: string) => `from: ${String(Number(a) + 1)}, to: ${b}`,
      ),
  },
  {
    kind: 'score bands overlap',
    change: (text) => text.replace(/to: (\d) \}/u, (_, a: string) => `to: ${String(Number(a) + 1)} }`),
  },
  { kind: 'weight changed', change: (text) => text.replace('weight: 1', 'weight: 3') },
  { kind: 'range changed', change: (text) => text.replace(/max: (\d)/u, 'max: 40') },
  { kind: 'licence dropped', change: (text) => text.replace(/^licence:/mu, 'license:') },
  {
    kind: 'item without answers',
    change: (text) => text.replace(/options:\n(?: {6}.*\n)+/u, 'options: {}\n'),
  },
];

const anyFile: typeof textFaults = [
  { kind: 'file cut in half', change: (text) => text.slice(0, Math.floor(text.length / 2)) },
  { kind: 'tab', change: (text) => text.replace(/\n {2}(\w+:)/u, '\n\t$1') },
  { kind: 'name twice', change: (text) => text.replace('\nsteps:\n', '\nstart: other\nsteps:\n') },
  { kind: 'anchor', change: (text) => text.replace('\nsteps:\n', '\nsteps: &all\n') },
];

const hotlines: Surroundings['hotlines'] & {} = new Map([['cong-an', 'fresh']]);
const serviceKinds = [
  'hotline',
  'one-stop-centre',
  'social-work-office',
  'legal-aid',
  'hospital',
  'health-station',
];

/** Whether linter or prover says more about the files than about the sound ones. */
function isCaught(
  files: readonly FlowFile[],
  name: string,
  before: number,
  kinds: readonly string[],
): boolean {
  const result = compileFlow(files, name, { hotlines, serviceKinds: kinds });
  if (result.status === 'broken') return true;
  if (graveIn(result.issues) > before) return true;
  return proveFlow(result.plan).breaches.length > 0;
}

const graveIn = (issues: readonly { readonly severity: string }[]): number =>
  issues.filter(({ severity }) => severity !== 'note').length;

/** Kinds of service that the shipped flows ask for are known. */
function kindsIn(plan: Plan): readonly string[] {
  return Object.values(plan.steps).flatMap((step) => (step.kind === 'lookup' ? step.query.kinds : []));
}

/** Plants every kind of fault at up to `sites` places of every flow. */
export function mutate(sites: number, only: (flow: string) => boolean = () => true): MutationReport {
  const files = readFlowFiles();
  const byKind = new Map<string, { planted: number; caught: number }>();
  const survivors: Survivor[] = [];
  const plant = (kind: string, flow: string, site: number, caught: boolean): void => {
    const row = byKind.get(kind) ?? { planted: 0, caught: 0 };
    byKind.set(kind, { planted: row.planted + 1, caught: row.caught + (caught ? 1 : 0) });
    if (!caught) survivors.push({ kind, flow, site });
  };
  const sound = new Map(flowNames(files).map((name) => [name, compileFlow(files, name, { hotlines })]));
  const plans = [...sound.values()].flatMap((result) => (result.status === 'compiled' ? [result.plan] : []));
  const kinds = [...new Set([...serviceKinds, ...plans.flatMap(kindsIn)])];
  for (const [name, result] of sound) {
    if (!only(name)) continue;
    const before = graveIn(result.issues);
    const text = files.find((file) => file.name === name)?.text ?? '';
    const put = (changed: string): readonly FlowFile[] =>
      files.map((file) => (file.name === name ? { name, text: changed } : file));
    for (const { kind, sites: of } of faults) {
      spread(of(parse(text) as Flow), sites).forEach((change, site) => {
        const copy = parse(text) as Flow;
        change(copy);
        const changed = stringify(copy);
        if (changed === stringify(parse(text))) return;
        plant(kind, name, site, isCaught(put(changed), name, before, kinds));
      });
    }
    for (const { kind, change } of anyFile) {
      const changed = change(text);
      if (changed !== text) plant(kind, name, 0, isCaught(put(changed), name, before, kinds));
    }
  }
  plantInInstruments(files, plant);
  plantInTranslations(
    files,
    [...sound].filter(([name]) => only(name)),
    sites,
    plant,
  );
  const mutants = [...byKind.values()].reduce((sum, { planted }) => sum + planted, 0);
  return { mutants, kinds: byKind.size, byKind, survivors };
}

/** Instruments are judged where a flow uses them. */
function plantInInstruments(files: readonly FlowFile[], plant: Plant): void {
  for (const file of files.filter(({ name }) => name.startsWith('instruments/'))) {
    const id = file.name.slice('instruments/'.length, -'.yaml'.length);
    const user = {
      name: 'user.yaml',
      text: `format: 1\nid: user\ntitle: Ví dụ\nlanguage: vi\ninherits: _safety\nstart: first\nsteps:\n  first: { instrument: ${id}, next: after, stopped: safety_person, silence: { after: 30m, then: safety_silence } }\n  after:\n    branch:\n      - { when: 'risk in ["high", "imminent"]', next: safety_person }\n    otherwise: done\n  done: { end: informed }\n`,
    };
    for (const { kind, change } of [...textFaults, ...anyFile]) {
      const text = change(file.text);
      if (text === file.text) continue;
      const changed = files.map((one) => (one === file ? { ...one, text } : one));
      plant(kind, file.name, 0, isCaught([...changed, user], user.name, 0, []));
    }
  }
}

type Plant = (kind: string, flow: string, site: number, caught: boolean) => void;
type Entries = Readonly<Record<string, { readonly text: string; readonly source: string | null }>>;

/** Faults of a language that people are offered, beside a sound flow. */
const translationFaults: readonly {
  readonly kind: string;
  readonly change: (entries: Entries, key: string) => Entries;
}[] = [
  {
    kind: 'untranslated key',
    change: (entries, key) => Object.fromEntries(Object.entries(entries).filter(([name]) => name !== key)),
  },
  {
    kind: 'translation of an older text',
    change: (entries, key) => ({ ...entries, [key]: { text: 'Older.', source: 'older' } }),
  },
  {
    kind: 'translation with another placeholder',
    change: (entries, key) => ({
      ...entries,
      [key]: { ...entries[key], text: 'Call {nobody}.' } as Entries[string],
    }),
  },
];

function plantInTranslations(
  files: readonly FlowFile[],
  flows: readonly (readonly [string, ReturnType<typeof compileFlow>])[],
  sites: number,
  plant: Plant,
): void {
  for (const [name, result] of flows) {
    if (result.status !== 'compiled') continue;
    const { texts, flow } = result.plan;
    const own = Object.entries(texts).filter(([key]) => key.startsWith(`${flow}:`));
    const whole = Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [key, { text, source: sourceHash(text) }]),
    );
    const graveWith = (entries: Entries): number => {
      const translations = [{ language: 'en', live: true, entries }];
      return graveIn(compileFlow(files, name, { hotlines, translations }).issues);
    };
    const before = graveWith(whole);
    for (const { kind, change } of translationFaults) {
      spread(own, sites).forEach(([key], site) => {
        plant(kind, name, site, graveWith(change(whole, key)) > before);
      });
    }
  }
}

/** At most so many places, spread over the file. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, index) => all[Math.floor((index * all.length) / most)] as T);
}

if (process.argv[1]?.endsWith('mutation.ts') === true) {
  const started = performance.now();
  const report = mutate(Number(process.argv[2] ?? 3));
  const caught = report.mutants - report.survivors.length;
  const rows = [...report.byKind].map(
    ([kind, row]) => `${kind}: ${String(row.caught)}/${String(row.planted)}`,
  );
  const share = ((100 * caught) / report.mutants).toFixed(1);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(
    `${rows.join('\n')}\n\n${String(report.mutants)} mutants of ${String(report.kinds)} kinds, ${share} % caught, ${seconds} s\n`,
  );
  for (const { kind, flow, site } of report.survivors)
    process.stdout.write(
      `survived: ${kind} in ${flow} (${String(site)}): ${explained[kind] ?? 'NOT EXPLAINED'}\n`,
    );
}
