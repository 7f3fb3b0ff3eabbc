import { stat } from 'node:fs/promises';
import { NOT_UTF8 } from '../config/include';
import type { Limits } from '../core/limits';
import { DEFAULT_LIMITS, KILOBYTE, MEGABYTE, howToRaise } from '../core/limits';
import type { MostBytes, Stood } from './read-file';
import { readWhole } from './read-file';

/** Where the files of an experiment come from. Paths are as the user gave them. */
export interface ExperimentFiles {
  readText(path: string): Promise<string>;
  readBytes(path: string): Promise<Uint8Array>;
  /** Changes whenever the file does; lets a parsed dataset be kept. Without it nothing is kept. */
  stamp?(path: string): Promise<string>;
  /** Those of every reader where there are none. */
  readonly limits?: Limits;
}

/**
 * Files of this machine; relative paths are relative to the working directory.
 * @param seen told the bytes of every file that was read, and how it stood then
 */
export function nodeFiles(
  seen?: (path: string, bytes: Uint8Array, stood: Stood) => void,
  limits: Limits = DEFAULT_LIMITS,
): ExperimentFiles {
  const read = async (path: string, most: MostBytes | null): Promise<Uint8Array> => {
    const { bytes, ...stood } = await readWhole(path, most);
    seen?.(path, bytes, stood);
    return bytes;
  };
  const { configurationSize, dataFileSize } = limits;
  const text = {
    bytes: configurationSize * KILOBYTE,
    shown: `${configurationSize} kB`,
    hint: howToRaise('configurationSize'),
  };
  const data = {
    bytes: dataFileSize * MEGABYTE,
    shown: `${dataFileSize} MB`,
    hint: howToRaise('dataFileSize'),
  };
  return {
    readText: async (path) => decoded(await read(path, text)),
    readBytes: (path) => read(path, data),
    stamp: async (path) => {
      const { mtimeMs, size } = await stat(path);
      return `${mtimeMs}:${size}`;
    },
    limits,
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
