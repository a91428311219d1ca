import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { FixedButton } from '../../conversation/inbound.ts';
import { buttonValue } from '../../wire/chat.ts';
import type { Line, Talk } from './talks.ts';

/** Times of a simulated person, in milliseconds. */
const pace = { look: 2000, typing: 5000, choice: 250, choiceAtMost: 10_000 } as const;

const pageTexts = z
  .record(z.string(), z.object({ text: z.string() }))
  .parse(JSON.parse(readFileSync(new URL('../../../locales/vi/page.json', import.meta.url), 'utf8')));

/** The page shows the first question before anything is sent, so its answers are there from the start. */
const firstScreen: readonly Offered[] = ['can_write', 'under_18', 'unsure'].map((o) => ({
  label: pageTexts[`web.ask.${o}`]?.text ?? '',
  value: { k: 'a', s: 'now_ok', v: 1, o },
}));

/** After these she is not there any more. */
const endings: ReadonlySet<FixedButton> = new Set(['leave', 'erase.confirm']);

const started = z.object({ conversationId: z.string(), token: z.string() });
const choice = z.object({ label: z.string(), value: buttonValue });
type Offered = z.infer<typeof choice>;
const page = z.object({
  watermark: z.string(),
  activities: z.array(
    z.object({
      channelData: z
        .object({ porch: z.object({ from: z.string(), choices: z.array(choice) }).optional() })
        .nullish(),
    }),
  ),
});

/** A simulated person with a page open, over the same Direct Line calls as the page itself. */
export interface Person {
  readonly conversation: string;
  /** Does what her talk says and then answers whoever writes to her, until `stop`. */
  live(): Promise<void>;
}

export async function openPerson(url: string, talk: Talk, stop: AbortSignal): Promise<Person> {
  const root = `${url}/v3/directline/conversations`;
  const begun = started.parse(await call(root, { method: 'POST', signal: stop }));
  const activities = `${root}/${begun.conversationId}/activities`;
  const headers = { authorization: `Bearer ${begun.token}`, 'content-type': 'application/json' };
  const gone = new AbortController();
  const signal = AbortSignal.any([stop, gone.signal]);
  const seen = new Map<string, Offered>();
  firstScreen.forEach(offer);
  let watermark = '';
  let counsellors = 0;

  const wait = (ms: number): Promise<void> => pause(ms, undefined, { signal });

  async function post(activity: object): Promise<void> {
    const own = { from: { id: 'demo' }, channelData: { clientActivityID: randomUUID() } };
    await call(activities, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...own, ...activity }),
      signal,
    });
  }

  async function look(): Promise<void> {
    const got = page.parse(await call(`${activities}?watermark=${watermark}`, { headers, signal }));
    watermark = got.watermark;
    for (const { channelData } of got.activities) {
      if (channelData?.porch?.from === 'counsellor') counsellors += 1;
      channelData?.porch?.choices.forEach(offer);
    }
  }

  function offer(offered: Offered): void {
    if (offered.value.k === 'a') seen.set(`${offered.value.s}.${offered.value.o}`, offered);
  }

  /** Waits for the question to be on her screen, as a person would. */
  async function tap(name: string): Promise<void> {
    for (let waited = 0; waited < pace.choiceAtMost; waited += pace.choice) {
      const offered = seen.get(name);
      if (offered !== undefined) return post({ type: 'message', text: offered.label, value: offered.value });
      await wait(pace.choice);
      await look();
    }
    throw new Error(`Nothing offered the answer ${name}.`);
  }

  async function press(button: FixedButton): Promise<void> {
    if (button === 'leave') await post({ type: 'endOfConversation' });
    else await post({ type: 'message', value: { k: 'b', b: button } });
    if (endings.has(button)) gone.abort();
  }

  function act(line: Line): Promise<void> {
    switch (line.do) {
      case 'say':
        return post({ type: 'message', text: line.text });
      case 'tap':
        return tap(line.choice);
      case 'wait':
        return wait(line.seconds * 1000);
      case 'press':
        return press(line.button);
    }
  }

  async function actAll(): Promise<void> {
    for (const line of talk.lines) await act(line);
  }

  /** One answer to every message of a counsellor, as long as she has something to say. */
  async function answer(): Promise<void> {
    for (let given = 0; ; await wait(pace.look)) {
      await look();
      const next = talk.answers[given];
      if (given >= counsellors || next === undefined) continue;
      given += 1;
      await wait(pace.typing);
      await post({ type: 'message', text: next });
    }
  }

  return {
    conversation: begun.conversationId,
    async live() {
      try {
        await Promise.all([actAll(), answer()]);
      } catch (fault) {
        if (!signal.aborted) throw fault;
      }
    },
  };
}

/** A call that must succeed; the answer read as JSON. */
async function call(address: string, init: RequestInit): Promise<unknown> {
  const answer = await fetch(address, init);
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${address}: ${String(answer.status)} ${JSON.stringify(body)}`);
  return body;
}
