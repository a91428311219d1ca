import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { replay } from './support/transcript.ts';

const folder = 'test/transcripts/vi';
const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
const update = process.env['UPDATE_TRANSCRIPTS'] === '1' && process.env['CI'] !== 'true';

test('there are transcripts', () => {
  expect(files.length).toBeGreaterThan(20);
});

test.each(files)('%s', (name) => {
  const written = readFileSync(`${folder}/${name}`, 'utf8');
  const played = replay(written);
  if (update) writeFileSync(`${folder}/${name}`, played);
  expect(played).toBe(update ? played : written);
});
