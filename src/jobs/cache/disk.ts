import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskWords } from '../../core/disk-words';
import { pack, unpack } from './container';

/** How much lies in a cache. */
export interface Contents {
  readonly entries: number;
  readonly bytes: number;
}

/** Where a cache lies, and how large it may grow. */
export interface CacheSettings {
  readonly folder: string;
  readonly maxBytes: number;
}

/** Bytes that a cache may take where nobody says so. */
export const DEFAULT_BYTES = 512 * 2 ** 20;

/** Names of entries and of files on their way to become one. Nothing else in the folder is touched. */
const ENTRY = /^[a-z]+-[0-9a-f]{64}$/;
const ASIDE = /^[a-z]+-[0-9a-f]{64}\.[0-9a-f-]{36}\.tmp$/;
/** Milliseconds after which an unfinished file has no writer any more. */
const FORSAKEN = 3_600_000;
/** Cleared meanwhile; or, on Windows, the same entry is being read or replaced by another process. */
const HARMLESS = process.platform === 'win32' ? ['ENOENT', 'EPERM', 'EBUSY'] : ['ENOENT'];
/** Milliseconds by which a file may be newer than the clock says: file systems round. */
const SLACK = 10_000;
/** Share of the size that is left when a full cache makes room, so that not every new entry has to. */
const LEFT = 0.9;

interface Found {
  readonly path: string;
  readonly size: number;
  readonly used: number;
  readonly whole: boolean;
}

/**
 * Entries on disk, one file each, for any number of processes at once: a file is written aside and renamed, so that a
 * reader meets a whole one or none. What was not used for longest makes room. A cache that does not work is no failure:
 * it says so once, and nothing is kept.
 */
export class DiskCache {
  /** Bytes in the folder, as far as this process knows; null before it looked. */
  private total: number | null = null;
  private broken = false;

  /** @param failed told once what went wrong with the disk */
  constructor(
    readonly settings: CacheSettings,
    private readonly failed: (reason: string) => void,
  ) {}

  /** The content of an entry; null where there is none. One that is damaged is removed. */
  async read(name: string): Promise<Uint8Array | null> {
    const path = this.pathOf(name);
    try {
      const { size } = await stat(path);
      const content = size > this.settings.maxBytes ? null : unpack(name, await readFile(path));
      if (content === null) await this.discard(name);
      else await touch(path);
      return content;
    } catch (error) {
      this.report(error);
      return null;
    }
  }

  /** Keeps an entry, unless it is larger than the whole cache may be. */
  async write(name: string, content: Uint8Array): Promise<void> {
    const { folder, maxBytes } = this.settings;
    const bytes = pack(name, content);
    if (this.broken || bytes.length > maxBytes) return;
    const aside = join(folder, `${name}.${randomUUID()}.tmp`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(aside, bytes, { flag: 'wx', mode: 0o600 });
      await rename(aside, this.pathOf(name));
      if (this.total === null) await this.makeRoom();
      else if ((this.total += bytes.length) > maxBytes) await this.makeRoom();
    } catch (error) {
      await rm(aside, { force: true }).catch(() => undefined);
      this.report(error);
    }
  }

  /** Removes an entry. */
  async discard(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true }).catch(() => undefined);
  }

  /** What lies there; nothing where there is no such folder. */
  async contents(): Promise<Contents> {
    const found = (await this.survey()).filter(({ whole }) => whole);
    return { entries: found.length, bytes: sizeOf(found) };
  }

  /** Removes every entry. Returns what was removed; unfinished files count as bytes alone. */
  async clear(): Promise<Contents> {
    this.total = null;
    const gone: Found[] = [];
    for (const file of await this.survey()) if (await removed(file.path)) gone.push(file);
    return { entries: gone.filter(({ whole }) => whole).length, bytes: sizeOf(gone) };
  }

  private async makeRoom(): Promise<void> {
    const { maxBytes } = this.settings;
    const now = Date.now();
    const all = await this.survey();
    const entries = all.filter(({ whole }) => whole);
    for (const { whole, path, used } of all)
      if (!whole && Math.abs(now - used) > FORSAKEN) await removed(path);
    let total = sizeOf(entries);
    if (total > maxBytes) {
      // Used in the future: the clock was set back since, and nobody knows when.
      const when = ({ used }: Found): number => (used > now + SLACK ? 0 : used);
      entries.sort((a, b) => when(a) - when(b));
      for (const { path, size } of entries) {
        if (total <= LEFT * maxBytes) break;
        await removed(path);
        total -= size;
      }
    }
    this.total = total;
  }

  private async survey(): Promise<Found[]> {
    const { folder } = this.settings;
    const names = await readdir(folder).catch(() => []);
    const found = names
      .filter((name) => ENTRY.test(name) || ASIDE.test(name))
      .map(async (name): Promise<Found[]> => {
        const path = join(folder, name);
        // Another process may have removed it since.
        const of = await stat(path).catch(() => null);
        if (of === null) return [];
        return [{ path, size: of.size, used: of.mtimeMs, whole: ENTRY.test(name) }];
      });
    return (await Promise.all(found)).flat();
  }

  private pathOf(name: string): string {
    return join(this.settings.folder, name);
  }

  private report(error: unknown): void {
    const { code } = error as NodeJS.ErrnoException;
    if (this.broken || HARMLESS.includes(code ?? '')) return;
    this.broken = true;
    this.failed(diskWords(error));
  }
}

function sizeOf(found: readonly Found[]): number {
  return found.reduce((sum, { size }) => sum + size, 0);
}

/** Marks an entry as used. A cache that may only be read has no order to keep. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}

async function removed(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch {
    return false;
  }
}
