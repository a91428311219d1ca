import type * as z from 'zod/mini';

/** One thing that is wrong with what staff entered; explained by `house.problem.<problem>` in the console's catalogue. */
export interface Problem {
  readonly field: string;
  readonly problem:
    | 'required'
    | 'shape'
    | 'date'
    | 'number'
    | 'address'
    | 'hours'
    | 'bounds'
    | 'order'
    | 'telling'
    | 'area'
    | 'line'
    | 'hidden-kind'
    | 'emergency'
    | 'future'
    | 'twice';
  readonly params?: Readonly<Record<string, string>>;
}

type Known = Partial<Readonly<Record<string, Problem['problem']>>>;

/** The schema's findings as problems by field; `known` says what a wrong field of that name most likely is. */
export function schemaProblems(
  schema: Pick<z.ZodMiniType, 'safeParse'>,
  value: Readonly<Record<string, unknown>>,
  known: Known,
): readonly Problem[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  const fields = new Set(result.error.issues.map(({ path }) => String(path[0] ?? '')));
  return [...fields].map((field) => ({
    field,
    problem: isEmpty(value[field]) ? 'required' : (known[field] ?? 'shape'),
  }));
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === 'string' && value.trim() === '');
