import type { Config } from './config.ts';

interface Finding {
  readonly mark: 'ok' | 'note' | 'mend';
  readonly text: string;
}

/** Why it is off unless somebody says otherwise. */
const blocked =
  'Viet Nam ordered its network operators to block Telegram in May 2025: people may reach it only by detours, and using one may be noticed.';

/** What Telegram needs, and why it is off. */
export function telegramFindings({
  telegram,
  publicUrl,
}: Pick<Config, 'telegram' | 'publicUrl'>): readonly Finding[] {
  switch (telegram.status) {
    case 'off':
      return [
        {
          mark: 'note',
          text: `Telegram is off. ${blocked} Where the centre wants it all the same: TELEGRAM_ENABLED=1 (src/channel/telegram/README.md).`,
        },
      ];
    case 'incomplete':
      return [
        {
          mark: 'mend',
          text: `Telegram is switched on and not used: ${telegram.missing.join(' and ')} must be set.`,
        },
      ];
    case 'on':
      return [
        { mark: 'note', text: `Telegram is on. ${blocked}` },
        telegram.webhookSecret === null
          ? { mark: 'note', text: 'Telegram is polled: for development only.' }
          : addressFinding(publicUrl),
        ...(telegram.apiRoot === null
          ? []
          : [{ mark: 'note', text: 'TELEGRAM_API_ROOT names another server than Telegram’s own.' } as const]),
      ];
  }
}

/** `setWebhook` takes https on four ports (channels.md §3). */
function addressFinding(publicUrl: string | null): Finding {
  const { protocol, port } = publicUrl === null ? { protocol: '', port: '' } : new URL(publicUrl);
  if (protocol === 'https:' && ['', '80', '88', '443', '8443'].includes(port))
    return { mark: 'ok', text: 'Telegram posts to PUBLIC_URL/hooks/telegram.' };
  return {
    mark: 'mend',
    text: 'Telegram posts to an https address on port 443, 80, 88 or 8443 only: set PUBLIC_URL to one, or TELEGRAM_POLLING=1 for development.',
  };
}
