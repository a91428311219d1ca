import type { TypedCode } from '../../text/code.ts';
import { codeOf } from '../../text/code.ts';
import type { ButtonValue } from '../../wire/chat.ts';
import type { Activity } from './activity.ts';
import { readValue } from './activity.ts';
import { prepareComposer, prepareMenu } from './composer.ts';
import { prepareCurtain } from './curtain.ts';
import { byId, isIn, setState } from './dom.ts';
import { prepareLeave } from './leave.ts';
import { limits } from './limits.ts';
import { createLog } from './log.ts';
import { areNumbersShown, drawLine, hideNumbers, showNumbers } from './numbers.ts';
import { partText } from './parting.ts';
import { prepareReturn } from './return.ts';
import { createTalk } from './talk.ts';
import { textOf } from './text.ts';

/*
 * The person's page. What must work without the server (the numbers, leaving, quiet, the curtain) is done here and now;
 * the server is told when it can be reached.
 */

const log = createLog({ onChoice: press, onRetry: () => talk.retry() });
const talk = createTalk({
  onActivity: receive,
  onMark: (clientId, state) => log.mark(clientId, state),
  onLine: (up) => drawLine(up ? null : 'web.offline'),
  onGone() {
    log.clear();
    // Words that are still on their way open the next conversation.
    setState('kept', !log.isEmpty());
    lastSpeaker = 'bot';
    drawLine(null);
  },
});
const leave = prepareLeave(() => talk.leave());
const menu = prepareMenu({
  // While a counsellor holds the talk a typed code is only a hint to her: this button acts (§3.4).
  busy: () => beQuiet(true),
  erase() {
    if (talk.session.current() === null) drawLine('web.erase.nothing');
    else press({ k: 'b', b: 'erase' }, textOf('web.erase'));
  },
});

/** Whoever wrote last to the person: while it is a counsellor, typed codes are hers to judge (safety-content §3.0). */
let lastSpeaker: Activity['data']['from'] = 'bot';
let typingTimer = 0;

prepareComposer(say);
prepareCurtain({
  onFall() {
    hideNumbers();
    menu.close();
  },
  // The server answers with the first screen and repeats nothing (§3.4).
  onLift: () => {
    byId('log').focus({ preventScroll: true });
    if (talk.session.current() !== null) talk.send(textOf('web.curtain'), { k: 'b', b: 'resume' }, false);
  },
  onHide: () => talk.session.noteSeen(),
  onWake: () => talk.wake(),
});
prepareReturn(talk.session, (watermark) => {
  menu.close();
  log.clear();
  setState('kept', true);
  talk.comeBack(watermark);
  // What is true now is said again by the server; nothing else is repeated, and quiet mode stands.
  talk.send(textOf('web.curtain'), { k: 'b', b: 'returned' }, false);
});
prepareButtons();
window.addEventListener('online', () => talk.wake());
window.addEventListener('offline', () => drawLine('web.offline'));
window.addEventListener('pagehide', () => talk.session.noteSeen());
if (isIn('kept')) talk.resume();

function prepareButtons(): void {
  byId('urgent').addEventListener('click', () => {
    // In quiet mode a second press folds the digits away again.
    if (isIn('quiet') && areNumbersShown()) hideNumbers();
    else callForHelp();
  });
  byId('person').addEventListener('click', () => {
    if (isIn('quiet')) wakeFromQuiet();
    else press({ k: 'b', b: 'person' }, textOf('web.person'));
  });
  byId('hide').addEventListener('click', hideNumbers);
  for (const button of byId('first').querySelectorAll<HTMLElement>('button')) {
    button.addEventListener('click', () => {
      const value = readValue(JSON.parse(button.dataset['value'] ?? 'null'));
      if (value !== null) press(value, button.querySelector('span')?.textContent ?? '');
    });
  }
  nameSigns();
}

/** Gấp: the numbers at once from the page itself, then the server, ahead of everything else. */
function callForHelp(): void {
  menu.close();
  showNumbers();
  send(textOf('web.urgent'), { k: 'b', b: 'sos' }, true);
}

/** A button of a question, or one of the fixed buttons. */
function press(value: ButtonValue, label: string): void {
  if (value.k === 'a') return void send(label, value);
  switch (value.b) {
    case 'sos':
      return callForHelp();
    case 'quiet':
      return beQuiet(true);
    case 'resume':
      return wakeFromQuiet();
    case 'leave':
      return leave();
    case 'erase.device':
    case 'erase.confirm':
      log.clear();
      return void send(label, value);
    default:
      return void send(label, value);
  }
}

/** Words from the field. A code typed on a screen of the program acts at once, as its button does. */
function say(text: string): void {
  const code = readCode(text);
  if (lastSpeaker !== 'counsellor') {
    if (code?.kind === 'leave') return leave();
    if (code?.kind === 'quiet') return beQuiet(true);
    if (code?.kind === 'digit' && !isIn('kept') && pressFirst(code.digit)) return;
  }
  if (code?.kind === 'sos') showNumbers();
  for (const part of partText(text, limits.textBytes)) send(part, null, code?.kind === 'sos');
}

/** An old browser that lacks a part of the reader still sends the words; the server reads the code. */
function readCode(text: string): TypedCode | null {
  try {
    return codeOf(text);
  } catch {
    return null;
  }
}

function pressFirst(digit: number): boolean {
  const buttons = Array.from(byId('first').querySelectorAll('button'));
  const button = buttons.find((each) => each.querySelector('b')?.textContent === String(digit));
  button?.click();
  return button !== undefined;
}

/** Draws the person's message and sends it; what steers the page alone is sent undrawn. */
function send(text: string, value: ButtonValue | null, urgent = false): string {
  const first = document.activeElement !== null && byId('first').contains(document.activeElement);
  setState('kept', true);
  if (first) byId('log').focus({ preventScroll: true });
  const clientId = talk.send(text, value, urgent);
  if (!steers(value)) log.addMine(clientId, text, 'sending', answers(value, text));
  return clientId;
}

const steers = (value: ButtonValue | null): boolean =>
  value?.k === 'b' && ['quiet', 'resume', 'returned', 'leave'].includes(value.b);

/** Words and the fixed buttons leave an open question standing; an answer, tapped or typed, closes it. */
function answers(value: ButtonValue | null, text: string): boolean {
  if (value === null) return readCode(text)?.kind === 'digit';
  return value.k === 'a' || (value.b !== 'sos' && value.b !== 'person' && value.b !== 'erase');
}

/** Quiet: three unlabelled signs. What stood before is not shown again (§3.3). */
function beQuiet(tell: boolean): void {
  if (tell) send(textOf('web.ask.quiet'), { k: 'b', b: 'quiet' }, true);
  // The server's answer to Gấp in quiet mode leaves the digits where they stand.
  if (!isIn('quiet')) hideNumbers();
  menu.close();
  setState('quiet', true);
  setState('curtain', false);
  talk.session.setQuiet(true);
  nameSigns();
  log.clear();
}

function wakeFromQuiet(): void {
  setState('quiet', false);
  talk.session.setQuiet(false);
  nameSigns();
  hideNumbers();
  if (talk.session.current() === null) setState('kept', false);
  send(textOf('web.ask.can_write'), { k: 'b', b: 'resume' }, true);
}

/** In quiet mode a screen reader says only the digits of the keypad. */
function nameSigns(): void {
  const digits = { urgent: '1', person: '3', leave: '9' } as const;
  for (const [id, digit] of Object.entries(digits)) {
    if (isIn('quiet')) byId(id).setAttribute('aria-label', digit);
    else byId(id).removeAttribute('aria-label');
  }
}

function receive(activity: Activity, past: boolean): void {
  if (activity.type === 'typing') return showTyping(activity);
  if (activity.type !== 'message') return;
  if (activity.mine) return receiveMine(activity, past);
  showTyping(null);
  lastSpeaker = activity.data.from;
  // Only the person ends quiet mode: a later message without the mark does not.
  if (activity.data.quiet) return beQuiet(false);
  log.addTheirs(activity.data);
}

function receiveMine(activity: Activity, past: boolean): void {
  const { value } = activity;
  if (value?.k === 'b' && value.b === 'quiet') return beQuiet(false);
  if (value?.k === 'b' && value.b === 'resume' && past && isIn('quiet')) return endQuietOfThePast();
  if (steers(value)) return;
  log.addMine(activity.clientId ?? activity.id ?? '', activity.text, 'sent', answers(value, activity.text));
}

/** While a reloaded page reads what stood before, quiet mode ends where it ended then. */
function endQuietOfThePast(): void {
  setState('quiet', false);
  talk.session.setQuiet(false);
  nameSigns();
}

function showTyping(activity: Activity | null): void {
  if (activity?.mine === true) return;
  clearTimeout(typingTimer);
  byId('typing').textContent = activity === null ? '' : textOf('web.typing');
  if (activity !== null) typingTimer = setTimeout(() => showTyping(null), limits.typingStands);
}
