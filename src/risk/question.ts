import type { DecidingQuestion } from './signal.ts';
import type { TriggerId } from './trigger.ts';

/** The one question that decides when words about a trigger are denied or unclear (safety-content §3.1, §3.2). */
export function defaultQuestion(code: TriggerId): DecidingQuestion {
  switch (code) {
    case 'A4':
    case 'H1':
    case 'H2':
    case 'H3':
    case 'A10':
      return 'weapon';
    case 'A6':
    case 'H4':
      return 'choked';
    case 'A7':
    case 'H10':
    case 'M5':
      return 'die';
    case 'A8':
    case 'H11':
    case 'H14':
      return 'children';
    default:
      return 'danger';
  }
}
