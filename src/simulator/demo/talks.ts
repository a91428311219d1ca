import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { type FixedButton, fixedButtons } from '../../conversation/inbound.ts';

/** One thing a person does. */
export type Line =
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'tap'; readonly choice: string }
  | { readonly do: 'press'; readonly button: FixedButton }
  | { readonly do: 'wait'; readonly seconds: number };

const line = z.string().min(1).transform(lineOf);
const talk = z.strictObject({
  about: z.string().min(1),
  arrives: z.number().min(0).default(0),
  lines: z.array(line).min(1),
  answers: z.array(z.string().min(1)),
  colleague: z.array(z.string().min(1)).optional(),
  closes: z.string().min(1).optional(),
});
const talks = z.array(talk).min(1);

/** One invented person: what she does from when on, and what she writes back to a counsellor. */
export type Talk = z.infer<typeof talk>;

/** The people of the demo, as `talks.yaml` has them. */
export const readTalks = (): readonly Talk[] =>
  talks.parse(parse(readFileSync(new URL('talks.yaml', import.meta.url), 'utf8')));

/** The notation of `talks.yaml`, which is the one of the transcripts. */
function lineOf(written: string, context: z.RefinementCtx): Line {
  const [, choice] = /^\{(\w+\.\w+)\}$/u.exec(written) ?? [];
  if (choice !== undefined) return { do: 'tap', choice };
  const [, seconds] = /^@ (\d+)$/u.exec(written) ?? [];
  if (seconds !== undefined) return { do: 'wait', seconds: Number(seconds) };
  const [, name] = /^\[([\w.]+)\]$/u.exec(written) ?? [];
  if (name === undefined) return { do: 'say', text: written };
  const button = fixedButtons.find((known) => known === name);
  if (button !== undefined) return { do: 'press', button };
  context.addIssue(`There is no button ${name}.`);
  return z.NEVER;
}
