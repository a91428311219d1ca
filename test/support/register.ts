import { fileURLToPath } from 'node:url';
import type { Register } from '../../src/directory/directory.ts';
import type { Service } from '../../src/directory/service.ts';
import { readRegisterFolder } from '../../src/directory-on-disk.ts';

/** The register as it stands in the repository; fails when it cannot be read. */
export function registerOnDisk(): Register {
  const result = readRegisterFolder(fileURLToPath(new URL('../../flows', import.meta.url)));
  if (result.status === 'broken') throw new Error(result.problems.join('\n'));
  return result.register;
}

/** A moment in Viet Nam, `2026-11-22 10:00`, in ms since 1970. */
export const at = (local: string): number => Date.parse(`${local.replace(' ', 'T')}:00+07:00`);

/** A free hotline of the whole country that answers day and night, with the fields that matter to a test. */
export const service = (fields: Partial<Service>): Service => ({
  id: 'line',
  name: 'Line',
  label: 'line',
  kind: 'hotline',
  placeholder: null,
  number: '18001234',
  hours: '24/7',
  answers_at_night: true,
  cost: 'free',
  needs_credit: false,
  dial_from_elsewhere: null,
  languages: ['vi'],
  interpreters: [],
  who_answers: null,
  takes_children: null,
  takes_men: null,
  for_violence: true,
  area: 'all',
  public: 'phone',
  referral_channel: null,
  valid_from: null,
  valid_to: null,
  aliases: [],
  owner: null,
  leaves_call_log: true,
  last_tested: '2026-11-20',
  tested_by: null,
  source: 'test',
  confidence: 'P',
  ...fields,
});
