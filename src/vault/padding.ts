import { SealBroken } from './errors.ts';
import { vaultLimits } from './limits.ts';

const lengthBytes = 4;

/** The size that texts of about this size are made: all short ones alike, long ones within a sixteenth. */
export function paddedSize(bytes: number): number {
  const { paddingBytes, paddingSteps } = vaultLimits;
  const step = bytes <= paddingSteps ? paddingBytes : 2 ** (Math.floor(Math.log2(bytes)) - 4);
  return Math.ceil(bytes / step) * step;
}

/** Its length, itself, and zeros up to the next size. */
export function pad(plain: Uint8Array): Uint8Array {
  const padded = new Uint8Array(paddedSize(lengthBytes + plain.length));
  new DataView(padded.buffer).setUint32(0, plain.length);
  padded.set(plain, lengthBytes);
  return padded;
}

export function unpad(padded: Uint8Array): Uint8Array {
  const length = new DataView(padded.buffer, padded.byteOffset, padded.byteLength).getUint32(0);
  if (length > padded.length - lengthBytes) throw new SealBroken('the sealed length does not fit');
  return padded.slice(lengthBytes, lengthBytes + length);
}
