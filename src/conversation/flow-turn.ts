import type { Given, PlanOption } from '../flow/plan.ts';
import { jumpTo, pendingAsk, startFlow, stepFlow } from '../machine/flow-run.ts';
import type { FlowEffect, FlowEvent, FlowResult } from '../machine/flow-types.ts';
import { isAtLeast } from '../risk/level.ts';
import type { DecidingQuestion, Signal } from '../risk/signal.ts';
import { triggerOf } from '../risk/trigger.ts';
import { custody, type Draft, remember, say, startTimer, text, texts } from './draft.ts';
import { carryOut } from './duties.ts';
import { learnSpeaker, weigh } from './evidence.ts';
import type { TopicButton } from './inbound.ts';
import { limits } from './limits.ts';
import type { Bubble, Choice } from './outbound.ts';
import { askPerson, button, own, sayFurther } from './speech.ts';

/** The flow that every conversation begins with. */
const firstFlow = 'triage';
/** Its first question: screen 1, whose digits 1 and 2 are codes (safety-content §3.1). */
const firstStep = 'now_ok';
/** The danger question, screen 2. */
const dangerStep = 'danger';
/** The step that asks whatever the story still needs. */
const remainingStep = 'route';
/** What a card offers to read, as steps of the first flow (safety-content §4.3). */
const topicSteps: Readonly<Record<TopicButton, string>> = {
  'topic.clinic': 'clinic',
  'topic.phone': 'phone',
  'topic.images': 'images',
};
/** Questions that decide a level already in doubt are put at once, also when the level is high (§1 rule 3). */
const decidingSteps: ReadonlySet<string> = new Set([
  'today',
  'coming',
  'choked_when',
  'choked_signs',
  'did_something',
  'plan_today',
]);

type Ask = Extract<FlowEffect, { type: 'ask' }>;

/** What a flow is told of the conversation it begins in. */
const givenIn = ({ world: { channel } }: Draft): Given => ({
  // To her both kinds of Zalo account are one app.
  channel: channel.kind === 'zalo-bot' ? 'zalo' : channel.kind,
});

/** What may stand before the next question: an acknowledgement, or that the answer was not understood. */
export interface Lead {
  readonly bubbles: readonly Bubble[];
}
const noLead: Lead = { bubbles: [] };

/** Answers a tap or a digit. Where no flow stands, the first one is entered and hears the answer. */
export function answerFlow(draft: Draft, event: Extract<FlowEvent, { type: 'answer' }>): void {
  const standing = draft.talk.flow ?? begin(draft);
  if (standing === null) return fail(draft);
  applyFlow(draft, stepFlow(draft.world.flows, standing, event));
}

/** Words that no rule and no option understands: the question again, more plainly the second time (§1 rule 6). */
export function misunderstood(draft: Draft): void {
  const count = draft.talk.misunderstood + 1;
  remember(draft, { misunderstood: count });
  const again = count >= limits.misunderstoodInARow;
  const lead = { bubbles: [text(own(draft.talk, again ? 'system:lost.again' : 'system:lost'))] };
  if (draft.talk.flow === null) return openFlow(draft, lead);
  const result = stepFlow(draft.world.flows, draft.talk.flow, { type: 'unmatched' });
  if (result.status === 'ignored') return putQuestion(draft, lead);
  applyFlow(draft, result, lead);
}

/** Words where the flow asked for words, a number or a place: they are the answer. False where it asked for none. */
export function answeredInWords(draft: Draft, words: string): boolean {
  const { flow } = draft.talk;
  const kind = flow === null ? undefined : pendingAsk(draft.world.flows, flow)?.kind;
  if (flow === null || kind === undefined || kind === 'choose') return false;
  const result = stepFlow(draft.world.flows, flow, answerIn(draft, kind, words));
  if (result.status === 'moved' && !result.effects.some((effect) => effect.type === 'ask' && effect.again)) {
    remember(draft, { misunderstood: 0 });
    applyFlow(draft, result);
    return true;
  }
  misunderstood(draft);
  return true;
}

function answerIn({ world }: Draft, kind: Ask['kind'], words: string): FlowEvent {
  if (kind !== 'ask_place') return { type: 'words', text: words };
  const area = world.services.areaOf(words);
  return area === null ? { type: 'unmatched' } : { type: 'place', area };
}

/** What a card offered to read: questions go on while she waits, until it has been read (§3.0). */
export function openTopic(draft: Draft, topic: TopicButton): void {
  remember(draft, { asking: true });
  applyFlow(draft, jumpTo(draft.world.flows, draft.talk.flow, firstFlow, topicSteps[topic], givenIn(draft)));
}

/** Enters the first flow and puts its first screen. */
export function openFlow(draft: Draft, lead: Lead = noLead): void {
  applyFlow(draft, startFlow(draft.world.flows, firstFlow, givenIn(draft)), lead);
}

/** A question as it is put: its words and its answers. */
export interface Question {
  readonly bubbles: readonly Bubble[];
  readonly choices: readonly Choice[];
}

/** Enters one deciding question, wherever the flow stands (safety-content §1.2: when unsure, ask one question). */
export function enterQuestion(draft: Draft, question: DecidingQuestion): Question | undefined {
  const result = jumpTo(draft.world.flows, draft.talk.flow, firstFlow, question, givenIn(draft));
  if (result.status === 'refused') return undefined;
  remember(draft, { flow: result.snapshot });
  const ask = result.effects.find((effect): effect is Ask => effect.type === 'ask');
  return ask === undefined ? undefined : questionOf(draft, ask);
}

/** The current question once more; where none stands, the danger question or the first screen. */
export function putQuestion(draft: Draft, lead: Lead = noLead): void {
  const { flow } = draft.talk;
  if (flow === null) return openFlow(draft, lead);
  const ask = pendingAsk(draft.world.flows, flow);
  if (ask === null) return openFlow(draft, lead);
  sayQuestion(draft, ask, lead.bubbles);
}

/** Further danger questions: the one that stands, else whatever the story still needs. */
export function goOnAsking(draft: Draft): void {
  const { flow } = draft.talk;
  if (flow === null) return askDanger(draft, noLead);
  const ask = pendingAsk(draft.world.flows, flow);
  if (ask !== null && !isCalled(ask.step)) return putQuestion(draft);
  applyFlow(draft, jumpTo(draft.world.flows, flow, firstFlow, remainingStep));
}

/** Steps of a called flow bear the name of the call before their own (`flow/steps/call.ts`). */
const isCalled = (step: string): boolean => step.includes('__');

/** After a story in free words: whether danger is there now comes next. */
export function askDanger(draft: Draft, lead: Lead): void {
  if (draft.talk.dangerAnswered) return putQuestion(draft, lead);
  applyFlow(draft, jumpTo(draft.world.flows, draft.talk.flow, firstFlow, dangerStep, givenIn(draft)), lead);
}

/** She can write: screen 1 counts as answered and is not repeated (safety-content §3.3 rule 8). */
export function goOn(draft: Draft): void {
  const { flow } = draft.talk;
  const standing = flow ?? begin(draft);
  if (standing === null) return fail(draft);
  if (standing.at !== firstStep) return putQuestion(draft);
  applyFlow(
    draft,
    stepFlow(draft.world.flows, standing, {
      type: 'answer',
      step: firstStep,
      visit: standing.visit,
      option: 'can_write',
    }),
  );
}

/** A hand-off's outcome that came back to the flow. */
export function tellFlow(draft: Draft, event: Extract<FlowEvent, { type: 'handoff' }>): void {
  if (draft.talk.flow === null) return;
  const result = stepFlow(draft.world.flows, draft.talk.flow, event);
  if (result.status !== 'ignored') applyFlow(draft, result);
}

/** Nobody answered the question: the flow moves on without a word, for nothing is sent unasked (promise 6). */
export function flowFellSilent(draft: Draft): void {
  const { flow } = draft.talk;
  if (flow === null) return;
  const result = stepFlow(draft.world.flows, flow, { type: 'silence', step: flow.at, visit: flow.visit });
  if (result.status !== 'moved') return;
  const ended = result.effects.some(({ type }) => type === 'ended');
  remember(draft, { flow: ended ? null : result.snapshot });
}

function begin(draft: Draft) {
  const result = startFlow(draft.world.flows, firstFlow, givenIn(draft));
  if (result.status === 'refused') return null;
  remember(draft, { flow: result.snapshot });
  return result.snapshot;
}

/** The failure route: numbers, and a person (promise 1). The broken snapshot goes, the conversation stays. */
function fail(draft: Draft): void {
  remember(draft, { flow: null, asking: false });
  say(draft, { bubbles: [text(own(draft.talk, 'system:failure'))], choices: [askPerson(draft.talk)] });
}

/** The directory answers within the turn: what a flow looks up is a fact of this second. */
function lookedUp(draft: Draft, result: FlowResult): FlowResult {
  if (result.status !== 'moved') return result;
  const query = result.effects.find(
    (effect) => effect.type === 'lookup' && effect.step === result.snapshot.at,
  );
  if (query?.type !== 'lookup') return result;
  const { kinds, area, limit, step, visit } = query;
  const usesViolence = draft.talk.speaker === 'mayharm';
  const found = draft.world.services.find({ kinds, area, limit, usesViolence });
  const outcome = found === null ? 'failed' : found.length === 0 ? 'none' : { found };
  const next = stepFlow(draft.world.flows, result.snapshot, { type: 'lookup', step, visit, outcome });
  if (next.status !== 'moved') return next;
  const before = result.effects.filter((effect) => effect !== query);
  return lookedUp(draft, { ...next, effects: [...before, ...next.effects] });
}

/** Takes what a flow wants and lets the conversation decide what of it may be said now. */
function applyFlow(draft: Draft, moved: FlowResult, lead: Lead = noLead): void {
  const result = lookedUp(draft, moved);
  if (result.status === 'refused') return fail(draft);
  remember(draft, { flow: result.snapshot });
  const { effects } = result;
  for (const effect of effects) learn(draft, effect);
  const weighed = weigh(draft, signalsOf(draft, effects));
  const ask = effects.find((effect): effect is Ask => effect.type === 'ask');
  const goesOn = draft.talk.asking && weighed.level !== 'imminent';
  const question =
    ask !== undefined && (goesOn || decidingSteps.has(ask.step)) ? questionOf(draft, ask) : undefined;
  carryOut(draft, weighed.duties, { signals: weighed.signals, pageWhy: 'raised', question });
  if (effects.some(({ type }) => type === 'quiet')) {
    return carryOut(draft, custody(draft, { type: 'quiet', typed: false, at: draft.world.now }));
  }
  if (question === undefined || !spoke(draft)) speakFlow(draft, effects, ask, lead);
}

/** Only imminent stops the questions; at high they wait until she taps "Trả lời thêm" (safety-content §3.0). */
function speakFlow(draft: Draft, effects: readonly FlowEffect[], ask: Ask | undefined, lead: Lead): void {
  const { custody: held, assessment } = draft.talk;
  if (held.state === 'held') return;
  const said = effects.flatMap((effect) => (effect.type === 'say' ? saying(draft, effect) : []));
  if (effects.some(({ type }) => type === 'handoff') && held.state !== 'waiting' && held.state !== 'lost')
    askForPerson(draft);
  const waits = held.state === 'waiting' || held.state === 'lost';
  const wanted = draft.talk.asking && assessment.level !== 'imminent';
  if (draft.talk.skips >= limits.skipsInARow && !waits) return stopAsking(draft);
  const bubbles = [...lead.bubbles, ...said];
  if (ask !== undefined && (!waits || wanted || decidingSteps.has(ask.step)))
    return sayQuestion(draft, ask, bubbles);
  if (bubbles.length > 0 && (!waits || wanted)) return void say(draft, { bubbles });
  if (spoke(draft)) return;
  if (waits) return sayFurther(draft);
  putQuestion(draft);
}

/** Whether the turn has already answered her. */
export const spoke = (draft: Draft): boolean => draft.effects.some(({ type }) => type === 'send');

/** A flow's hand-off: the queue, and whoever reads the flow's own fallback when nobody is there. */
function askForPerson(draft: Draft): void {
  remember(draft, { wantsPerson: true });
  carryOut(draft, custody(draft, { type: 'person', typed: false, at: draft.world.now }));
  if (draft.world.cover.state === 'nobody') tellFlow(draft, { type: 'handoff', outcome: 'unavailable' });
}

/** Three skips in a row: a person is offered and nothing more is asked (§1 rule 3). */
function stopAsking(draft: Draft): void {
  remember(draft, { skips: 0, asking: false });
  say(draft, { bubbles: [text(own(draft.talk, 'system:skipped'))], choices: [askPerson(draft.talk)] });
}

function learn(draft: Draft, effect: FlowEffect): void {
  switch (effect.type) {
    case 'answered':
      remember(draft, {
        misunderstood: 0,
        skips: effect.option === 'skip' ? draft.talk.skips + 1 : 0,
        positives: draft.talk.positives + (effect.positive ? 1 : 0),
        dangerAnswered: draft.talk.dangerAnswered || (effect.step === dangerStep && effect.option !== 'skip'),
      });
      return;
    case 'speaker':
      return learnSpeaker(draft, effect.speaker);
    case 'arm':
      return startTimer(draft, 'flow-silence', effect.afterMs);
    case 'ended':
      return remember(draft, { flow: null, asking: false });
    case 'say':
    case 'ask':
    case 'risk':
    case 'quiet':
    case 'handoff':
    case 'lookup':
      return;
  }
}

/** Marks of taps as signals; a skip beside any positive answer raises one step, to high at most (§1 rule 3). */
function signalsOf(draft: Draft, effects: readonly FlowEffect[]): readonly Signal[] {
  return effects.flatMap((effect): Signal[] => {
    if (effect.type === 'risk') return [tapSignal(effect.mark.trigger, effect.mark.level)];
    if (effect.type === 'answered' && effect.option === 'skip') return skipSignal(draft, effect.step);
    return [];
  });
}

/** What a tap proves. */
export const tapSignal = (code: Signal['code'], level: Signal['level']): Signal => ({
  code,
  level,
  source: 'tap',
  categories: triggerOf(code).categories,
});

function skipSignal(draft: Draft, step: string): Signal[] {
  const { positives, assessment, flow } = draft.talk;
  if (positives === 0 || isAtLeast(assessment.level, 'high') || flow === null) return [];
  const plan = draft.world.flows.byStructure(flow.flow, flow.structure);
  const skipped = plan?.steps[step];
  const options: readonly PlanOption[] = skipped?.kind === 'choose' ? skipped.options : [];
  const mark = options.flatMap(({ risk }) => risk).find(({ level }) => level === 'high');
  if (mark === undefined) return [];
  return [tapSignal(mark.trigger, assessment.level === 'medium' ? 'high' : 'medium')];
}

/** What a flow says, with the cards of services beside it. */
function saying(draft: Draft, effect: Extract<FlowEffect, { type: 'say' }>): readonly Bubble[] {
  const { world, talk } = draft;
  const cards = (effect.cards ?? []).flatMap((id): readonly Bubble[] => {
    const card = world.services.card(id, talk.speaker === 'mayharm');
    return card === null ? [] : [{ kind: 'service', ...card }];
  });
  return [...texts(worded(draft, effect)), ...cards];
}

const worded = (draft: Draft, effect: Ask | Extract<FlowEffect, { type: 'say' }>) =>
  draft.talk.child && effect.childText !== undefined ? effect.childText : effect.text;

function sayQuestion(draft: Draft, ask: Ask, lead: readonly Bubble[]): void {
  const { bubbles, choices } = questionOf(draft, ask);
  say(draft, { bubbles: [...lead, ...bubbles], choices });
}

function questionOf(draft: Draft, ask: Ask): Question {
  const choices = ask.options.map(
    ({ digit, label, childLabel = label, option }): Choice => ({
      digit,
      label: draft.talk.child ? childLabel : label,
      value: { kind: 'answer', step: ask.step, visit: ask.visit, option },
    }),
  );
  if (ask.step !== firstStep) return { bubbles: texts(worded(draft, ask)), choices };
  return {
    bubbles: [...texts(worded(draft, ask)), text('system:first.codes')],
    choices: [...codeChoices(draft), ...choices],
  };
}

/** On screen 1 the two codes stand among the answers (safety-content §3.1). */
const codeChoices = ({ talk }: Draft): readonly Choice[] => [
  button(talk, 'sos', { label: 'system:button.sos.danger', digit: 1 }),
  button(talk, 'quiet', { label: 'system:button.quiet.near', digit: 2 }),
];
