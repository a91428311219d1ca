import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { ConfigError, readConfig, variableNames } from '../src/config.ts';

test('nothing set means the defaults of the quick start', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: null,
    allowedOrigins: [],
    trustProxy: false,
  });
});

test('an empty variable counts as unset, an unknown one is ignored', () => {
  expect(readConfig({ PORT: '', HOST: ' ', PUBLIC_URL: '', NONSENSE: 'x' })).toEqual(readConfig({}));
});

test.each([
  ['PORT', 'eighty'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['HOST', 'not a host'],
  ['PUBLIC_URL', 'example.vn'],
  ['PUBLIC_URL', 'https://example.vn/path'],
  ['ALLOWED_ORIGINS', 'https://a.vn, ftp://b.vn'],
  ['EXIT_URL', 'javascript:alert(1)'],
  ['EXIT_URL', '//elsewhere.vn'],
  ['SOURCE_URL', 'somewhere'],
  ['MASTER_KEY', 'short'],
  ['STARTS_PER_MINUTE', '0'],
  ['PAGER_URL', 'gateway'],
  ['PAGER_SECRET', 'short'],
  ['PAGER_NUMBERS', 'yes'],
])('%s=%s stops the start with one sentence that names it', (name, value) => {
  const read = (): unknown => readConfig({ [name]: value });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(new RegExp(`^${name} must be [^\\n]+\\.$`));
});

test('a gateway needs the secret that signs its calls, and gets no numbers unless the centre says so', () => {
  const url = 'https://gateway.example.vn/page';
  expect(() => readConfig({ PAGER_URL: url })).toThrow('PAGER_SECRET must be set where PAGER_URL is.');
  const { pager } = readConfig({ PAGER_URL: url, PAGER_SECRET: 'a shared secret 1234' });
  expect([pager?.url, pager?.numbers, pager?.secret.reveal()]).toEqual([url, false, 'a shared secret 1234']);
  expect(inspect(pager)).not.toContain('shared');
  expect(readConfig({ PAGER_SECRET: 'a shared secret 1234' }).pager).toBeNull();
});

test('the master key cannot be printed', () => {
  const secret = Buffer.alloc(32, 7).toString('base64');
  const config = readConfig({ MASTER_KEY: secret });
  expect(config.masterKey?.reveal()).toBe(secret);
  expect(JSON.stringify(config) + inspect(config, { depth: 9 }) + String(config.masterKey)).not.toContain(
    secret,
  );
});

test('.env.example lists every variable, and no other', () => {
  const listed = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]);
  expect(new Set(listed)).toEqual(new Set(variableNames));
});
