import type { Finding, SourcePath } from '../issue.ts';
import { channelVariable, riskVariable } from '../plan.ts';
import type { PlainValue } from './document.ts';

interface Names {
  /** The flow's own id, `null` for the inherited file. */
  readonly flow: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly steps: Readonly<Record<string, Readonly<Record<string, PlainValue>>>>;
  /** Where a step stands in the file. */
  readonly pathOf: (step: string) => SourcePath;
  readonly sections: readonly string[];
  /** Whether the steps are those of `_safety.yaml`, which alone begin with `safety_`. */
  readonly inherited: boolean;
}

const shape = /^[a-z][a-z0-9_]{0,39}$/u;
/** Flow ids also name files and catalogue namespaces. */
const flowShape = /^[a-z][a-z0-9-]{0,39}$/u;
/** Older YAML reads these as truth values; some tools still do (flow.md §1.3). */
const truthWords = new Set(['yes', 'no', 'on', 'off', 'true', 'false', 'y', 'n', 'null']);
/** Words with a meaning of their own in conditions. */
const guardWords = new Set(
  'as break const continue else for function if import in known let loop namespace package return var void while'
    .split(' ')
    .concat(riskVariable, channelVariable),
);

/** Every name that a conversation or a catalogue may come to hold is plain, lasting and unambiguous. */
export function idFindings(names: Names): readonly Finding[] {
  const found: Finding[] = [];
  const tell = (name: string, path: SourcePath, step: string | null, isFine: boolean): void => {
    if (!isFine) found.push({ rule: 'id-shape', path, step, key: 'id-shape', params: { name } });
  };
  if (names.flow !== null) tell(names.flow, ['id'], null, flowShape.test(names.flow));
  for (const name of Object.keys(names.variables)) {
    tell(name, ['vars', name], null, isId(name) && !guardWords.has(name));
  }
  for (const section of names.sections) tell(section, ['sections', section], null, isId(section));
  for (const [name, step] of Object.entries(names.steps)) {
    tell(name, names.pathOf(name), name, isId(name) && name.startsWith('safety_') === names.inherited);
    for (const option of optionsOf(step))
      tell(option, [...names.pathOf(name), 'options', option], name, isId(option));
  }
  return found;
}

/** Two underlines stand between a step and the steps it stands for (`call`, `instrument`), so no name holds them. */
export const isId = (name: string): boolean =>
  shape.test(name) && !name.includes('__') && !truthWords.has(name);

function optionsOf(step: Readonly<Record<string, PlainValue>>): readonly string[] {
  const { options } = step;
  return typeof options === 'object' && options !== null && !Array.isArray(options)
    ? Object.keys(options)
    : [];
}
