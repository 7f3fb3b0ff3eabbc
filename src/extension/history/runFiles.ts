import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Result } from '../../report/result';
import { digestOfBytes } from '../../prepare/digest';
import { writeWhole } from '../../prepare/write-whole';
import { readResult } from '../../report/read-result';
import { DEFAULT_LIMITS, MEGABYTE, type Limits } from '../../core/limits';
import { isRunHead, type RunHead } from './runHead';

const HEAD = '.run.json';
const RESULT = '.result.json.gz';

/**
 * The history on the disk: of each run a small file that says what it was, and its result beside it. A file that is
 * torn or of somebody else is passed over and left where it is.
 */
export class RunFiles {
  /** @param folder a folder of the history's own; it is made when first needed */
  constructor(
    private readonly folder: string,
    private readonly warn: (message: string) => void,
    private readonly limits: () => Limits = () => DEFAULT_LIMITS,
  ) {}

  /** Every run that can be read. */
  async list(): Promise<RunHead[]> {
    const names = await readdir(this.folder).catch(() => []);
    const present = new Set(names);
    const heads = await Promise.all(
      names.filter((name) => name.endsWith(HEAD)).map(async (name) => this.head(name)),
    );
    return heads.filter((head): head is RunHead => head !== null && present.has(`${head.id}${RESULT}`));
  }

  /** The result of a run; null where it is not there or not what was written. */
  async result(head: RunHead): Promise<Result | null> {
    const limits = this.limits();
    try {
      const text = await promisify(gunzip)(await readFile(this.path(head.id, RESULT)), {
        maxOutputLength: limits.resultSize * MEGABYTE,
      });
      if (digestOfBytes(text) !== head.resultHash) throw new Error('it is not what was written');
      const read = readResult(text, limits);
      if (read.kind === 'refused') throw new Error(read.message);
      return read.result;
    } catch (error) {
      this.warn(`The result of run ${head.id} cannot be read: ${String(error)}`);
      return null;
    }
  }

  /** Keeps a run. Its head is written last: what has a head has a result. Returns the head with the result's hash. */
  async write(head: Omit<RunHead, 'resultHash'>, result: Result): Promise<RunHead> {
    const text = Buffer.from(JSON.stringify(result));
    const whole: RunHead = { ...head, resultHash: digestOfBytes(text) };
    await this.replace(this.path(head.id, RESULT), await promisify(gzip)(text));
    await this.writeHead(whole);
    return whole;
  }

  /** Replaces what is said of a run; its result stays. */
  async writeHead(head: RunHead): Promise<void> {
    await this.replace(this.path(head.id, HEAD), JSON.stringify(head));
  }

  async remove(id: string): Promise<void> {
    await rm(this.path(id, HEAD), { force: true });
    await rm(this.path(id, RESULT), { force: true });
  }

  private async head(name: string): Promise<RunHead | null> {
    try {
      const value: unknown = JSON.parse(await readFile(join(this.folder, name), 'utf8'));
      if (isRunHead(value) && name === `${value.id}${HEAD}`) return value;
      this.warn(`${name} is no run of this version; it is left as it is.`);
    } catch (error) {
      this.warn(`${name} cannot be read; it is left as it is: ${String(error)}`);
    }
    return null;
  }

  private async replace(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await writeWhole(path, content);
  }

  private path(id: string, ending: string): string {
    return join(this.folder, `${id}${ending}`);
  }
}
