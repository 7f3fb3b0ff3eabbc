import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { chmod, link, lstat, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file in one go: whoever reads it sees what was there before, or all of the new. Links are followed; devices
 * and pipes are written as they are.
 * @throws Error with Node's code; what was there before is untouched then
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array | AsyncIterable<string>,
): Promise<void> {
  const file = await realpath(path).catch(() => path);
  const before = await stat(file).catch(() => null);
  const isLink = (await lstat(path).catch(() => null))?.isSymbolicLink() === true;
  // A link to nothing leads to a file that is made by writing.
  if ((before !== null && !before.isFile()) || (before === null && isLink)) return writeFile(path, content);
  const aside = join(dirname(file), `.${basename(file).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    const handle = await opened(aside, before !== null);
    // A file may be written in a folder that may not: then there is no other way than to write over it.
    if (handle === null) return await writeFile(file, content);
    try {
      await writeFile(handle, content);
      // A power cut after the renaming must not leave an empty file under the name.
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (before !== null) await chmod(aside, before.mode & 0o7777);
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** As `writeWhole`, but never over a file that is there. @throws Error `EEXIST` */
export async function writeNew(path: string, content: string): Promise<void> {
  const aside = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    await writeFile(aside, content, { flag: 'wx' });
    await link(aside, path).catch((error: NodeJS.ErrnoException) => {
      // Some file systems know no second name of a file.
      if (error.code === 'EEXIST') throw error;
      return writeFile(path, content, { flag: 'wx' });
    });
  } finally {
    await rm(aside, { force: true }).catch(() => undefined);
  }
}

/** Null where the folder allows no new file, and there is one to write over. */
async function opened(aside: string, replaces: boolean): Promise<FileHandle | null> {
  try {
    return await open(aside, 'wx');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (replaces && (code === 'EACCES' || code === 'EPERM')) return null;
    throw error;
  }
}
