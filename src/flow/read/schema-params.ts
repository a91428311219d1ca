import type { SourcePath } from '../issue.ts';

/** The name that is wrong or missing, and what the format expects of it. */
export const schemaParams = (path: SourcePath, message: string): Readonly<Record<string, string>> => ({
  detail: path.length === 0 ? message : `${path.join('.')}: ${message}`,
});
