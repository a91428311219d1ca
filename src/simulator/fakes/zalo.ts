import { createHash, createHmac } from 'node:crypto';
import { type FakeZaloButton, objectOf, readMessage } from './zalo-messages.ts';
import { type FakeReply, type FakeZaloOAuth, fakeJson, fakeZaloOAuth } from './zalo-oauth.ts';

/** One line of what was said, as the person's phone or OA Manager shows it. */
export interface FakeZaloLine {
  readonly at: number;
  readonly from: 'person' | 'account';
  readonly text: string;
  readonly buttons: readonly FakeZaloButton[];
}

/** A signed event, ready to be posted to our webhook. */
export interface FakeZaloEvent {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface FakeZaloSettings {
  readonly appId: string;
  readonly appSecret: string;
  readonly oaId: string;
  readonly oaSecret: string;
  readonly now: () => number;
}

/** What a call to the fake may come to beside an answer: nothing, until the caller gives up. */
export type FakeZaloAnswer = FakeReply | 'never' | 'cut';

/**
 * A pretended Zalo Official Account that keeps the documented rules: signatures, windows, lengths, single-use tokens,
 * error codes inside HTTP 200 (channels.md §1). What a person writes may make it misbehave: `#timeout`, `#cut` and
 * `#503` the next call, `#429` the next two, `#-248` what is worded as it was, `#window-closed` and `#blocked` until she
 * writes again.
 */
export interface FakeZalo {
  readonly oauth: FakeZaloOAuth;
  /** One request to `openapi.zalo.me` or `oauth.zaloapp.com`. `path` begins with `/`. */
  call(request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }): FakeZaloAnswer;
  /** The person writes; the event that Zalo posts for it. */
  say(user: string, text: string): FakeZaloEvent;
  /** An anonymous visitor writes. */
  visit(anonymous: string, conversation: string, text: string): FakeZaloEvent;
  /** She sends something beside words: `image`, `audio`, `sticker` … */
  sends(user: string, kind: string): FakeZaloEvent;
  /** Somebody answers her in OA Manager. */
  answerOutside(user: string, text: string): FakeZaloEvent;
  /** The echo of the newest message that the account sent her. */
  echo(user: string): FakeZaloEvent;
  /** `follow`, `unfollow`, `user_withdraw`. */
  manage(name: string, user: string): FakeZaloEvent;
  /** Any other event, signed as it is. */
  event(value: Readonly<Record<string, unknown>>): FakeZaloEvent;
  transcript(user: string): readonly FakeZaloLine[];
  /** Calls that a safe program never makes: profiles, lists of chats. */
  forbidden(): readonly string[];
  /** Users whose data the account was asked to delete. */
  forgotten(): readonly string[];
  /** What the next call about her comes to; `blocked` and `window` hold until she writes again. */
  spoil(user: string, fault: 'never' | 'cut' | '429' | 'blocked' | 'window'): void;
  /** Every call fails until it is over. */
  setDown(down: boolean): void;
}

const hour = 3_600_000;
const closedAfter = 7 * 24 * hour;
const perMinute = 4000;
const longestText = 2000;

interface Person {
  lastAt: number | null;
  blocked: boolean;
  closed: boolean;
  /** What the next calls about her come to, oldest first. */
  readonly next: ('never' | 'cut' | '503' | '429' | '-248')[];
  refusedText: string | null;
  readonly lines: FakeZaloLine[];
}

const profileCalls = [
  /\/user\/detail/u,
  /\/user\/getlist/u,
  /\/listrecentchat/u,
  /\/conversation/u,
  /\/getprofile/u,
];

export function fakeZalo(settings: FakeZaloSettings): FakeZalo {
  const { now } = settings;
  const oauth = fakeZaloOAuth(settings);
  const people = new Map<string, Person>();
  const forbidden: string[] = [];
  const forgotten: string[] = [];
  const minute = { number: 0, calls: 0 };
  let down = false;
  let count = 0;

  const newId = (): string =>
    createHmac('sha256', settings.oaId)
      .update(String((count += 1)))
      .digest('hex')
      .slice(0, 20);

  function personOf(user: string): Person {
    const known = people.get(user);
    if (known !== undefined) return known;
    const fresh: Person = {
      lastAt: null,
      blocked: false,
      closed: false,
      next: [],
      refusedText: null,
      lines: [],
    };
    people.set(user, fresh);
    return fresh;
  }

  function hear(user: string, text: string): void {
    const person = personOf(user);
    const { next } = person;
    Object.assign(person, { lastAt: now(), blocked: false, closed: false, refusedText: null });
    if (text.includes('#timeout')) next.push('never');
    if (text.includes('#cut')) next.push('cut');
    if (text.includes('#503')) next.push('503');
    if (text.includes('#429')) next.push('429', '429');
    if (text.includes('#-248')) next.push('-248');
    if (text.includes('#window-closed')) person.closed = true;
    if (text.includes('#blocked')) person.blocked = true;
    person.lines.push({ at: now(), from: 'person', text, buttons: [] });
  }

  function event(value: Readonly<Record<string, unknown>>): FakeZaloEvent {
    const timestamp = String(now());
    const body = JSON.stringify({ app_id: settings.appId, ...value, timestamp });
    const mac = createHash('sha256')
      .update(settings.appId + body + timestamp + settings.oaSecret)
      .digest('hex');
    return {
      body,
      headers: { 'content-type': 'application/json', 'x-zevent-signature': `mac=${mac}` },
    };
  }

  const fromUser = (user: string, name: string, message: object): FakeZaloEvent =>
    event({
      event_name: name,
      user_id_by_app: `by-app-${user}`,
      sender: { id: user },
      recipient: { id: settings.oaId },
      message: { msg_id: newId(), ...message },
    });

  const toUser = (user: string, sender: object, text: string): FakeZaloEvent =>
    event({
      event_name: 'oa_send_text',
      user_id_by_app: `by-app-${user}`,
      sender: { id: settings.oaId, ...sender },
      recipient: { id: user },
      message: { msg_id: newId(), text },
    });

  function withToken(headers: Readonly<Record<string, string>>, work: () => FakeZaloAnswer): FakeZaloAnswer {
    const refusal = oauth.refusalOf(headers['access_token'] ?? '');
    if (refusal !== 0) return refused(refusal);
    const current = Math.floor(now() / 60_000);
    if (minute.number !== current) Object.assign(minute, { number: current, calls: 0 });
    minute.calls += 1;
    return minute.calls > perMinute ? refused(-32) : work();
  }

  function send(key: string, message: unknown): FakeZaloAnswer {
    const person = personOf(key);
    const fault = faultOf(person, message);
    if (fault !== null && fault !== 'cut') return fault;
    const { text, buttons } = readMessage(message);
    person.lines.push({ at: now(), from: 'account', text, buttons });
    // It was taken and nobody hears so: what is sent again stands there twice.
    if (fault === 'cut') return fault;
    return fakeJson({
      error: 0,
      message: 'Success',
      data: { message_id: newId(), user_id: key, sent_time: String(now()), quota: { quota_type: 'reply' } },
    });
  }

  function faultOf(person: Person, message: unknown): FakeZaloAnswer | null {
    const { text, valid } = readMessage(message);
    if (!valid) return refused(-201);
    if (text.length > longestText) return refused(-210);
    if (person.lastAt === null) return refused(-232);
    if (person.closed || now() - person.lastAt > closedAfter) return refused(-230);
    if (person.blocked) return refused(-217);
    if (person.refusedText === text) return refused(-248);
    const next = person.next.shift();
    switch (next) {
      case 'never':
      case 'cut':
        return next;
      case '503':
        return { status: 503, body: 'Service Unavailable' };
      case '429':
        return refused(-32);
      case '-248':
        person.refusedText = text;
        return refused(-248);
      case undefined:
        return null;
    }
  }

  function messageCs(body: string): FakeZaloAnswer {
    const { recipient, message } = objectOf(body) as { recipient?: { user_id?: unknown }; message?: unknown };
    const user = recipient?.user_id;
    return typeof user === 'string' ? send(user, message) : refused(-201);
  }

  function messageAnonymous(body: string): FakeZaloAnswer {
    const { recipient, message } = objectOf(body) as {
      recipient?: { anonymous_id?: unknown; conversation_id?: unknown };
      message?: unknown;
    };
    const { anonymous_id: who, conversation_id: where } = recipient ?? {};
    return typeof who === 'string' && typeof where === 'string'
      ? send(visitorKey(who, where), message)
      : refused(-201);
  }

  function forget(body: string): FakeZaloAnswer {
    const { user_id: user } = objectOf(body) as { user_id?: unknown };
    if (typeof user !== 'string') return refused(-201);
    forgotten.push(user);
    return fakeJson({ error: 0, message: 'Success' });
  }

  const account = (): FakeZaloAnswer =>
    fakeJson({
      error: 0,
      message: 'Success',
      data: { oaid: settings.oaId, name: 'Hiên', is_verified: true, oa_type: 4 },
    });

  return {
    oauth,
    call({ method, path, headers, body }) {
      const { pathname } = new URL(path, 'https://openapi.zalo.me');
      if (profileCalls.some((pattern) => pattern.test(pathname))) forbidden.push(pathname);
      if (down) return { status: 502, body: 'Bad Gateway' };
      const isJson = headers['content-type']?.split(';')[0] === 'application/json';
      switch (`${method} ${pathname}`) {
        case 'POST /v4/oa/access_token':
          return oauth.token(headers, new URLSearchParams(body));
        case 'POST /v3.0/oa/message/cs':
          return withToken(headers, () => (isJson ? messageCs(body) : refused(-201)));
        case 'POST /v2.0/oa/message':
          return withToken(headers, () => (isJson ? messageAnonymous(body) : refused(-201)));
        case 'POST /v2.0/oa/deletefollowerinfo':
          return withToken(headers, () => (isJson ? forget(body) : refused(-201)));
        case 'GET /v2.0/oa/getoa':
          return withToken(headers, account);
        default:
          return { status: 404, body: 'Not Found' };
      }
    },
    say(user, text) {
      hear(user, text);
      return fromUser(user, 'user_send_text', { text });
    },
    visit(anonymous, conversation, text) {
      hear(visitorKey(anonymous, conversation), text);
      return fromUser(anonymous, 'anonymous_send_text', { text, conversation_id: conversation });
    },
    sends(user, kind) {
      hear(user, `[${kind}]`);
      const payload = {
        url: `https://files.zalo.example/${kind}`,
        thumbnail: 'https://files.zalo.example/t',
      };
      return fromUser(user, `user_send_${kind}`, { attachments: [{ type: kind, payload }] });
    },
    answerOutside(user, text) {
      personOf(user).lines.push({ at: now(), from: 'account', text, buttons: [] });
      return toUser(user, { admin_id: '2468' }, text);
    },
    echo(user) {
      const newest = personOf(user).lines.findLast(({ from }) => from === 'account');
      return toUser(user, {}, newest?.text ?? '');
    },
    manage: (name, user) =>
      event({ event_name: name, oa_id: settings.oaId, follower: { id: user }, source: 'oa' }),
    event,
    transcript: (user) => [...(people.get(user)?.lines ?? [])],
    forbidden: () => [...forbidden],
    forgotten: () => [...forgotten],
    spoil(user, fault) {
      const person = personOf(user);
      if (fault === 'blocked') person.blocked = true;
      else if (fault === 'window') person.closed = true;
      else person.next.push(fault);
    },
    setDown(value) {
      down = value;
    },
  };
}

const visitorKey = (anonymous: string, conversation: string): string => `${anonymous} in ${conversation}`;

const refused = (code: number): FakeReply => fakeJson({ error: code, message: `error ${String(code)}` });
