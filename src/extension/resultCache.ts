import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { diskWords } from '../core/disk-words';
import { digestOfBytes } from '../prepare/digest';
import { writeWhole } from '../prepare/write-whole';
import { isPicture } from '../report/shapes/picture-shape';
import { isResult } from '../report/shapes/result-shape';
import type { Certified } from './certified';

/** Raise it when `Certified` changes: older files are then ignored. */
const VERSION = 2;
/** Results of that many files are kept; the oldest go. */
const MOST = 100;
/** Milliseconds by which a file may be newer than the clock says: file systems round. */
const SLACK = 10_000;

interface Stored {
  readonly version: number;
  readonly uri: string;
  readonly certified: Certified;
}

/** The last result of each file, on disk, so that closing the window loses nothing. One JSON file each. */
export class ResultCache {
  /** @param folder a folder of the extension's own; it is made when first needed */
  constructor(
    private readonly folder: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The kept result, or null. A file that is damaged or of another version counts as none. */
  async load(uri: vscode.Uri): Promise<Certified | null> {
    try {
      const stored: unknown = JSON.parse(await readFile(this.pathOf(uri), 'utf8'));
      return isStored(stored) && stored.uri === uri.toString() ? stored.certified : null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.log.warn(`Kept result of ${uri.fsPath}: ${String(error)}`);
      return null;
    }
  }

  /** Keeps a result. A failure is logged and no more: the result itself is on the screen. */
  async save(uri: vscode.Uri, certified: Certified): Promise<void> {
    const stored: Stored = { version: VERSION, uri: uri.toString(), certified };
    const path = this.pathOf(uri);
    try {
      await mkdir(this.folder, { recursive: true });
      await writeWhole(path, piecesOf(stored));
      await this.trim(path);
    } catch (error) {
      this.log.warn(`The result of ${uri.fsPath} could not be kept: ${diskWords(error)}`);
    }
  }

  /** @param written the newest, whatever the clock says */
  private async trim(written: string): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith('.json'));
    if (names.length <= MOST) return;
    const now = Date.now() + SLACK;
    const aged = await Promise.all(
      names.map(async (name) => {
        const path = join(this.folder, name);
        // Another window may have removed it since. Of the future: the clock was set back, so nobody knows its age.
        const time = await stat(path).then(
          ({ mtimeMs }) => (mtimeMs > now ? 0 : mtimeMs),
          () => 0,
        );
        return { name, time: path === written ? Infinity : time };
      }),
    );
    aged.sort((a, b) => b.time - a.time);
    await Promise.all(aged.slice(MOST).map(({ name }) => rm(join(this.folder, name), { force: true })));
  }

  private pathOf(uri: vscode.Uri): string {
    const name = digestOfBytes(uri.toString()).slice(0, 32);
    return join(this.folder, `${name}.json`);
  }
}

/** The same as one JSON text, a model at a time: the editor's other extensions wait while a large result is written. */
async function* piecesOf({ certified, ...stored }: Stored): AsyncGenerator<string> {
  const { result, ...rest } = certified;
  const { models, ...others } = result;
  yield `${open(stored)},"certified":${open(rest)},"result":${open(others)},"models":[`;
  for (const [i, model] of models.entries()) {
    yield (i === 0 ? '' : ',') + JSON.stringify(model);
    await new Promise((done) => setImmediate(done));
  }
  yield ']}}}';
}

/** JSON of an object with at least one key, without its end. */
function open(value: object): string {
  return JSON.stringify(value).slice(0, -1);
}

function isStored(value: unknown): value is Stored {
  const stored = value as Partial<Stored> | null;
  const certified = stored?.certified as Partial<Certified> | undefined;
  return (
    stored?.version === VERSION &&
    typeof stored.uri === 'string' &&
    typeof certified?.textHash === 'string' &&
    Array.isArray(certified.files) &&
    Array.isArray(certified.stages) &&
    isResult(certified.result) &&
    (certified.picture === undefined || isPicture(certified.picture))
  );
}
