/**
 * The file of one entry: what it is, a checksum over all that follows, the name it was written under, the content. A
 * file that was cut short, altered or renamed does not open.
 */
import { createHash } from 'node:crypto';

const MAGIC = Buffer.from('FLIPCRT1', 'latin1');
const CHECKSUM = 32;
/** Of the name's length. */
const LENGTH = 2;

export function pack(name: string, content: Uint8Array): Uint8Array {
  const called = Buffer.from(name, 'utf8');
  const length = Buffer.alloc(LENGTH);
  length.writeUInt16LE(called.length);
  const rest = Buffer.concat([length, called, content]);
  return Buffer.concat([MAGIC, checksum(rest), rest]);
}

/** The content; null where the bytes are not, to the last one, what `pack` made under this name. */
export function unpack(name: string, bytes: Uint8Array): Uint8Array | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const called = Buffer.from(name, 'utf8');
  const start = MAGIC.length + CHECKSUM;
  const from = start + LENGTH + called.length;
  if (file.length < from || !file.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const rest = file.subarray(start);
  if (!file.subarray(MAGIC.length, start).equals(checksum(rest))) return null;
  const same = rest.readUInt16LE(0) === called.length && file.subarray(start + LENGTH, from).equals(called);
  return same ? file.subarray(from) : null;
}

function checksum(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
