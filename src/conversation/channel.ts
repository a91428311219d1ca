/** The ways a conversation can come in; one row each in `channel/channel.ts`. */
export type ChannelKind = 'web' | 'telegram' | 'zalo' | 'zalo-bot' | 'activity';

/** What a turn must know of the way its message travels. */
export interface ChannelManner {
  readonly kind: ChannelKind;
  /** The person fetches her messages: nothing lights up or sounds on a phone in someone else's hand. */
  readonly pulled: boolean;
  /** A message can be sent without a sound. Where it cannot, quiet mode says still less (safety-content §3.3). */
  readonly silent: boolean;
  /** Both sides' messages can be taken off her phone while they are younger than so many hours; 0: never. */
  readonly deleteHours: number;
}
