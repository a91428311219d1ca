import type { HttpRequest } from '../../app/http-ports.ts';
import { type Json, objectOf, type Read } from './body.ts';
import { refusal } from './errors.ts';
import { type Part, partsOf } from './multipart.ts';

/**
 * An upload as the activity it stands for: the activity that came with it, or a bare message, with one attachment
 * per file. The files' bytes and names end here; nothing of them is stored.
 */
export function activityOfUpload(request: HttpRequest): Read<Json> {
  const type = request.headers['content-type'] ?? '';
  const from = { id: request.query['userId'] ?? null };
  if (!/^\s*multipart\//iu.test(type)) {
    if (request.body.length === 0 || type === '') return bad('An upload has a content type and a body.');
    return message({ type: 'message', from }, [type]);
  }
  const parts = partsOf(type, request.body);
  if (parts === null) return bad('The body is not multipart/form-data as announced.');
  const files = parts.filter((part) => !isActivity(part)).map((part) => part.contentType);
  const told = parts.find(isActivity);
  if (told === undefined) return message({ type: 'message', from }, files);
  const activity = objectOf(told.bytes);
  return activity.status === 'read' ? message({ from, ...activity.value }, files) : activity;
}

const isActivity = (part: Part): boolean =>
  part.name === 'activity' || /^application\/vnd\.microsoft\.activity\b/iu.test(part.contentType);

const message = (activity: Json, contentTypes: readonly string[]): Read<Json> => ({
  status: 'read',
  value: { ...activity, attachments: contentTypes.map((contentType) => ({ contentType })) },
});

const bad = (text: string): Read<never> => ({
  status: 'refused',
  reply: refusal('badArgument', { message: text }),
});
