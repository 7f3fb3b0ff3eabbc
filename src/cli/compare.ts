import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isResult } from '../report/shapes/result-shape';
import { compareResults, type Comparison } from '../report/compare';
import type { Result } from '../report/result';
import { compareTable } from './compare-table';
import type { ExitStatus } from './exit-status';
import * as messages from './messages';
import { OutputError, writeText } from './outputs';

export interface CompareFlags {
  readonly json?: string;
  readonly quiet?: boolean;
}

/** Compares two results as diff does: 0 the same answers, 1 different ones, 2 trouble. */
export async function compareCommand(
  first: string,
  second: string,
  flags: CompareFlags,
): Promise<ExitStatus> {
  const results = [await readResult(first), await readResult(second)];
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
async function readResult(path: string): Promise<Result | null> {
  const refuse = (message: string): null => {
    process.stderr.write(`${message}\n`);
    return null;
  };
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return refuse(messages.cannotRead(path, (error as NodeJS.ErrnoException).code ?? String(error)));
  }
  try {
    const value: unknown = JSON.parse(text);
    return isResult(value) ? value : refuse(messages.noResult(path));
  } catch {
    return refuse(messages.noResult(path));
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
