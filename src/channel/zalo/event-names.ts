import type { Inbound } from '../../conversation/inbound.ts';

type Media = Extract<Inbound, { kind: 'media' }>['media'];

/** What an event of a user or an anonymous visitor carries beside words; null where words are all. */
const contents: Readonly<Record<string, Media | null>> = {
  text: null,
  link: null,
  image: 'picture',
  gif: 'picture',
  audio: 'voice',
  video: 'video',
  sticker: 'sticker',
  location: 'location',
  file: 'file',
  business_card: 'other',
};

/** What kind of event a name stands for (channels.md §1.8). */
export type EventGroup =
  | { readonly group: 'message'; readonly from: 'user' | 'anonymous'; readonly media: Media | null }
  /** Something that went out from the account: ours, or an answer that a person gave in OA Manager. */
  | { readonly group: 'echo'; readonly to: 'user' | 'anonymous' }
  | { readonly group: 'status'; readonly status: 'received' | 'seen' }
  | { readonly group: 'entered' | 'unfollowed' | 'withdrawn' }
  /** Names, avatars, telephone numbers, tags, groups, calls, reactions: nothing of it is looked at. */
  | { readonly group: 'dropped' }
  | { readonly group: 'unknown' };

const fixed: Readonly<Record<string, EventGroup>> = {
  user_received_message: { group: 'status', status: 'received' },
  user_seen_message: { group: 'status', status: 'seen' },
  user_click_chatnow: { group: 'entered' },
  follow: { group: 'entered' },
  unfollow: { group: 'unfollowed' },
  user_withdraw: { group: 'withdrawn' },
  user_submit_info: { group: 'dropped' },
  update_user_info: { group: 'dropped' },
  user_reacted_message: { group: 'dropped' },
  oa_reacted_message: { group: 'dropped' },
};

const prefixes = [
  ['user_send_', 'message', 'user'],
  ['anonymous_send_', 'message', 'anonymous'],
  ['oa_send_anonymous_', 'echo', 'anonymous'],
  ['oa_send_', 'echo', 'user'],
] as const;

/** Groups that we know and never read: their names are not unknown to us. */
const ignoredPrefixes = [
  'add_user_to_tag',
  'remove_user_from_tag',
  'oa_group_',
  'group_',
  'oa_call_',
  'user_call_',
];

/** Sorts an event by its name alone. A message of a kind that nobody has seen yet still counts as a message. */
export function groupOf(name: string): EventGroup {
  const known = Object.hasOwn(fixed, name) ? fixed[name] : undefined;
  if (known !== undefined) return known;
  const prefix = prefixes.find(([start]) => name.startsWith(start));
  if (prefix === undefined)
    return { group: ignoredPrefixes.some((start) => name.startsWith(start)) ? 'dropped' : 'unknown' };
  const [start, group, side] = prefix;
  if (name.startsWith('group_', start.length)) return { group: 'dropped' };
  if (group === 'echo') return { group, to: side };
  const content = name.slice(start.length);
  const media = Object.hasOwn(contents, content) ? contents[content] : undefined;
  return { group, from: side, media: media === undefined ? 'other' : media };
}
