import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Enough to tell two versions of one text apart, short enough to read in a diff. */
const hashDigits = 12;

/** The fingerprint of a Vietnamese text that its translations and reviews refer to (`source`, language §7.3). */
export const sourceHash = (text: string): string =>
  bytesToHex(sha256(utf8ToBytes(text.normalize('NFC')))).slice(0, hashDigits);
