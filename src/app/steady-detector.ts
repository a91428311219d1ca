import type { Detector } from '../risk/detector.ts';
import type { MessageAssessment } from '../risk/signal.ts';

/** Nobody could judge it: danger until a person has read it (safety-content §1.1 H22). */
const unjudged: MessageAssessment = {
  level: 'none',
  categories: [],
  signals: [],
  guards: [],
  unreadable: true,
  retraction: false,
};

/**
 * A detector that never throws: a message over which the rules stumble is answered and queued like one that nobody
 * can read, and the fault is reported. Help does not wait for a rule (promise 1).
 */
export function steadyDetector(
  detector: Detector,
  report: (fault: string, cause?: unknown) => void,
): Detector {
  return {
    assess(text, context) {
      try {
        return detector.assess(text, context);
      } catch (fault) {
        report('detector-failed', fault);
        return unjudged;
      }
    },
  };
}
