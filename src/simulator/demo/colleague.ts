import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { QueueLine } from '../../wire/console.ts';
import type { Console } from './console.ts';
import type { Talk } from './talks.ts';

/** How often the colleague looks, and how long she takes to write, in milliseconds. */
const pace = { look: 1000, typing: 4000 } as const;

interface Holding {
  readonly talk: Talk;
  written: number;
  writtenAt: number;
}

/** The simulated colleague: writes her lines into the talks she holds, one after each message of the person. */
export async function workAsColleague(
  desk: Console,
  talks: ReadonlyMap<string, Talk>,
  stop: AbortSignal,
): Promise<void> {
  const held = new Map<string, Holding>();

  async function workOn(line: QueueLine): Promise<void> {
    const talk = talks.get(line.conversation);
    if (talk === undefined) return;
    const holding = held.get(line.conversation) ?? { talk, written: 0, writtenAt: 0 };
    held.set(line.conversation, holding);
    const heardAt = line.lastPersonAt ?? 0;
    if (holding.written > 0 && heardAt <= holding.writtenAt) return;
    const text = talk.colleague?.[holding.written];
    if (text !== undefined) await write(line.conversation, holding, text);
    else if (talk.closes !== undefined) await close(line.conversation, talk.closes);
  }

  /** The contact record first, as it was begun; then the talk is closed. */
  async function close(conversation: string, note: string): Promise<void> {
    const begun = await desk.house('contacts/of', { conversation });
    if (begun.status !== 'done') return;
    const { version, record } = begun.reply;
    await desk.house('contacts/save', { conversation, id: null, version, record });
    await desk.run('close', { conversation, note });
  }

  async function write(conversation: string, holding: Holding, text: string): Promise<void> {
    await pause(holding.written === 0 ? 0 : pace.typing, undefined, { signal: stop });
    const reply = await desk.run('write', { conversation, text, clientId: randomUUID() });
    if (reply.status === 'refused') return;
    holding.written += 1;
    holding.writtenAt = Date.now();
  }

  for (;;) {
    for (const line of desk.desk()?.mine ?? []) await workOn(line);
    await pause(pace.look, undefined, { signal: stop });
  }
}
