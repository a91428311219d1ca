import { webLimits } from './limits.ts';

/** One part of `multipart/form-data`: its field name, its type and its bytes. File names are not read. */
export interface Part {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** The parts of a form (RFC 7578), or null when the body is not exactly that. */
export function partsOf(contentType: string, body: Uint8Array): readonly Part[] | null {
  const boundary = boundaryOf(contentType);
  if (boundary === null) return null;
  // Latin-1 keeps every byte as one character, so that positions in text and in bytes agree.
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const sections = `\r\n${text}`.split(`\r\n--${boundary}`);
  if (sections.length < 3 || sections.length - 2 > webLimits.multipartParts) return null;
  if (sections[0] !== '' || !/^--\s*$/u.test(sections.at(-1) ?? '')) return null;
  const parts = sections.slice(1, -1).map(partOf);
  return parts.every((part) => part !== null) ? parts : null;
}

/** RFC 2046 §5.1.1: 1–70 characters of a small set. */
function boundaryOf(contentType: string): string | null {
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/iu.exec(contentType);
  const boundary = match?.[1] ?? match?.[2] ?? '';
  return /^[\w'()+,./:=? -]*[\w'()+,./:=?-]$/u.test(boundary) ? boundary : null;
}

function partOf(section: string): Part | null {
  const end = section.indexOf('\r\n\r\n');
  if (!section.startsWith('\r\n') || end < 2 || end > webLimits.multipartHead) return null;
  const heads = new Map(
    section
      .slice(2, end)
      .split('\r\n')
      .map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
  const name = /^form-data\b.*?;\s*name="([^"]*)"/iu.exec(heads.get('content-disposition') ?? '')?.[1];
  if (name === undefined) return null;
  return {
    name,
    contentType: heads.get('content-type') ?? 'text/plain',
    bytes: Buffer.from(section.slice(end + 4), 'latin1'),
  };
}
