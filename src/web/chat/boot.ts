import { limits } from './limits.ts';
import { readSaved } from './storage.ts';

/*
 * Runs in the head, before anything is drawn: with JavaScript the numbers fold away, a tab that holds a conversation
 * does not flash the first screen, a quiet tab comes back quiet, one that slept comes back behind the curtain.
 */
const saved = readSaved();
const states = ['js'];
if (saved !== null) {
  states.push('kept');
  if (saved.quiet) states.push('quiet');
  else if (Date.now() - saved.seenAt >= limits.curtainAfter) states.push('curtain');
}
document.documentElement.className = states.join(' ');
