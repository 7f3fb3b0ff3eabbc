import type { Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { REFUSED } from '../config/include';
import * as messages from '../config/messages';

/** How a file stood when it was read. */
export interface Stood {
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

export interface ReadBytes extends Stood {
  readonly bytes: Uint8Array;
}

/** A bound on a file's size, and what says how to raise it. */
export interface MostBytes {
  readonly bytes: number;
  /** As in "1024 MB". */
  readonly shown: string;
  readonly hint: string;
}

/**
 * The bytes of a file in one state: what was written while it was read is refused, and so is what is no file, since
 * reading a device or a pipe need never end.
 * @throws Error with a code, Node's or `REFUSED`
 */
export async function readWhole(path: string, most: MostBytes | null): Promise<ReadBytes> {
  const file = await open(path, 'r');
  try {
    const before = await file.stat();
    if (most !== null) {
      if (!before.isFile() && !before.isDirectory()) throw refused(messages.noRegularFile());
      if (before.size > most.bytes) throw refused(messages.fileTooLarge(most.shown, most.hint));
    }
    const bytes = await file.readFile();
    const after = await file.stat();
    if (before.isFile() && (!same(before, after) || bytes.length !== before.size))
      throw refused(messages.changedMeanwhile());
    return { bytes, size: before.size, modified: before.mtimeMs };
  } finally {
    await file.close();
  }
}

function same(a: Stats, b: Stats): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs;
}

function refused(message: string): Error {
  return Object.assign(new Error(message), { code: REFUSED });
}
