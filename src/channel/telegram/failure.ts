import { GrammyError } from 'grammy';

/**
 * What Telegram's refusal means. The error itself holds the chat and the words: it goes into no log.
 * `later` with the pause it asks for · `gone` she blocked us or is not there · `wording` this message as it is ·
 * `setup` our token.
 */
export type Failure =
  | { readonly kind: 'later'; readonly afterMs: number }
  | { readonly kind: 'gone' | 'wording' | 'setup' };

/** Errors of the network, time-outs and faults at Telegram's come again by themselves. */
const later: Failure = { kind: 'later', afterMs: 0 };

export function failureOf(error: unknown): Failure {
  if (!(error instanceof GrammyError)) return later;
  switch (error.error_code) {
    case 429:
      return { kind: 'later', afterMs: (error.parameters.retry_after ?? 1) * 1000 };
    case 403:
      return { kind: 'gone' };
    case 400:
      return {
        kind: /chat not found|user not found|user is deactivated/iu.test(error.description)
          ? 'gone'
          : 'wording',
      };
    case 401:
    case 404:
      return { kind: 'setup' };
    default:
      return later;
  }
}
