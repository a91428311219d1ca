const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** What Zalo allows and how long we wait (channels.md §1). Times in milliseconds, sizes in the unit of their name. */
export const zaloLimits = {
  /** One consultation or anonymous message. */
  textCharacters: 2000,
  buttons: 5,
  buttonTitleCharacters: 100,
  payloadCharacters: 1000,
  /** The largest event we read: a text of 2,000 characters with attachments is far smaller. */
  webhookBytes: 256 * 1024,
  /** An answer of Zalo is read up to here. */
  replyBytes: 256 * 1024,
  /** Identifiers are decimal or hex strings; longer ones are nothing that Zalo gives. */
  idCharacters: 128,
  /** The address of a voice note or picture at Zalo. */
  handleCharacters: 2048,

  /** One call to Zalo. Nothing is repeated inside: the outbox and the keeper of tokens decide that. */
  requestTimeout: 10 * second,
  /** Signatures that do not fit are reported so often at most. */
  foreignEvery: hour,
  /** When Zalo counts too many calls in this minute. */
  busyRetry: 5 * second,

  /** The consent link is good for so long; Zalo's own code lives ten minutes. */
  consent: 30 * minute,
  codeCharacters: 1024,
  /** The token pair is refreshed after half of its life, earlier by up to this share of it by chance. */
  refreshAtShare: 0.5,
  refreshJitterShare: 0.05,
  /** Nobody else refreshes while this runs: longer than the request may take. */
  refreshLease: 30 * second,
  /** After a refresh that failed for a passing reason; no token is refreshed sooner after it came. */
  refreshRetry: minute,
  /** After Zalo said no to a refresh token that is surely unused: an administrator may mend the app meanwhile. */
  refusedRetry: hour,
  /** A pair that the disk did not take is written again after this. */
  unwrittenRetry: second,
  /** A wait for the next refresh is never longer: clocks move, and the record may be changed by another process. */
  refreshLook: 10 * minute,
  /** With so little left the refreshes have failed for hours: staff are told. */
  endingBefore: 3 * hour,
  /** Access tokens live 25 h; what Zalo says decides, this stands in when it says nothing that can be read. */
  tokenLife: 25 * hour,

  /** Our own messages are recognised in Zalo's echoes for so long, and so many of them. */
  ownEchoes: 15 * minute,
  ownEchoesKept: 2000,
} as const;
