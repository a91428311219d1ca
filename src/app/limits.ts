const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Times (milliseconds) and counts of the application. */
export const limits = {
  /** A web token lives so long and is refreshed while the conversation lives. */
  token: 12 * hour,
  /** One-time set-up link of the first administrator, and invitations of colleagues. */
  setUpLink: hour,
  invitation: 3 * day,
  /** How often due timers are looked for; a clock rings at most so late. */
  timerTick: 250,
  timersAtOnce: 200,
  presenceTick: second,
  /** How often commands of another process and retention are looked for. */
  foreignTick: 500,
  retentionTick: 10 * minute,
  expiredAtOnce: 100,
  /** A return code: ten digits, five tries an hour, so many codes remembered for that. */
  returnDigits: 10,
  returnTries: 5,
  returnHour: hour,
  returnRemembered: 10_000,
  /** Whether the centre is open is looked at anew after so long; a night call to a number counts so long. */
  liveKept: 30 * second,
  nightCallKept: 31 * day,
  /** Second opinions asked for one conversation within an hour of the first. */
  opinionsHour: hour,
  opinionsPerHour: 12,
  auditTick: 2 * second,
  /** How often changed settings and numbers of another process are looked for: texts follow within a minute. */
  directoryTick: 30 * second,
  /** Roster and addresses are read anew after this: texts for persons follow them within 60 s. */
  rosterKept: 30 * second,
  /** A page is sent at once, then again after 1, 2, 4 … seconds within its clock; waiting ones are looked for this often. */
  pageTick: second,
  pagesAtOnce: 100,
  pageRetry: second,
  pageRetryAtMost: 20 * second,
  pagedFor: 2 * minute,
  /** A page that reached nobody moves on for so long; older ones belong to the morning. */
  pageMovesOnWithin: hour,
  /** A page can be acknowledged for so long. */
  pageOpenFor: 12 * hour,
  /** Deliveries from which a new start learns which ways work. */
  waysRemembered: 500,
  /** Debriefs of imminent talks are looked for so far back. */
  debriefShown: 14 * day,
  /** Talks whose facts for the desk are remembered between frames. */
  talksRemembered: 1000,
  drillTick: 5 * second,
  drillsShown: 8,
  /** A turn that fails is tried again after this; after so many attempts a message goes to a person, other events are set aside. */
  turnRetry: second,
  turnAttempts: 5,
  /** What is written to see whether a full disk has room again: about as much as a message and its turn. */
  probeBytes: 16 * 1024,
  /** After a failed delivery, doubled at each attempt up to a minute, for a day; past the fourth as text alone. */
  outboxRetry: second,
  outboxRetryMost: minute,
  outboxGiveUp: day,
  plainAfter: 4,
  /** What a notification shows of a message (safety-content §4.1). */
  previewCharacters: 100,
  /** Longest voice note or picture that staff may open, in bytes. */
  mediaBytes: 8 * 1024 * 1024,
  /** Work at a vendor (deleting there) is tried for as long as messages can be deleted at all. */
  vendorRetry: 5 * second,
  vendorRetryMost: 15 * minute,
  vendorGiveUp: 48 * hour,
  /** Messages of one conversation that are deleted at the vendor, newest first. */
  vendorMessages: 2000,
  /** Arrivals remembered as told that nothing could be written; past this the notice may be repeated. */
  arrivalsTold: 1000,
  /** Messages of one poll or replay, and of one staff view. */
  streamPage: 500,
  talkMessages: 400,
  /** The person's page counts as open when it was heard within this time. */
  pageSeen: minute,
} as const;
