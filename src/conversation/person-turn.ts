import { cards, forChild } from '../locale/system-keys.ts';
import { heardWith } from '../risk/heard.ts';
import { isAtLeast } from '../risk/level.ts';
import type { MessageAssessment, Signal } from '../risk/signal.ts';
import { triggerOf } from '../risk/trigger.ts';
import { type Command, commandOf } from './command.ts';
import {
  answerDigits,
  audit,
  custody,
  type Draft,
  note,
  remember,
  say,
  startTimer,
  stopTimers,
  text,
  texts,
} from './draft.ts';
import { carryOut } from './duties.ts';
import { sosSignal, weigh } from './evidence.ts';
import {
  answeredInWords,
  answerFlow,
  askDanger,
  enterQuestion,
  goOn,
  goOnAsking,
  misunderstood,
  openFlow,
  openTopic,
  putQuestion,
  type Question,
  spoke,
} from './flow-turn.ts';
import type { FixedButton, Inbound } from './inbound.ts';
import { limits } from './limits.ts';
import { isAnsweredOutside } from './outside.ts';
import { entryOutlivesWords } from './queue-line.ts';
import { answerSafe, choosesWords, keepSafe, safeChoice } from './safe-contact.ts';
import { afterContact, askPerson, buttons, own, sayReceipt, sayWaitingLine } from './speech.ts';
import { tellTruth, truthOf } from './truth.ts';
import { answerWish, askWish, keepWish, namesCommune, offerWish, wishChoice } from './wishes.ts';

/** One message of the person. Codes before flows, evidence before answers, and one voice (DESIGN, "One turn"). */
export function personTurn(draft: Draft, inbound: Inbound): void {
  const { talk, world } = draft;
  const command = commandOf(inbound, talk);
  const idle = talk.lastPersonAt !== null && world.now - talk.lastPersonAt > limits.idle;
  if (idle) remember(draft, { flow: null, screen: [], asking: false, skips: 0, misunderstood: 0 });
  remember(draft, { lastPersonAt: world.now });
  startTimer(draft, 'rest', limits.idle);
  if (!goes(command)) custody(draft, { type: 'back' });
  if (command.kind !== 'words') remember(draft, noQuestion);
  heed(draft, command, idle);
  tellTruth(draft, talk);
}

/** What the program asked for in words is asked no longer: she went on to something else, or talks with a counsellor. */
const noQuestion = { askingCommune: false, askingWords: false } as const;

/** Leaving is the one thing that does not say that she is here. */
const goes = (command: Command): boolean =>
  command.kind === 'button' && (command.button === 'leave' || command.button === 'erase.device');

function heed(draft: Draft, command: Command, idle: boolean): void {
  switch (command.kind) {
    case 'button':
      return press(draft, command.button, command.typed);
    case 'answer':
      return tap(draft, command);
    case 'media':
      return receiveMedia(draft, command.media);
    case 'words':
      return hear(draft, command.text, idle);
  }
}

/** Fixed buttons and codes: custody decides; no flow is read before they are answered (promise 1). */
function press(draft: Draft, name: FixedButton, typed: boolean): void {
  const at = draft.world.now;
  switch (name) {
    case 'sos':
      return sos(draft, typed);
    case 'quiet':
      return goQuiet(draft, typed);
    case 'person':
      return askForPerson(draft, typed);
    case 'leave':
      return carryOut(draft, custody(draft, { type: 'leave', typed, at }));
    case 'erase.device':
      return clearPhone(draft);
    case 'erase':
      return askErase(draft);
    case 'erase.confirm':
      return erase(draft);
    case 'erase.keep':
      return keep(draft);
    case 'more':
      return moreQuestions(draft);
    case 'dispute':
      return disputed(draft);
    case 'contact.yes':
    case 'contact.no':
      return contact(draft, name === 'contact.yes');
    case 'resume':
      return resume(draft);
    case 'returned':
      return back(draft, () => whereWeAre(draft));
    case 'read':
      return back(draft, () => putQuestion(draft));
    case 'safe':
    case 'safe.morning':
    case 'safe.afternoon':
    case 'safe.evening':
    case 'safe.any':
    case 'safe.keep':
    case 'safe.words':
      keepSafe(draft, name);
      return back(draft, () => answerSafe(draft, name));
    case 'wish':
      return back(draft, () => askWish(draft));
    case 'wish.woman':
    case 'wish.man':
    case 'wish.any':
    case 'wish.apart':
      keepWish(draft, name);
      return back(draft, () => answerWish(draft, name));
    case 'topic.clinic':
    case 'topic.phone':
    case 'topic.images':
      return back(draft, () => openTopic(draft, name));
  }
}

function sos(draft: Draft, typed: boolean): void {
  const at = draft.world.now;
  const { state, quiet } = draft.talk.custody;
  // While a counsellor holds the talk a typed digit may be an answer to her: she looks first (§3.0).
  const waitsForLook = state === 'held' && typed && !quiet;
  if (waitsForLook) note(draft, 'code.typed');
  else weighSos(draft);
  const duties = custody(draft, { type: 'sos', typed, at });
  carryOut(draft, duties, { signals: [sosSignal], cardAgain: true, pageWhy: 'sos' });
  if (!waitsForLook) stopTimers(draft, 'code-card');
  audit(draft, 'sos', null);
  if (state !== 'held') remember(draft, { asking: false });
}

/** SOS counts as evidence; custody hears of it as SOS, not as words. */
function weighSos(draft: Draft): void {
  const { custody: before } = draft.talk;
  weigh(draft, [sosSignal]);
  remember(draft, { custody: before });
}

/** Choosing quiet is medium by itself (safety-content §3.3 rule 6). */
function goQuiet(draft: Draft, typed: boolean): void {
  const typedWhileHeld = typed && draft.talk.custody.state === 'held';
  if (!typedWhileHeld)
    weigh(draft, [{ code: 'M9', level: 'medium', source: 'code', categories: triggerOf('M9').categories }]);
  carryOut(draft, custody(draft, { type: 'quiet', typed, at: draft.world.now }));
}

function askForPerson(draft: Draft, typed: boolean): void {
  const before = draft.talk.custody.state;
  remember(draft, {
    wantsPerson: true,
    ...(before === 'waiting' || before === 'lost' ? {} : { lastWaitingLineAt: null }),
  });
  carryOut(draft, custody(draft, { type: 'person', typed, at: draft.world.now }), { pageWhy: 'enqueued' });
  if (draft.talk.custody.quiet) return quietReply(draft);
  if (!spoke(draft)) sayReceipt(draft);
}

function askErase(draft: Draft): void {
  const { talk, world } = draft;
  const { remains } = truthOf(world.channel.kind);
  const stays = entryOutlivesWords(talk) ? [text(own(talk, 'system:delete.stays'))] : [];
  say(draft, {
    bubbles: [text(own(talk, 'system:delete.ask')), ...remains.map((key) => text(own(talk, key))), ...stays],
    choices: buttons(talk, 'erase.confirm', 'erase.device', 'erase.keep'),
    notice: true,
  });
  if (talk.custody.quiet) quietReply(draft);
}

/**
 * "Chỉ xóa trên máy này": she goes, her words stay with us. A page empties itself; on Telegram both sides' messages
 * go; where the app lets nobody do that she is told how to do it herself.
 */
function clearPhone(draft: Draft): void {
  const { channel, now } = draft.world;
  const { steps } = truthOf(channel.kind);
  if (steps !== null) say(draft, { bubbles: [text(own(draft.talk, steps))], notice: true });
  if (channel.deleteHours > 0) draft.effects.push({ type: 'clear-phone' });
  carryOut(draft, custody(draft, { type: 'leave', typed: false, at: now }));
}

/** The key goes first; what was urgent stays in the queue without words (§4.1, Deleting). */
export function erase(draft: Draft): void {
  const keepEntry = entryOutlivesWords(draft.talk);
  carryOut(draft, custody(draft, { type: 'erase', keep: keepEntry }));
  audit(draft, 'erased', null);
  draft.effects.push({ type: 'erase', keepEntry });
}

function keep(draft: Draft): void {
  if (draft.talk.custody.quiet) return quietReply(draft);
  if (!say(draft, { bubbles: [text('system:delete.kept')], notice: true })) return;
  if (draft.talk.custody.state === 'bot' && draft.talk.flow !== null) putQuestion(draft);
}

/** "Trả lời thêm": the questions that can still make it imminent, one at a time (safety-content §3.0). */
function moreQuestions(draft: Draft): void {
  back(draft, () => {
    remember(draft, { asking: true });
    goOnAsking(draft);
  });
}

/** A correction is noted and shown to staff; the level stays (§1 rule 5). */
function disputed(draft: Draft): void {
  remember(draft, { assessment: { ...draft.talk.assessment, disputed: true } });
  note(draft, 'disputed', false);
  if (draft.talk.custody.quiet) return quietReply(draft);
  say(draft, { bubbles: [text(own(draft.talk, 'system:correct.noted'))] });
}

function contact(draft: Draft, yes: boolean): void {
  remember(draft, { contact: yes ? 'yes' : 'no' });
  note(draft, yes ? 'contact.yes' : 'contact.no');
  if (draft.talk.custody.quiet) return quietReply(draft);
  const key = own(draft.talk, yes ? 'system:contact.yes' : 'system:contact.no');
  if (isAtLeast(draft.talk.assessment.level, 'imminent')) return void say(draft, { bubbles: [text(key)] });
  const wishes = [...wishChoice(draft), ...(yes ? [safeChoice(draft.talk)] : [])];
  const offered = afterContact(draft.talk, answerDigits.length - wishes.length);
  say(draft, { bubbles: [text(key)], choices: [...offered, ...wishes] });
}

/** Ends quiet mode, or comes back from the curtain; nothing said before is repeated (§3.3 rule 8, §3.4). */
function resume(draft: Draft): void {
  const wasQuiet = draft.talk.custody.quiet;
  custody(draft, { type: 'speak' });
  if (wasQuiet) note(draft, 'speaks', true);
  back(draft, () => whereWeAre(draft));
}

/** What is true now; nothing said before is repeated. */
function whereWeAre(draft: Draft): void {
  if (draft.talk.custody.state === 'bot') return goOn(draft);
  if (!sayWaitingLine(draft)) say(draft, { bubbles: [text('system:resume')] });
}

/** For anything that is not urgent: nobody else speaks while a counsellor holds the talk. */
function back(draft: Draft, speak: () => void): void {
  custody(draft, { type: 'message' });
  if (draft.talk.custody.quiet) return quietReply(draft);
  if (draft.talk.custody.state !== 'held') speak();
}

function tap(draft: Draft, answer: Extract<Command, { kind: 'answer' }>): void {
  custody(draft, { type: 'message' });
  answerFlow(draft, { type: 'answer', step: answer.step, visit: answer.visit, option: answer.option });
  if (draft.talk.custody.quiet) quietReply(draft);
}

/** Free words: judged first, in every state; then answered by whoever owns the conversation. */
function hear(draft: Draft, words: string, idle: boolean): void {
  const before = draft.talk;
  const heard = idle ? '' : before.heard;
  const verdict = draft.world.detector.assess(words, { previous: before.assessment.signals, heard });
  remember(draft, { heard: heardWith(heard, words) });
  if (verdict.unreadable) return unassessed(draft, 'system:unreadable', idle);
  if (isRetraction(draft, verdict)) return retract(draft);
  const fresh = custody(draft, { type: 'message' }).includes('first-screen') || idle;
  const weighed = weigh(draft, verdict.signals);
  const question = questionFor(draft, verdict);
  carryOut(draft, weighed.duties, { signals: weighed.signals, pageWhy: 'raised', question });
  if (draft.talk.custody.state === 'held') return remember(draft, noQuestion);
  if (isAnsweredOutside(draft)) return;
  if (draft.talk.custody.quiet) return quietReply(draft);
  if (spoke(draft) || namesCommune(draft, words, verdict.level)) return;
  if (choosesWords(draft, words, verdict.level)) return;
  if (answersFlow(draft, words, verdict, fresh)) return;
  reply(draft, verdict, question, fresh);
}

/** The one question that would decide, when the words alone cannot; never once it is imminent. */
function questionFor(draft: Draft, verdict: MessageAssessment): Question | undefined {
  const { custody: owner, assessment, shown } = draft.talk;
  const ask = verdict.signals.find((signal) => signal.ask !== undefined && !shown.includes(signal.code))?.ask;
  if (ask === undefined || assessment.level === 'imminent' || owner.quiet || owner.state === 'held')
    return undefined;
  return enterQuestion(draft, ask);
}

/** Where a flow asked for words they are its answer, unless they say more than that. */
function answersFlow(draft: Draft, words: string, verdict: MessageAssessment, fresh: boolean): boolean {
  const { asking, custody: owner } = draft.talk;
  const waits = owner.state === 'waiting' || owner.state === 'lost';
  if (fresh || isAtLeast(verdict.level, 'medium') || (waits && !asking)) return false;
  return answeredInWords(draft, words);
}

/** What free words are answered with when the program may speak and no card was due. */
function reply(
  draft: Draft,
  verdict: MessageAssessment,
  question: Question | undefined,
  fresh: boolean,
): void {
  const { state } = draft.talk.custody;
  const lead = { bubbles: acknowledged(draft, verdict) };
  if (question !== undefined)
    return void say(draft, { ...question, bubbles: [...lead.bubbles, ...question.bubbles] });
  if (state === 'waiting' || state === 'lost') return fresh ? openAgain(draft) : answerWaiting(draft);
  if (verdict.level === 'medium') return askDanger(draft, lead);
  if (draft.talk.flow === null || fresh) return openFlow(draft, greeting(draft));
  misunderstood(draft);
}

function answerWaiting(draft: Draft): void {
  if (!sayWaitingLine(draft) && !offerWish(draft)) sayReceipt(draft);
}

/** Back after ten minutes: first screen, and the waiting line that is true now (§1, "Nobody on shift"). */
function openAgain(draft: Draft): void {
  sayWaitingLine(draft);
  remember(draft, { asking: true });
  openFlow(draft);
}

const greeting = (draft: Draft) => ({
  bubbles: draft.talk.assessment.level === 'none' ? [text('system:first.chat')] : [],
});

/** A disclosure below high is acknowledged once per trigger before the next question. */
function acknowledged(draft: Draft, verdict: MessageAssessment) {
  const fresh = verdict.signals.filter(({ code }) => !draft.talk.shown.includes(code));
  const gravest = fresh.find(({ level }) => level === verdict.level);
  if (gravest === undefined || !isAtLeast(verdict.level, 'medium')) return [];
  remember(draft, { shown: [...draft.talk.shown, gravest.code] });
  const keys = cards[triggerOf(gravest.code).card];
  return texts(draft.talk.child ? keys.map(forChild) : keys);
}

/** In quiet mode words are judged as always and answered at most like this (§3.3 rule 4). */
function quietReply(draft: Draft): void {
  // Where nothing can be sent without a sound nothing more is sent; SOS is answered all the same (§3.3 rules 2, 5).
  if (spoke(draft) || draft.talk.custody.state === 'held' || !draft.world.channel.silent) return;
  say(draft, { bubbles: [text('system:quiet.text')], quiet: true });
}

/** "Nhầm", "không có gì đâu" after high or imminent: somebody else may hold the phone (§3.4). */
const isRetraction = ({ talk }: Draft, verdict: MessageAssessment): boolean =>
  verdict.retraction && !isAtLeast(verdict.level, 'high') && isAtLeast(talk.assessment.level, 'high');

function retract(draft: Draft): void {
  custody(draft, { type: 'message' });
  note(draft, 'retraction', true);
  remember(draft, { retractedAt: draft.world.now });
  if (draft.talk.custody.state === 'held') {
    custody(draft, { type: 'quiet', typed: false, at: draft.world.now });
    return;
  }
  const wasQuiet = draft.talk.custody.quiet;
  custody(draft, { type: 'quiet', typed: false, at: draft.world.now });
  if (wasQuiet) return quietReply(draft);
  draft.effects.push({ type: 'suppress', senders: ['bot', 'system'] });
  say(draft, { bubbles: [text('system:retract')], quiet: true });
}

/** Pictures and voice lead somewhere useful; what nobody could assess counts as danger until it was (§1.1 H22, A12). */
function receiveMedia(draft: Draft, media: Extract<Inbound, { kind: 'media' }>['media']): void {
  note(draft, `media.${media}`, media === 'voice');
  if (media === 'voice') return unassessed(draft, 'system:media.voice', false);
  custody(draft, { type: 'message' });
  if (draft.talk.custody.quiet) return quietReply(draft);
  say(draft, {
    bubbles: [text(own(draft.talk, media === 'picture' ? 'system:media.picture' : 'system:media.other'))],
  });
}

function unassessed(draft: Draft, key: 'system:unreadable' | 'system:media.voice', idle: boolean): void {
  custody(draft, { type: 'message' });
  const count = draft.talk.unassessed + 1;
  remember(draft, { unassessed: count });
  const code = count >= 2 && draft.world.cover.state === 'nobody' ? 'A12' : 'H22';
  const counts = code === 'A12' || !draft.talk.dangerAnswered;
  if (counts) {
    const signal: Signal = {
      code,
      level: triggerOf(code).level,
      source: 'media',
      categories: triggerOf(code).categories,
    };
    const weighed = weigh(draft, [signal]);
    carryOut(
      draft,
      weighed.duties.filter((duty) => code === 'A12' || duty !== 'advice'),
      { signals: [signal], pageWhy: 'raised' },
    );
  }
  if (draft.talk.custody.quiet) return quietReply(draft);
  if (idle) remember(draft, { screen: [] });
  say(draft, { bubbles: [text(own(draft.talk, key))], choices: [askPerson(draft.talk)] });
  if (counts && code === 'H22' && draft.talk.custody.state !== 'held') sayWaitingLine(draft);
}

/** Nothing pending any more when the talk rests. */
export function rest(draft: Draft): void {
  custody(draft, { type: 'rest' });
  stopTimers(draft, 'flow-silence');
}
