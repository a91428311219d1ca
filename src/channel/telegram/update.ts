import * as z from 'zod/mini';

/*
 * What we read of an update of Telegram's (channels.md §3, Bot API 10.3). Every other field ends here: names, user
 * names, telephone numbers, language codes, links to profiles.
 */

const id = z.int();
const chat = z.object({ id, type: z.string() });
const file = z.object({ file_id: z.string().check(z.maxLength(512)) });
const anything = z.unknown();

const message = z.object({
  message_id: id,
  edit_date: z.optional(id),
  chat,
  from: z.optional(z.object({ is_bot: z.optional(z.boolean()) })),
  text: z.optional(z.string()),
  caption: z.optional(z.string()),
  voice: z.optional(file),
  audio: z.optional(file),
  photo: z.optional(z.array(file)),
  video: z.optional(file),
  video_note: z.optional(file),
  animation: z.optional(file),
  sticker: z.optional(file),
  document: z.optional(file),
  location: z.optional(anything),
  venue: z.optional(anything),
  contact: z.optional(anything),
  poll: z.optional(anything),
  dice: z.optional(anything),
  story: z.optional(anything),
  game: z.optional(anything),
  paid_media: z.optional(anything),
});

const button = z.object({ text: z.string(), callback_data: z.optional(z.string()) });

const tap = z.object({
  id: z.string().check(z.maxLength(128)),
  data: z.optional(z.string()),
  message: z.optional(
    z.object({
      chat,
      reply_markup: z.optional(z.object({ inline_keyboard: z.array(z.array(button)) })),
    }),
  ),
});

export const telegramUpdate = z.object({
  update_id: id,
  message: z.optional(message),
  edited_message: z.optional(message),
  callback_query: z.optional(tap),
  my_chat_member: z.optional(z.object({ chat, new_chat_member: z.object({ status: z.string() }) })),
});
export type TelegramUpdate = z.infer<typeof telegramUpdate>;
export type TelegramMessage = z.infer<typeof message>;
export type TelegramTap = z.infer<typeof tap>;
