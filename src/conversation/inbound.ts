/**
 * A channel-neutral message in. Channels drop names, avatars, numbers, addresses and agents before this exists.
 */
export type Inbound =
  | { readonly kind: 'text'; readonly text: string }
  /** A button of a question, from any screen that was ever shown. */
  | {
      readonly kind: 'answer';
      readonly step: string;
      readonly visit: number;
      readonly option: string;
      readonly text: string;
    }
  /** A fixed button: it always acts, whoever holds the conversation (safety-content §3.4). */
  | { readonly kind: 'button'; readonly button: FixedButton }
  | {
      readonly kind: 'media';
      readonly media: 'picture' | 'voice' | 'video' | 'sticker' | 'file' | 'location' | 'other';
    };

/**
 * `sos` Gấp · `quiet` bận · `leave` Thoát · `person` Gặp người trực · `erase` asks once · `erase.confirm` and
 * `erase.device` and `erase.keep` answer it · `more` Trả lời thêm · `dispute` Không phải vậy ·
 * `contact.yes`, `contact.no` answer `ask.contact` · `resume` ends quiet mode or lifts the curtain ·
 * `returned` she came back with her code: quiet mode stands (§3.3 rule 8) · `read` Đọc tiếp ·
 * `safe` when and in which words one may write to her, answered by `safe.…` ·
 * `wish` whom to talk to, answered by `wish.…` · `topic.…` what a card offers to read: Nơi khám, Giữ điện thoại kín hơn, Cách gỡ ảnh (§4.3).
 */
export const fixedButtons = [
  'sos',
  'quiet',
  'leave',
  'person',
  'erase',
  'erase.confirm',
  'erase.device',
  'erase.keep',
  'more',
  'dispute',
  'contact.yes',
  'contact.no',
  'resume',
  'returned',
  'read',
  'safe',
  'safe.morning',
  'safe.afternoon',
  'safe.evening',
  'safe.any',
  'safe.keep',
  'safe.words',
  'wish',
  'wish.woman',
  'wish.man',
  'wish.any',
  'wish.apart',
  'topic.clinic',
  'topic.phone',
  'topic.images',
] as const;
export type FixedButton = (typeof fixedButtons)[number];

/** Whom she would like to talk to. */
export type WishButton = Extract<FixedButton, 'wish' | `wish.${string}`>;

/** When and in which words somebody may write to her later. */
export type SafeButton = Extract<FixedButton, 'safe' | `safe.${string}`>;

/** The buttons that open something to read. */
export type TopicButton = Extract<FixedButton, `topic.${string}`>;
