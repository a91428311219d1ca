import type { DeskFrame, ServerFrame, TalkFrame } from '../../../wire/console.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { muteNow } from './alarm.ts';
import { type ConsoleState, emptyConsole } from './console-state.ts';

/** Everything that can happen to the console. Times are local unless they come in a frame. */
export type ConsoleEvent =
  | { readonly type: 'line'; readonly status: ConsoleState['line']; readonly at: number }
  | { readonly type: 'frame'; readonly frame: ServerFrame; readonly at: number }
  | { readonly type: 'opened'; readonly conversation: string | null }
  | { readonly type: 'drafted'; readonly conversation: string; readonly text: string }
  /** A send did not come through; the same id goes with the next attempt. */
  | { readonly type: 'send-failed'; readonly conversation: string; readonly clientId: string }
  | { readonly type: 'sent'; readonly conversation: string; readonly text: string }
  | { readonly type: 'taken-back'; readonly conversation: string; readonly text: string }
  | { readonly type: 'muted'; readonly at: number }
  | { readonly type: 'unmuted' }
  | { readonly type: 'sound'; readonly blocked: boolean }
  | { readonly type: 'wake-lock'; readonly state: ConsoleState['wakeLock'] }
  | { readonly type: 'visible'; readonly visible: boolean }
  | { readonly type: 'notice'; readonly notice: MessageKey | null }
  | { readonly type: 'signing-off'; readonly on: boolean }
  | { readonly type: 'signed-out' };

/** The next state of the console. Pure: no clock, no browser. */
export function reduce(state: ConsoleState, event: ConsoleEvent): ConsoleState {
  switch (event.type) {
    case 'line':
      return lineChanged(state, event.status, event.at);
    case 'frame':
      return frameArrived(state, event.frame, event.at);
    case 'opened':
      return opened(state, event.conversation);
    case 'drafted':
      return drafted(state, event.conversation, event.text);
    case 'send-failed':
      return sendFailed(state, event.conversation, event.clientId);
    case 'sent':
      return sent(state, event.conversation, event.text);
    case 'taken-back':
      return takenBack(state, event.conversation, event.text);
    case 'muted':
      return { ...state, mute: muteNow(state.desk, event.at) };
    case 'unmuted':
      return { ...state, mute: null };
    case 'sound':
      return { ...state, soundBlocked: event.blocked };
    case 'wake-lock':
      return { ...state, wakeLock: event.state };
    case 'visible':
      return markSeen({ ...state, visible: event.visible });
    case 'notice':
      return { ...state, notice: event.notice };
    case 'signing-off':
      return { ...state, signingOff: event.on };
    case 'signed-out':
      break;
  }
  return { ...emptyConsole, soundBlocked: state.soundBlocked, visible: state.visible };
}

function lineChanged(state: ConsoleState, status: ConsoleState['line'], at: number): ConsoleState {
  if (status === 'up') return { ...state, line: 'up', downSince: null };
  if (status === 'connecting' && state.downSince !== null) return state;
  return { ...state, line: status, downSince: status === 'down' ? (state.downSince ?? at) : null };
}

function frameArrived(state: ConsoleState, frame: ServerFrame, at: number): ConsoleState {
  switch (frame.type) {
    case 'desk':
      return deskArrived(state, frame, at);
    case 'talk':
      return frame.conversation === state.opened ? talkArrived(state, frame) : state;
    case 'talk-gone':
      if (frame.conversation !== state.opened) return withoutErased(state, frame.conversation, frame.why);
      return withoutErased({ ...state, talk: null, gone: frame.why }, frame.conversation, frame.why);
    case 'pulse':
      break;
  }
  return state;
}

/** A desk of somebody else (another person signed in here) brings none of the former one's texts along. */
function deskArrived(state: ConsoleState, desk: DeskFrame, at: number): ConsoleState {
  const sameStaff = state.desk === null || state.desk.me.id === desk.me.id;
  const before = sameStaff ? state : { ...emptyConsole, line: state.line, visible: state.visible };
  return markSeen({ ...before, desk, serverOffset: desk.now - at });
}

function talkArrived(state: ConsoleState, talk: TalkFrame): ConsoleState {
  const next = { ...state, talk, gone: null };
  return talk.composer === 'erased' ? withoutErased(next, talk.conversation, 'erased') : next;
}

/** Erased means gone from the counsellor's screen too, with what she was about to answer (promise 4). */
function withoutErased(state: ConsoleState, conversation: string, why: string): ConsoleState {
  return why === 'erased' ? { ...state, drafts: without(state.drafts, conversation) } : state;
}

function opened(state: ConsoleState, conversation: string | null): ConsoleState {
  if (conversation === state.opened) return state;
  return markSeen({ ...state, opened: conversation, talk: null, gone: null, notice: null });
}

/** What is on screen and in front counts as read. */
function markSeen(state: ConsoleState): ConsoleState {
  const line = state.desk?.mine.find((mine) => mine.conversation === state.opened);
  if (!state.visible || line === undefined) return state;
  return { ...state, seen: { ...state.seen, [line.conversation]: line.lastPersonAt ?? 0 } };
}

function drafted(state: ConsoleState, conversation: string, text: string): ConsoleState {
  if (text === '') return { ...state, drafts: without(state.drafts, conversation) };
  const pseudonym = pseudonymOf(state, conversation);
  return {
    ...state,
    drafts: { ...state.drafts, [conversation]: { pseudonym, text, clientId: null } },
  };
}

function sendFailed(state: ConsoleState, conversation: string, clientId: string): ConsoleState {
  const draft = state.drafts[conversation];
  if (draft === undefined) return state;
  return { ...state, drafts: { ...state.drafts, [conversation]: { ...draft, clientId } } };
}

/** Only what was sent leaves the box; words typed meanwhile stay. */
function sent(state: ConsoleState, conversation: string, text: string): ConsoleState {
  const draft = state.drafts[conversation];
  return draft?.text === text ? { ...state, drafts: without(state.drafts, conversation) } : state;
}

/** A message taken back returns to the box, before anything newer. */
function takenBack(state: ConsoleState, conversation: string, text: string): ConsoleState {
  const newer = state.drafts[conversation]?.text ?? '';
  return drafted(state, conversation, newer === '' ? text : `${text}\n${newer}`);
}

function pseudonymOf(state: ConsoleState, conversation: string): string {
  if (state.talk?.conversation === conversation) return state.talk.line.pseudonym;
  const line = state.desk?.mine.find((mine) => mine.conversation === conversation);
  return line?.pseudonym ?? state.drafts[conversation]?.pseudonym ?? '';
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
