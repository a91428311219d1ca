import OpenAI, { APIError } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import * as z from 'zod';
import type { SecondOpinion } from '../app/ports.ts';
import { categories } from '../risk/category.ts';
import { riskLevels } from '../risk/level.ts';
import type { Opinion } from '../risk/second-opinion.ts';
import { instructionsWith, spotlighted } from './instructions.ts';
import { modelLimits } from './limits.ts';

/** Where a compatible server is, and what it is asked for. */
export interface ModelOptions {
  /** Base address of a server that speaks chat completions (`http://127.0.0.1:8080/v1`). */
  readonly url: string;
  readonly model: string;
  /** Servers in the house need none. */
  readonly key: string | null;
  /** An answer that takes longer is no opinion, in ms. */
  readonly timeoutMs: number;
  /** A mark of letters and digits that is new at every call. */
  readonly mark: () => string;
  /** Kinds of failures, for operators; never a word of the message or of the answer. */
  readonly report: (fault: string, cause?: unknown) => void;
}

const answer = z.strictObject({
  level: z.enum(riskLevels),
  categories: z.array(z.enum(categories)),
  quote: z.string(),
});
const format = zodResponseFormat(answer, 'opinion');

/**
 * A second opinion through the `openai` package. Nothing is retried but a 400, once, without the schema: some servers
 * refuse one (language §8.3). Whatever is not a whole and valid answer is no opinion.
 */
export function secondOpinionFrom(options: ModelOptions): SecondOpinion {
  const client = new OpenAI({
    baseURL: options.url,
    apiKey: options.key ?? 'none',
    timeout: options.timeoutMs,
    maxRetries: 0,
    // It talks to this one address and to no other.
    fetchOptions: { redirect: 'error' },
    logLevel: 'off',
  });

  async function ask(text: string, withSchema: boolean): Promise<Opinion | null> {
    const mark = options.mark();
    const request = {
      model: options.model,
      temperature: 0,
      max_tokens: modelLimits.answerTokens,
      ...(withSchema ? { response_format: format } : {}),
      messages: [
        { role: 'system', content: instructionsWith(mark) },
        { role: 'user', content: spotlighted(text, mark) },
      ],
    } as const satisfies OpenAI.ChatCompletionCreateParams;
    // The client's own limit ends with the headers; this one also cuts an answer that drips.
    const signal = AbortSignal.timeout(options.timeoutMs);
    return read(await client.chat.completions.create(request, { signal }));
  }

  function read(reply: OpenAI.ChatCompletion): Opinion | null {
    const choice = reply.choices[0];
    const content = choice?.message.content ?? null;
    if (choice?.finish_reason !== 'stop' || choice.message.refusal || content === null)
      return none('unfinished');
    const parsed = answer.safeParse(jsonOf(content));
    return parsed.success ? parsed.data : none('invalid');
  }

  function none(why: string): null {
    options.report(`second-opinion-${why}`);
    return null;
  }

  return {
    async on(text) {
      try {
        return await ask(text, true).catch((fault: unknown) => {
          if (statusOf(fault) === '400') return ask(text, false);
          throw fault;
        });
      } catch (fault) {
        return none(statusOf(fault));
      }
    },
  };
}

/** What a failure is called for operators: the server's status, or that there was none. */
function statusOf(fault: unknown): string {
  if (!(fault instanceof APIError)) return 'broken';
  const status: unknown = fault.status;
  return typeof status === 'number' ? String(status) : 'unreachable';
}

/** What a server without schemas wraps around its answer is no part of it. */
function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\s*```(?:json)?\s*|\s*```\s*$/gu, ''));
  } catch {
    return undefined;
  }
}
