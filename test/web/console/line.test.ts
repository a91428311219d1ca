import { expect, test } from 'vitest';
import { limits } from '../../../src/web/console/limits.ts';
import { type DialListeners, Line } from '../../../src/web/console/live/line.ts';
import { retryDelay } from '../../../src/web/console/live/retry-delay.ts';

const beat = { soundAllowed: true, visible: false };

/** A server at the other end of the line, second by second. */
class FarEnd {
  now = 1_000_000;
  readonly heard: unknown[] = [];
  readonly told: string[] = [];
  readonly frames: string[] = [];
  dials = 0;
  closed = 0;
  #listeners: DialListeners | null = null;

  readonly line = new Line({
    dial: (listeners) => {
      this.dials += 1;
      this.#listeners = listeners;
      return {
        send: (text) => this.heard.push(JSON.parse(text)),
        close: () => {
          this.closed += 1;
        },
      };
    },
    random: () => 0,
    onFrame: (frame) => this.frames.push(frame.type),
    onStatus: (status) => this.told.push(status),
  });

  seconds(count: number): void {
    for (let passed = 0; passed < count; passed += 1) {
      this.now += 1000;
      this.line.tick(this.now, beat);
    }
  }
  accept = (): void => this.#listeners?.opened();
  hangUp = (): void => this.#listeners?.closed();
  say = (text: string): void => this.#listeners?.heard(text);
  beats = (): number => this.heard.filter((frame) => (frame as { type: string }).type === 'beat').length;
}

function connected(): FarEnd {
  const end = new FarEnd();
  end.seconds(1);
  end.accept();
  return end;
}

test('beats go out at once and then every five seconds, and say whether sound is allowed', () => {
  const end = connected();
  end.seconds(1);
  expect(end.heard).toEqual([{ type: 'beat', soundAllowed: true, visible: false }]);
  end.seconds(20);
  expect(end.beats()).toBe(5);
});

test('a beat goes out at once when sound is blocked or the page comes to the front', () => {
  const end = connected();
  end.seconds(1);
  end.line.tick(end.now + 1000, { soundAllowed: false, visible: false });
  end.line.tick(end.now + 2000, { soundAllowed: false, visible: true });
  expect(end.heard).toEqual([
    { type: 'beat', soundAllowed: true, visible: false },
    { type: 'beat', soundAllowed: false, visible: false },
    { type: 'beat', soundAllowed: false, visible: true },
  ]);
});

test('a line that closes is reported at once and dialled again', () => {
  const end = connected();
  end.hangUp();
  expect(end.told).toEqual(['up', 'down']);
  end.seconds(1);
  expect(end.dials).toBe(2);
});

test('a server that stays away is asked ever more seldom, but never given up', () => {
  const end = connected();
  for (let second = 0; second < 120; second += 1) {
    end.hangUp();
    end.seconds(1);
  }
  expect(end.dials).toBeGreaterThan(12);
  const before = end.dials;
  end.hangUp();
  end.seconds(limits.slowestRetryMs / 1000 + 1);
  expect(end.dials).toBeGreaterThan(before);
});

test('a server that has answered beats and falls silent counts as dead', () => {
  const end = connected();
  end.say('{"type":"pulse","now":1}');
  end.seconds(11);
  expect(end.told).toEqual(['up']);
  end.seconds(1);
  expect([end.told, end.closed]).toEqual([['up', 'down'], 1]);
});

test('a server that never answered a beat is not called dead for it', () => {
  const end = connected();
  end.say('{"type":"desk"}');
  end.seconds(60);
  expect(end.told).toEqual(['up']);
});

test('a connection that never opens is given up and tried again', () => {
  const end = new FarEnd();
  end.seconds(12);
  expect([end.closed, end.dials]).toEqual([1, 2]);
});

test('what is watched is told again after each new connection', () => {
  const end = connected();
  end.line.watch('c-mai');
  end.hangUp();
  end.seconds(1);
  end.accept();
  const watched = end.heard.filter((frame) => (frame as { type: string }).type === 'watch');
  expect(watched).toEqual([
    { type: 'watch', conversation: 'c-mai' },
    { type: 'watch', conversation: 'c-mai' },
  ]);
});

test('coming back online does not wait for the next attempt', () => {
  const end = connected();
  for (let failures = 0; failures < 8; failures += 1) {
    end.hangUp();
    end.seconds(9);
  }
  end.hangUp();
  const before = end.dials;
  end.line.hurry();
  end.seconds(1);
  expect(end.dials).toBe(before + 1);
});

test.each(['', 'not json', '[]', 'null', '{"type":"something new"}'])(
  'the frame %j changes nothing',
  (text) => {
    const end = connected();
    end.say(text);
    expect([end.frames, end.told]).toEqual([[], ['up']]);
  },
);

test('an ended line says and dials nothing more', () => {
  const end = connected();
  end.line.end();
  end.hangUp();
  end.seconds(30);
  expect([end.dials, end.told]).toEqual([1, ['up']]);
});

test.each<[number, number, number]>([
  [0, 0, 500],
  [1, 0, 1000],
  [4, 0, 8000],
  [1000, 0, 8000],
  [4, 0.999, 4004],
])('after %i failures, with chance %f, the pause is %i ms', (attempts, chance, pause) => {
  expect(retryDelay(attempts, chance)).toBe(pause);
});
