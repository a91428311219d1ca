import type { HttpReply, HttpRequest } from '../../app/http-ports.ts';
import { refusal } from './errors.ts';
import { webLimits } from './limits.ts';

export type Json = Readonly<Record<string, unknown>>;
export type Read<T> =
  | { readonly status: 'read'; readonly value: T }
  | { readonly status: 'refused'; readonly reply: HttpReply };

/** The body as a JSON object. An empty body is an empty object where `mayBeEmpty`. */
export function readObject({ headers, body }: HttpRequest, mayBeEmpty: boolean): Read<Json> {
  if (body.length === 0 && mayBeEmpty) return { status: 'read', value: {} };
  if (!isJson(headers['content-type'])) return refused(refusal('wrongType'));
  return objectOf(body);
}

/** Bytes as a JSON object: valid UTF-8, valid JSON, not nested without end. */
export function objectOf(bytes: Uint8Array): Read<Json> {
  const text = utf8(bytes);
  if (text === null) return bad('The body is not valid UTF-8.');
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return bad('The body is not a JSON object.');
  if (!isShallow(value)) return bad('The body is nested too deeply.');
  return { status: 'read', value: value as Json };
}

/** A client that names no type at all is taken at its word. */
function isJson(contentType: string | undefined): boolean {
  if (contentType === undefined) return true;
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const charset = parameters
    .map((each) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/u.exec(each)?.[1])
    .find(Boolean);
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') return false;
  return /^\s*(?:application|text)\/(?:[\w.-]+\+)?json\s*$|^\s*application\/vnd\.microsoft\.activity\s*$/u.test(
    type,
  );
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Without recursion: what is measured may be as deep as the body is long. */
function isShallow(value: object): boolean {
  let level: readonly object[] = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > webLimits.depth) return false;
    level = level.flatMap((each) => Object.values(each).filter(isObject));
  }
  return true;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const refused = (reply: HttpReply): Read<never> => ({ status: 'refused', reply });
const bad = (message: string): Read<never> => refused(refusal('badArgument', { message }));
