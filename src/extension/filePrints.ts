import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FilePrint } from './certified';

/** Stands in the print of a file that was written while it may have been read: no state of the file equals it. */
const DOUBTFUL = -1;

/** What the files are like now. Those written after `since` (milliseconds) get a print that nothing equals. */
export async function takePrints(paths: readonly string[], since = Infinity): Promise<FilePrint[]> {
  return Promise.all(
    paths.map(async (path) => {
      try {
        const { size, mtimeMs } = await stat(path);
        return { path, size: mtimeMs > since ? DOUBTFUL : size, modified: mtimeMs };
      } catch {
        return { path, size: null, modified: null };
      }
    }),
  );
}

/** Name of the first file that differs from its print, or null. */
export async function firstChanged(prints: readonly FilePrint[]): Promise<string | null> {
  const now = await takePrints(prints.map((print) => print.path));
  const changed = prints.findIndex(
    (print, i) => print.size !== now[i].size || print.modified !== now[i].modified,
  );
  return changed < 0 ? null : basename(prints[changed].path);
}
