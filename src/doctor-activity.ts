import type { Config } from './config.ts';

interface Finding {
  readonly mark: 'ok' | 'note' | 'mend';
  readonly text: string;
}

/** What there is to say of the channels behind the Azure Bot Service. */
export function activityFindings({
  activity,
  publicUrl,
}: Pick<Config, 'activity' | 'publicUrl'>): readonly Finding[] {
  if (activity === null) return [];
  if (publicUrl === null)
    return [
      { mark: 'mend', text: 'The Azure Bot Service cannot reach /api/messages: PUBLIC_URL must be set.' },
    ];
  return [
    {
      mark: 'ok',
      text: `The Azure Bot Service posts to PUBLIC_URL/api/messages; written to are ${activity.hosts.join(', ')}. Never verified live.`,
    },
  ];
}
