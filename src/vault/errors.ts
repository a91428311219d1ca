/** The vault cannot be opened with this master key. The message is one sentence for whoever starts the server. */
export class VaultLocked extends Error {
  override readonly name = 'VaultLocked';
}

/** Sealed bytes, or the place they stood in, were changed; or the key is another one. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}
