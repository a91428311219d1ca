import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';
import type { Seal } from '../app/ports.ts';
import { SealBroken } from './errors.ts';
import { vaultLimits } from './limits.ts';
import { pad, unpad } from './padding.ts';

const { nonceBytes, tagBytes } = vaultLimits;
/** First byte of everything sealed. Another way of sealing gets another number. */
const format = 1;
const headBytes = 1 + nonceBytes;

/**
 * Seals under one key with AES-256-GCM: format, nonce, ciphertext, tag. What is sealed is bound to its place:
 * `owner` (a conversation, or the system) and the context of each call must be the same on opening.
 * Nonces are random: 2^32 rows under one key stay far below the bound of NIST SP 800-38D §8.3.
 */
export function makeSeal(key: KeyObject, owner: string): Seal {
  return {
    seal: (plain, context) => encrypt(key, pad(plain), place(owner, context)),
    open: (sealed, context) => unpad(decrypt(key, sealed, place(owner, context))),
  };
}

/** A key under the master key: no padding, all are of one size. */
export const wrapKey = (master: KeyObject, name: string, raw: Uint8Array): Uint8Array =>
  encrypt(master, raw, place('wrap', name));

/** Throws `SealBroken` under another master key. */
export const unwrapKey = (master: KeyObject, name: string, wrapped: Uint8Array): Uint8Array =>
  decrypt(master, wrapped, place('wrap', name));

// The owner's length stands before it, so that no owner and context read like another pair.
const place = (owner: string, context: string): Buffer =>
  Buffer.from(`hien/${format}/${owner.length}/${owner}/${context}`);

function encrypt(key: KeyObject, plain: Uint8Array, additional: Buffer): Uint8Array {
  const sealed = new Uint8Array(headBytes + plain.length + tagBytes);
  sealed[0] = format;
  const nonce = sealed.subarray(1, headBytes);
  randomFillSync(nonce);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(additional);
  sealed.set(cipher.update(plain), headBytes);
  cipher.final();
  sealed.set(cipher.getAuthTag(), headBytes + plain.length);
  return sealed;
}

function decrypt(key: KeyObject, sealed: Uint8Array, additional: Buffer): Uint8Array {
  if (sealed[0] !== format || sealed.length < headBytes + tagBytes)
    throw new SealBroken('these bytes were never sealed');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, headBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(additional);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = decipher.update(sealed.subarray(headBytes, sealed.length - tagBytes));
  try {
    decipher.final();
  } catch (cause) {
    throw new SealBroken('the sealed bytes, their place or their key changed', { cause });
  }
  return new Uint8Array(plain.buffer, plain.byteOffset, plain.length);
}
