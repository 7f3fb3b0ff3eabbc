import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Something that a key is made of. Null differs from every text and number. */
export type Part = string | number | boolean | null | ArrayBufferView;

/**
 * SHA-256 in hexadecimal over some parts. Every part goes in with its kind and its length, so that no two lists of
 * parts look the same.
 */
export function digestOf(parts: Iterable<Part>): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const [kind, bytes] = bytesOf(part);
    hash.update(`${kind}:${bytes.length}:`);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

/** SHA-256 of some bytes, or of a text in UTF-8, in hexadecimal. */
export function digestOfBytes(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 of a file in hexadecimal; null where it cannot be read. */
export async function digestOfFile(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
    return hash.digest('hex');
  } catch {
    return null;
  }
}

function bytesOf(part: Part): readonly [string, Uint8Array] {
  if (part === null) return ['null', new Uint8Array(0)];
  if (typeof part === 'string') return ['text', Buffer.from(part, 'utf8')];
  if (typeof part === 'number') return ['number', new Uint8Array(Float64Array.of(part).buffer)];
  if (typeof part === 'boolean') return ['truth', Uint8Array.of(part ? 1 : 0)];
  return [part.constructor.name, new Uint8Array(part.buffer, part.byteOffset, part.byteLength)];
}
