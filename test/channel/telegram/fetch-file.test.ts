import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchTelegram } from '../../../src/channel/telegram/fetch-file.ts';
import { serveFake } from '../../../src/simulator/fakes/serve-fake.ts';

let server: Awaited<ReturnType<typeof serveFake>>;
beforeAll(async () => {
  server = await serveFake(({ path }) =>
    path === '/voice/file_1.oga'
      ? { status: 200, body: 'OggS sound' }
      : { status: 404, body: '{"ok":false}' },
  );
});
afterAll(() => server.close());

type Answer = { file_path?: string; file_size?: number };
const api = (answer: Answer | Error) => ({
  getFile: () =>
    answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve({ file_id: 'f', file_unique_id: 'u', ...answer }),
});
const fetched = async (answer: Answer | Error, longest = 100): Promise<string | null> => {
  const bytes = await fetchTelegram(api(answer), server.url, 'f', longest);
  return bytes === null ? null : Buffer.from(bytes).toString();
};

test('a file is fetched by the path that Telegram gives', async () => {
  expect(await fetched({ file_path: 'voice/file_1.oga', file_size: 10 })).toBe('OggS sound');
});

test.each<[string, Answer | Error, number]>([
  ['Telegram has it no more', new Error('file is temporarily unavailable'), 100],
  ['no path comes', {}, 100],
  ['the file is not there', { file_path: 'voice/file_2.oga' }, 100],
  ['it says that it is too long', { file_path: 'voice/file_1.oga', file_size: 101 }, 100],
  ['it is longer than it said', { file_path: 'voice/file_1.oga', file_size: 1 }, 5],
  ['the path leads elsewhere', { file_path: '../bot1:x/getMe' }, 100],
  ['the path is another address', { file_path: 'http://127.0.0.1:1/x' }, 100],
])('nothing where %s', async (_what, answer, longest) => {
  expect(await fetched(answer, longest)).toBeNull();
});
