import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2 as cost } from './limits.ts';

/** `$argon2id$v=19$m=…,t=…,p=…$salt$hash`: the PHC form, so that stronger parameters can follow without losing anyone. */
const phcForm = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(cost.saltBytes);
  const hash = await derive({
    message: message(password),
    nonce: salt,
    parallelism: cost.parallelism,
    tagLength: cost.tagBytes,
    memory: cost.memoryKiB,
    passes: cost.passes,
  });
  const parameters = `m=${cost.memoryKiB},t=${cost.passes},p=${cost.parallelism}`;
  return `$argon2id$v=19$${parameters}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Compares in constant time. A hash that cannot be read fits no password. */
export async function verifyPassword(attempt: {
  readonly hash: string;
  readonly password: string;
}): Promise<boolean> {
  const parts = phcForm.exec(attempt.hash);
  if (parts === null) return false;
  const [, memory, passes, parallelism, salt = '', tag = ''] = parts;
  const expected = Buffer.from(tag, 'base64');
  const actual = await derive({
    message: message(attempt.password),
    nonce: Buffer.from(salt, 'base64'),
    parallelism: Number(parallelism),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
  });
  return timingSafeEqual(actual, expected);
}

/** Keyboards write the same Vietnamese letter in one or in two characters: both are the same password. */
function message(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8');
}

function derive(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}
