import { expect, test } from 'vitest';
import type { News } from '../../src/app/ports.ts';
import { makeBus } from '../../src/bus/in-process.ts';

const desk: News = { type: 'desk' };
const stream: News = { type: 'stream', conversation: 'c' };
const round = (): Promise<void> => Promise.resolve();
const unexpected = (error: unknown): void => {
  throw error;
};

test('everybody who listens hears all news in order', async () => {
  const bus = makeBus(unexpected);
  const heard: string[] = [];
  bus.subscribe((news) => heard.push(`one ${news.type}`));
  bus.subscribe((news) => heard.push(`two ${news.type}`));
  bus.publish(desk);
  bus.publish(stream);
  await round();
  expect(heard).toEqual(['one desk', 'two desk', 'one stream', 'two stream']);
});

test('a publisher never runs into its own listeners', async () => {
  const bus = makeBus(unexpected);
  const heard: News[] = [];
  bus.subscribe((news) => heard.push(news));
  bus.publish(desk);
  expect(heard).toEqual([]);
  await round();
  expect(heard).toEqual([desk]);
});

test('who unsubscribes hears nothing more, not even what is under way, and the others do', async () => {
  const bus = makeBus(unexpected);
  const heard: string[] = [];
  const listener = (): void => void heard.push('same');
  const end = bus.subscribe(listener);
  bus.subscribe(listener);
  bus.publish(desk);
  end();
  end();
  await round();
  expect(heard).toEqual(['same']);
});

test('who subscribes later does not hear earlier news', async () => {
  const bus = makeBus(unexpected);
  const heard: News[] = [];
  bus.publish(desk);
  bus.subscribe((news) => heard.push(news));
  await round();
  expect(heard).toEqual([]);
});

test('a listener that throws is reported and keeps nobody from hearing', async () => {
  const errors: unknown[] = [];
  const bus = makeBus((error) => errors.push(error));
  const heard: News[] = [];
  const broken = new Error('broken listener');
  bus.subscribe(() => {
    throw broken;
  });
  bus.subscribe((news) => heard.push(news));
  bus.publish(desk);
  await round();
  expect(heard).toEqual([desk]);
  expect(errors).toEqual([broken]);
});
