import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { limitsWith } from '../core/limits';
import type { Limits } from '../core/limits';
import { diskWords } from '../core/disk-words';
import { readResult } from '../report/read-result';
import { compareResults, type Comparison } from '../report/compare';
import type { Result } from '../report/result';
import { compareTable } from './compare-table';
import type { ExitStatus } from './exit-status';
import * as messages from './messages';
import { OutputError, writeText } from './outputs';

export interface CompareFlags {
  /** Bounds on what is read, in place of the usual ones. */
  readonly max?: Partial<Limits>;
  readonly json?: string;
  readonly quiet?: boolean;
}

/** Compares two results as diff does: 0 the same answers, 1 different ones, 2 trouble. */
export async function compareCommand(
  first: string,
  second: string,
  flags: CompareFlags,
): Promise<ExitStatus> {
  const results = [await resultIn(first, flags), await resultIn(second, flags)];
  const [before, after] = results;
  if (!before || !after) return 2;
  const comparison = compareResults(before, after);
  if (flags.quiet !== true && flags.json !== '-')
    process.stdout.write(compareTable(comparison, { first, second }));
  if (flags.json !== undefined && !(await write(comparison, flags.json, [resolve(first), resolve(second)])))
    return 2;
  return comparison.equal ? 0 : 1;
}

/** Null where it cannot be read or is none, which is said. */
async function resultIn(path: string, flags: CompareFlags): Promise<Result | null> {
  const refuse = (message: string): null => {
    process.stderr.write(`${message}\n`);
    return null;
  };
  try {
    const read = readResult(await readFile(path), limitsWith(flags.max ?? {}));
    if (read.kind === 'result') return read.result;
    return refuse('value' in read ? messages.noResult(path) : messages.cannotRead(path, read.message));
  } catch (error) {
    return refuse(messages.cannotRead(path, diskWords(error)));
  }
}

async function write(comparison: Comparison, path: string, inputs: readonly string[]): Promise<boolean> {
  try {
    await writeText(path, `${JSON.stringify(comparison, null, 2)}\n`, new Set(inputs));
    return true;
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return false;
  }
}
