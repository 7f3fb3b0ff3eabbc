import { inflateSync } from 'fflate';
import { DataError } from './errors';
import { shown } from '../core/shown';

/** Members of a zip archive, each inflated when it is asked for and checked against its size and CRC-32. */
export interface Zip {
  readonly names: readonly string[];
  /** Size of a member once inflated, as the directory states it. */
  size(name: string): number;
  /** @throws DataError `npz-truncated`, `npz-corrupt`, `npz-unsupported`, `npz-too-large`. */
  read(name: string): Uint8Array;
}

interface Entry {
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const MAX_MEMBER = 2 ** 31;
/** Deflate cannot pack better than 1 byte in 1032: a directory that says so lies, or is a bomb. */
const MAX_RATIO = 1032;

/**
 * Reads the directory of a zip archive. fflate's own reader is passed over because it allocates whatever the
 * directory asks for and does not look at the checksums, and a damaged graph must not be certified.
 * @throws DataError `not-npz`, `npz-truncated`, `npz-corrupt`.
 */
export function openZip(bytes: Uint8Array): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 0) throw new DataError('npz-truncated', 'The file is empty.');
  if (bytes.length < 4 || view.getUint16(0, true) !== 0x4b50) {
    throw new DataError('not-npz', 'This is no .npz file: it does not begin as a zip archive does.');
  }
  const entries = directory(view, bytes);
  const entryOf = (name: string): Entry => {
    const entry = entries.get(name);
    if (entry === undefined)
      throw new DataError('npz-corrupt', `The archive holds no member \`${shown(name)}\`.`);
    return entry;
  };
  return {
    names: [...entries.keys()],
    size: (name) => entryOf(name).size,
    read: (name) => readEntry(view, bytes, name, entryOf(name)),
  };
}

function truncated(): DataError {
  return new DataError(
    'npz-truncated',
    'The .npz file is cut off: its end is missing. Copy or download it again.',
  );
}

function corrupt(name: string): DataError {
  return new DataError(
    'npz-corrupt',
    `The member \`${shown(name)}\` of the .npz file is damaged. Copy or download it again.`,
  );
}

function directory(view: DataView, bytes: Uint8Array): Map<string, Entry> {
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries = new Map<string, Entry>();
  for (let i = 0; i < count; i++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw truncated();
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > view.byteLength) throw truncated();
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.set(name, {
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return entries;
}

/** Offset of the record that ends an archive; a comment of up to 65535 bytes may follow it. */
function endOfDirectory(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= lowest; at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw truncated();
}

function readEntry(view: DataView, bytes: Uint8Array, name: string, entry: Entry): Uint8Array {
  if ((entry.flags & 1) !== 0)
    throw new DataError('npz-unsupported', `The member \`${shown(name)}\` is encrypted.`);
  if (entry.size >= MAX_MEMBER || entry.packed >= MAX_MEMBER) {
    throw new DataError('npz-too-large', `The member \`${shown(name)}\` is larger than 2 GB.`);
  }
  if (entry.offset + 30 > view.byteLength) throw truncated();
  if (view.getUint32(entry.offset, true) !== LOCAL_ENTRY) throw corrupt(name);
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  if (start + entry.packed > view.byteLength) throw truncated();
  const packed = bytes.subarray(start, start + entry.packed);
  const content = unpacked(packed, name, entry);
  if (content.length !== entry.size || crc32(content) !== entry.crc) throw corrupt(name);
  return content;
}

function unpacked(packed: Uint8Array, name: string, entry: Entry): Uint8Array {
  if (entry.method === 0) return packed;
  if (entry.method !== 8) {
    const text = `The member \`${shown(name)}\` is packed by a method that is not read; save it with numpy's savez_compressed.`;
    throw new DataError('npz-unsupported', text);
  }
  if (entry.size > MAX_RATIO * (entry.packed + 16)) throw corrupt(name);
  try {
    return inflateSync(packed, { out: new Uint8Array(entry.size) });
  } catch {
    throw corrupt(name);
  }
}

const CRC_TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = (c & 1) !== 0 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) c = CRC_TABLE[(c ^ bytes[i]) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
