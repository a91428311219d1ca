import { once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import type { TalkFrame } from '../../../src/wire/console.ts';
import { browser, desk, hire, startConsole } from './universe.ts';

async function onLine(options: { autoPong?: boolean } = {}) {
  const universe = await startConsole();
  const id = await hire(universe, 'Lan');
  const lan = browser(universe);
  await lan.signIn('Lan');
  const live = lan.live({}, options);
  await vi.waitFor(() => expect(live.frames).toHaveLength(1));
  const [line] = universe.desk.lines;
  if (line === undefined) throw new Error('No line was opened.');
  return { universe, id, lan, live, line };
}

const nows = (frames: readonly object[]) => frames.map((frame) => ('now' in frame ? frame.now : null));

describe('the live line', () => {
  test('is not opened without a session', async () => {
    const universe = await startConsole();
    expect(await browser(universe).live().refused).toBe(401);
    expect(universe.desk.lines).toEqual([]);
  });

  test.each(['https://evil.example', 'null'])('is not opened from %s', async (origin) => {
    const universe = await startConsole();
    await hire(universe, 'Lan');
    const lan = browser(universe);
    await lan.signIn('Lan');
    expect(await lan.live({ origin }).refused).toBe(403);
    expect(universe.desk.lines).toEqual([]);
  });

  test('brings the desk at once, and every later change', async () => {
    const { universe, live, line } = await onLine();
    expect(nows(live.frames)).toEqual([0]);
    universe.clock.advance(1000);
    line.send(desk(1));
    await vi.waitFor(() => expect(nows(live.frames)).toEqual([0, 1]));
  });

  test('brings a burst in at most five batches a second, the last change always', async () => {
    const { universe, live, line } = await onLine();
    for (let change = 1; change <= 100; change += 1) {
      line.send(desk(change));
      universe.clock.advance(10);
    }
    universe.clock.advance(1000);
    await vi.waitFor(() => expect(nows(live.frames).at(-1)).toBe(100));
    expect(live.frames.length).toBeGreaterThan(3);
    expect(live.frames.length).toBeLessThanOrEqual(1 + 6);
  });

  test('keeps the newest frame of each conversation, in the order of their news', async () => {
    const { universe, live, line } = await onLine();
    const talk = (conversation: string, level: string) =>
      ({ type: 'talk', conversation, level }) as unknown as TalkFrame;
    line.send(talk('a', 'low'));
    line.send(desk(1));
    line.send(talk('b', 'low'));
    line.send({ type: 'talk-gone', conversation: 'a', why: 'closed' });
    universe.clock.advance(200);
    await vi.waitFor(() => expect(live.frames).toHaveLength(4));
    expect(live.frames.slice(1)).toEqual([
      desk(1),
      talk('b', 'low'),
      { type: 'talk-gone', conversation: 'a', why: 'closed' },
    ]);
  });

  test('carries what the console says, and answers each beat', async () => {
    const { universe, live } = await onLine();
    universe.clock.advance(1000);
    live.say({ type: 'beat', soundAllowed: true, visible: true });
    live.say({ type: 'watch', conversation: 'c' });
    await vi.waitFor(() => expect(universe.desk.heard).toHaveLength(2));
    expect(universe.desk.heard[1]).toEqual({ type: 'watch', conversation: 'c' });
    await vi.waitFor(() => expect(live.frames.at(-1)).toEqual({ type: 'pulse', now: universe.clock.now() }));
  });

  test('ignores and counts what it cannot read, and goes on', async () => {
    const { universe, live, line } = await onLine();
    const long = `${JSON.stringify({ type: 'watch', conversation: 'c' })}${' '.repeat(5000)}`;
    for (const bad of ['{', '[]', '{"type":"beat"}', long]) live.socket.send(bad);
    live.socket.send(Buffer.from([1, 2, 3]));
    live.say({ type: 'watch', conversation: null });
    await vi.waitFor(() => expect(universe.desk.heard).toHaveLength(1));
    expect(universe.counted).toEqual(Array.from({ length: 5 }, () => 'frame-malformed'));
    universe.clock.advance(1000);
    line.send(desk(7));
    await vi.waitFor(() => expect(nows(live.frames)).toEqual([0, 7]));
  });

  test('is closed, and reported, when the desk breaks on a frame', async () => {
    const { universe, live, line } = await onLine();
    universe.desk.script.hear = () => {
      throw new Error('bug');
    };
    live.say({ type: 'watch', conversation: 'c' });
    expect(await live.closed).toBe(1011);
    expect(line.open).toBe(false);
    expect(universe.faults).toEqual(['/console/live: Error: bug']);
  });

  test('leaves the desk when the window closes', async () => {
    const { live, line } = await onLine();
    live.socket.close();
    await vi.waitFor(() => expect(line.open).toBe(false));
  });
});

describe('the live line ends', () => {
  test('at once with signing out, and nothing more is said', async () => {
    const { universe, lan, live, line } = await onLine();
    await lan.post('/console/api/sign-out', {});
    expect(line.open).toBe(false);
    line.send(desk(5));
    universe.clock.advance(1000);
    expect(await live.closed).toBe(4401);
    expect(nows(live.frames)).toEqual([0]);
  });

  test('soon after the account is deactivated', async () => {
    const { universe, id, live } = await onLine();
    universe.desk.people.delete(id);
    universe.clock.advance(10_000);
    expect(await live.closed).toBe(4401);
  });

  test('soon after the session is gone from the database', async () => {
    const { universe, id, live } = await onLine();
    await universe.staff.accounts.remove(id);
    universe.clock.advance(10_000);
    expect(await live.closed).toBe(4401);
  });

  test('to begin anew when the role changed', async () => {
    const { universe, id, live } = await onLine();
    universe.desk.people.set(id, { id, name: 'Lan', role: 'supervisor' });
    universe.clock.advance(10_000);
    expect(await live.closed).toBe(4409);
  });

  test('when its peer answers no ping', async () => {
    const { universe, live, line } = await onLine({ autoPong: false });
    for (const round of [1, 2]) {
      universe.clock.advance(10_000);
      // The next look is armed when this one has asked the database.
      await vi.waitFor(() => expect(universe.clock.timers()).toBe(1));
      expect({ round, open: line.open }).toEqual({ round, open: true });
    }
    universe.clock.advance(10_000);
    expect(line.open).toBe(false);
    expect(await live.closed).toBe(1006);
    expect(universe.counted).toEqual(['line-silent']);
  });

  test('not for a peer that answers its pings', async () => {
    const { universe, live, line } = await onLine();
    for (let round = 1; round <= 5; round += 1) {
      const pinged = once(live.socket, 'ping');
      universe.clock.advance(10_000);
      await pinged;
      // What the server answers now, it answers after it has read the pong.
      live.socket.ping();
      await once(live.socket, 'pong');
      await vi.waitFor(() => expect(universe.clock.timers()).toBe(1));
    }
    expect(line.open).toBe(true);
  });

  test('when its peer takes nothing for a while, and holds no growing queue meanwhile', async () => {
    const { universe, live, line } = await onLine();
    live.socket.pause();
    const long = { ...desk(1), warnings: ['x'.repeat(16 * 1024 * 1024)] };
    universe.clock.advance(1000);
    line.send(long);
    for (let second = 0; second < 21 && line.open; second += 1) {
      line.send({ ...desk(second), warnings: ['later'] });
      for (let step = 0; step < 5; step += 1) universe.clock.advance(200);
    }
    expect(line.open).toBe(false);
    expect(universe.counted).toEqual(['line-slow']);
  });
});
