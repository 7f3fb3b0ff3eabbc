import { readFile, stat } from 'node:fs/promises';

/** Where the files of an experiment come from. Paths are as the user gave them. */
export interface ExperimentFiles {
  readText(path: string): Promise<string>;
  readBytes(path: string): Promise<Uint8Array>;
  /** Changes whenever the file does; lets a parsed dataset be kept. Without it nothing is kept. */
  stamp?(path: string): Promise<string>;
}

/** Files of this machine; relative paths are relative to the working directory. */
export function nodeFiles(): ExperimentFiles {
  return {
    readText: (path) => readFile(path, 'utf8'),
    readBytes: (path) => readFile(path),
    stamp: async (path) => {
      const { mtimeMs, size } = await stat(path);
      return `${mtimeMs}:${size}`;
    },
  };
}
