import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { telegramFindings } from '../src/doctor-telegram.ts';

const token = { TELEGRAM_BOT_TOKEN: '123456:abcdefghijklmnopqrstuvwxyz' };
const on = { TELEGRAM_ENABLED: '1' };
const secret = { TELEGRAM_WEBHOOK_SECRET: 'abcdefghijklmnop' };
const address = { PUBLIC_URL: 'https://hien.example' };

test.each<[string, Record<string, string>, readonly string[], RegExp]>([
  ['nothing set', {}, ['note'], /Telegram is off.*block Telegram in May 2025/u],
  ['a token alone', { ...token, ...secret }, ['note'], /Telegram is off/u],
  ['switched on and nothing else', on, ['mend'], /TELEGRAM_BOT_TOKEN and TELEGRAM_WEBHOOK_SECRET/u],
  ['switched on without a secret', { ...on, ...token }, ['mend'], /TELEGRAM_WEBHOOK_SECRET must be set/u],
  ['no address', { ...on, ...token, ...secret }, ['note', 'mend'], /on port 443, 80, 88 or 8443/u],
  [
    'a port that Telegram does not take',
    { ...on, ...token, ...secret, PUBLIC_URL: 'https://hien.example:9443' },
    ['note', 'mend'],
    /on port 443, 80, 88 or 8443/u,
  ],
  ['whole', { ...on, ...token, ...secret, ...address }, ['note', 'ok'], /PUBLIC_URL\/hooks\/telegram/u],
  ['polling', { ...on, ...token, TELEGRAM_POLLING: '1' }, ['note', 'note'], /polled: for development only/u],
])('%s', (_what, env, marks, text) => {
  const findings = telegramFindings(readConfig(env));
  expect(findings.map(({ mark }) => mark)).toEqual(marks);
  expect(findings.map((finding) => finding.text).join('\n')).toMatch(text);
});

test.each([
  ['TELEGRAM_BOT_TOKEN', 'not a token'],
  ['TELEGRAM_WEBHOOK_SECRET', 'too short'],
  ['TELEGRAM_ENABLED', 'yes'],
])('%s cannot be "%s"', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(name);
});

test('neither token nor secret can be printed', () => {
  const { telegram } = readConfig({ ...on, ...token, ...secret });
  expect(JSON.stringify(telegram)).not.toMatch(/abcdef/u);
});
