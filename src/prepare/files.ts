import { readFile, stat } from 'node:fs/promises';
import { NOT_UTF8 } from '../config/include';

/** Where the files of an experiment come from. Paths are as the user gave them. */
export interface ExperimentFiles {
  readText(path: string): Promise<string>;
  readBytes(path: string): Promise<Uint8Array>;
  /** Changes whenever the file does; lets a parsed dataset be kept. Without it nothing is kept. */
  stamp?(path: string): Promise<string>;
}

/**
 * Files of this machine; relative paths are relative to the working directory.
 * @param seen told the bytes of every file that was read
 */
export function nodeFiles(seen?: (path: string, bytes: Uint8Array) => void): ExperimentFiles {
  const read = async (path: string): Promise<Uint8Array> => {
    const bytes = await readFile(path);
    seen?.(path, bytes);
    return bytes;
  };
  return {
    readText: async (path) => decoded(await read(path)),
    readBytes: read,
    stamp: async (path) => {
      const { mtimeMs, size } = await stat(path);
      return `${mtimeMs}:${size}`;
    },
  };
}

/** A configuration in another encoding would be read with other names than it has. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw Object.assign(new Error('not UTF-8'), { code: NOT_UTF8 });
  }
}
