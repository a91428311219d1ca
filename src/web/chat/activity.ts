import type { ButtonValue, PageData } from '../../wire/chat.ts';

/** The parts of a Direct Line activity that the page reads; everything else is ignored (Activity protocol A2005, A2014). */
export interface Activity {
  readonly type: string;
  readonly id: string | null;
  readonly mine: boolean;
  readonly text: string;
  readonly value: ButtonValue | null;
  readonly clientId: string | null;
  readonly data: PageData;
}

export interface ActivitySet {
  readonly activities: readonly Activity[];
  readonly watermark: string | null;
}

/** Reads a set from the stream or a poll; an empty or foreign frame is an empty set. */
export function readSet(body: unknown): ActivitySet {
  const set = fieldsOf(body);
  const list: unknown[] = Array.isArray(set['activities']) ? set['activities'] : [];
  return { activities: list.map(readActivity), watermark: stringOf(set['watermark']) };
}

function readActivity(body: unknown): Activity {
  const fields = fieldsOf(body);
  const channelData = fieldsOf(fields['channelData']);
  const press = fieldsOf(channelData['press']);
  const written = stringOf(fields['text']) ?? '';
  const text = written === '' ? (stringOf(press['label']) ?? '') : written;
  return {
    type: stringOf(fields['type']) ?? '',
    id: stringOf(fields['id']),
    mine: fieldsOf(fields['from'])['role'] === 'user',
    text,
    value: readValue(fields['value']) ?? readValue(press['value']),
    clientId: stringOf(channelData['clientActivityID']),
    data: readPageData(channelData['porch'], text),
  };
}

/** Without page data (another bot behind the same protocol) the text stands alone. */
function readPageData(body: unknown, text: string): PageData {
  const data = fieldsOf(body);
  const bubbles = Array.isArray(data['bubbles'])
    ? data['bubbles'].filter((bubble) => typeof bubble === 'string')
    : [];
  const from = data['from'];
  return {
    from: from === 'counsellor' || from === 'system' ? from : 'bot',
    bubbles: bubbles.length > 0 || text === '' ? bubbles : [text],
    choices: readChoices(data['choices']),
    card: stringOf(data['card']),
    quiet: data['quiet'] === true,
  };
}

function readChoices(list: unknown): PageData['choices'] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const { digit, label, value } = fieldsOf(item);
    const read = readValue(value);
    if (typeof label !== 'string' || read === null) return [];
    return [{ digit: typeof digit === 'number' ? digit : null, label, value: read }];
  });
}

/** The value of a button as `src/wire/chat.ts` says, read without its schema library to keep the page small. */
export function readValue(body: unknown): ButtonValue | null {
  const { k, s, v, o, b } = fieldsOf(body);
  if (k === 'b' && typeof b === 'string') return { k, b };
  if (k === 'a' && typeof s === 'string' && typeof v === 'number' && typeof o === 'string')
    return { k, s, v, o };
  return null;
}

const fieldsOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};

const stringOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
