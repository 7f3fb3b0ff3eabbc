import { resolve } from 'node:path';
import { DEFAULT_BYTES, DiskCache } from '../jobs/cache/disk';
import type { CacheSettings } from '../jobs/cache/disk';
import { cacheFolder } from '../jobs/cache/place';
import { openRunCache } from '../jobs/cache/run-cache';
import type { RunCache } from '../jobs/cache/run-cache';
import { cacheFailed } from '../jobs/messages';
import type { ExitStatus } from './exit-status';
import * as messages from './messages';

export interface CacheFlags {
  /** Folder of the cache; false for none. */
  readonly cache?: string | false;
}

/** The cache of a command that certifies. @param here folder of the built files @param say told where it cannot be used */
export function runCache(
  flags: CacheFlags,
  here: string,
  say: (message: string) => void,
): Promise<RunCache | null> {
  if (flags.cache === false) return Promise.resolve(null);
  const settings = settingsOf(flags.cache);
  return openRunCache(settings, here, (reason) => say(cacheFailed(settings.folder, reason)));
}

function settingsOf(folder: string | undefined): CacheSettings {
  return { folder: folder === undefined ? cacheFolder() : resolve(folder), maxBytes: DEFAULT_BYTES };
}

/** Prints what lies in the cache, or removes it. @param action what to do; without one, print */
export async function cacheCommand(
  action: 'clear' | undefined,
  flags: { readonly cache?: string },
): Promise<ExitStatus> {
  const settings = settingsOf(flags.cache);
  const disk = new DiskCache(settings, () => undefined);
  if (action === undefined) {
    process.stdout.write(`${messages.cacheContents(settings, await disk.contents())}\n`);
    return 0;
  }
  const removed = await disk.clear();
  process.stdout.write(`${messages.cacheCleared(settings.folder, removed)}\n`);
  const left = await disk.contents();
  if (left.entries === 0) return 0;
  process.stderr.write(`${messages.cacheLeft(left.entries)}\n`);
  return 2;
}
