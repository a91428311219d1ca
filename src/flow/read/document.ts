import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { FlowRule, SourcePath } from '../issue.ts';
import { flowLimits } from '../limits.ts';

/** Plain data of a YAML file: no aliases, no tags, only text keys. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

interface Position {
  readonly line: number;
  readonly column: number;
}

/** What stands in the way of reading a file, with its place. */
interface ReadProblem extends Position {
  readonly rule: FlowRule;
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
}

/** A file that was read: its data, and where each part of it stands. */
export interface SourceDocument {
  readonly value: PlainValue;
  /** The line and column of a path, or of the nearest part above it that exists. */
  readonly locate: (path: SourcePath) => Position;
}

export type DocumentResult =
  | { readonly status: 'read'; readonly document: SourceDocument }
  | { readonly status: 'unreadable'; readonly problems: readonly ReadProblem[] };

const top: Position = { line: 1, column: 1 };

/**
 * Reads one YAML 1.2 file. Never throws: half a file, tabs, repeated keys, alias bombs, endless nesting and very
 * long files come back as problems, in time bounded by `flowLimits`. Anchors and aliases are not part of the format.
 */
export function readDocument(text: string): DocumentResult {
  if (text.length > flowLimits.fileCharacters) {
    return problem('limits', 'limits.file', { most: String(flowLimits.fileCharacters) });
  }
  if (signsIn(text) > flowLimits.signs)
    return problem('limits', 'limits.signs', { most: String(flowLimits.signs) });
  if (nestsTooDeep(text)) return problem('limits', 'limits.nesting', { most: String(flowLimits.nesting) });
  try {
    return parse(text);
  } catch (error) {
    return problem('schema', 'schema.unreadable', { detail: nameOf(error) });
  }
}

function parse(text: string): DocumentResult {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.2',
    merge: false,
    // Compared pair by pair there: a long file of names would take minutes. `plainOf` looks for them.
    uniqueKeys: false,
  });
  const at = (offset: number): Position => positionAt(lines, offset);
  if (document.errors.length > 0) {
    const problems = document.errors.slice(0, flowLimits.issues).map(
      (error): ReadProblem => ({
        rule: 'schema',
        key: 'schema.yaml',
        params: { detail: error.message.replace(/\.$/u, '') },
        ...at(error.pos[0]),
      }),
    );
    return { status: 'unreadable', problems };
  }
  const places = new Map<string, number>();
  const problems: ReadProblem[] = [];
  const refuse: Refuse = (key, offset, rule = 'schema') => {
    if (problems.length < flowLimits.issues) problems.push({ rule, key, params: {}, ...at(offset) });
    return null;
  };
  const value = plainOf(document.contents, [], places, refuse);
  if (problems.length > 0) return { status: 'unreadable', problems };
  return { status: 'read', document: { value, locate: (path) => locate(path, places, at) } };
}

type Refuse = (key: string, offset: number, rule?: FlowRule) => null;

function plainOf(node: unknown, path: SourcePath, places: Map<string, number>, refuse: Refuse): PlainValue {
  if (node === null || node === undefined) return null;
  const offset = offsetOf(node);
  if (!places.has(keyOf(path))) places.set(keyOf(path), offset);
  if (hasAnchor(node)) return refuse('schema.anchor', offset);
  if (isScalar(node)) return scalarOf(node.value, () => refuse('schema.value', offset));
  if (isSeq(node)) return node.items.map((item, index) => plainOf(item, [...path, index], places, refuse));
  if (!isMap(node)) return refuse('schema.reference', offset);
  const entries: [string, PlainValue][] = [];
  const names = new Set<string>();
  for (const pair of node.items) {
    if (!isPair(pair) || !isScalar(pair.key)) {
      refuse('schema.name', offset);
      continue;
    }
    const name = String(pair.key.value);
    if (names.has(name)) refuse('id-duplicate', offsetOf(pair.key), 'id-duplicate');
    names.add(name);
    const inside = [...path, name];
    places.set(keyOf(inside), offsetOf(pair.key));
    entries.push([name, plainOf(pair.value, inside, places, refuse)]);
  }
  return Object.fromEntries(entries);
}

function scalarOf(value: unknown, refuse: () => null): PlainValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  return refuse();
}

const keyOf = (path: SourcePath): string => JSON.stringify(path);

function locate(
  path: SourcePath,
  places: ReadonlyMap<string, number>,
  at: (offset: number) => Position,
): Position {
  for (let length = path.length; length >= 0; length -= 1) {
    const offset = places.get(keyOf(path.slice(0, length)));
    if (offset !== undefined && length > 0) return at(offset);
  }
  return top;
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return line > 0 ? { line, column: col } : top;
}

function offsetOf(node: unknown): number {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return 0;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : 0;
}

const hasAnchor = (node: unknown): boolean =>
  typeof node === 'object' && node !== null && 'anchor' in node && node.anchor !== undefined;

function signsIn(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(/[\n:,\-?&*!"'{}[\]|>]/gu)) count += 1;
  return count;
}

/** The parser calls itself for every level: brackets and indentation are counted before it runs. */
function nestsTooDeep(text: string): boolean {
  let open = 0;
  for (const sign of text) {
    if (sign === '[' || sign === '{') open += 1;
    if (sign === ']' || sign === '}') open = Math.max(0, open - 1);
    if (open > flowLimits.nesting) return true;
  }
  return text.split('\n').some((line) => /^(\s*[-?:]\s)*\s*/u.exec(line)![0].length > flowLimits.nesting);
}

const problem = (rule: FlowRule, key: string, params: ReadProblem['params']): DocumentResult => ({
  status: 'unreadable',
  problems: [{ rule, key, params, ...top }],
});

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown fault');
