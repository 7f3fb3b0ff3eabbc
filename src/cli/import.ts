import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { limitsWith } from '../core/limits';
import type { Limits } from '../core/limits';
import { formatDiagnostic, hasErrors } from '../config/diagnostic-text';
import { readFailure } from '../config/include';
import { importSeml } from '../config/seml/import';
import type { Imported } from '../config/seml/import';
import { writeNew, writeWhole } from '../prepare/write-whole';
import { diskWords } from '../core/disk-words';
import { nodeFiles } from '../prepare/files';
import type { ExitStatus } from './exit-status';
import * as messages from './messages';
import { OutputError, isFolder, target } from './outputs';

export interface ImportFlags {
  /** Bounds on what is read, in place of the usual ones. */
  readonly max?: Partial<Limits>;
  /** A folder, or `-`. */
  readonly out?: string;
  readonly data?: string;
  readonly force?: boolean;
}

interface Output {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes configurations for SEML experiments. Of an experiment for which one of them cannot be written, none is.
 * @returns 2 where a file is no experiment on flipped labels, or could not be written in whole
 */
export async function importCommand(files: readonly string[], flags: ImportFlags): Promise<ExitStatus> {
  const written = new Set<string>();
  const outputs: Output[] = [];
  let status: ExitStatus = 0;
  const say = (message: string): void => {
    process.stderr.write(`${message}\n`);
  };
  for (const file of files) {
    const imported = await importFile(file, flags);
    for (const diagnostic of imported.diagnostics) say(formatDiagnostic(diagnostic));
    if (hasErrors(imported.diagnostics)) status = 2;
    const folder = flags.out === undefined || flags.out === '-' ? dirname(file) : flags.out;
    const own = imported.files.map(({ name, text }) => ({ path: join(folder, name), text }));
    if (flags.out === '-') {
      outputs.push(...own);
      continue;
    }
    try {
      await checkTargets(own, file, flags.force === true, written);
      for (const output of own) {
        await write(output, flags.force === true);
        written.add(await target(output.path));
        process.stdout.write(`${output.path}\n`);
      }
    } catch (error) {
      if (!(error instanceof OutputError)) throw error;
      say(error.message);
      status = 2;
    }
  }
  if (outputs.length > 1) {
    say(messages.oneOutput(outputs.length));
    return 2;
  }
  for (const { text } of outputs) process.stdout.write(text);
  return status;
}

async function importFile(file: string, { data, max = {} }: ImportFlags): Promise<Imported> {
  const limits = limitsWith(max);
  let text: string;
  try {
    text = await nodeFiles(undefined, limits).readText(file);
  } catch (error) {
    const range = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 };
    return { files: [], diagnostics: [{ ...readFailure(file, error), severity: 'error', file, range }] };
  }
  return importSeml(file, text, data, limits);
}

/** @throws OutputError where one of the files must not be written. */
async function checkTargets(
  outputs: readonly Output[],
  source: string,
  force: boolean,
  written: ReadonlySet<string>,
): Promise<void> {
  const sourceFile = await target(source);
  for (const { path } of outputs) {
    const refuse = (why: string): never => {
      throw new OutputError(messages.cannotWrite(path, why));
    };
    if ((await isFolder(dirname(path))) !== true) refuse(messages.noFolder(dirname(path)));
    const file = await target(path);
    if (file === sourceFile) refuse(messages.experimentAsOutput);
    if (written.has(file)) refuse(messages.takenOutput);
    if ((await isFolder(file)) === true) refuse(messages.folderAsOutput);
    if (!force && (await exists(path))) refuse(messages.exists);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/** @throws OutputError */
async function write({ path, text }: Output, force: boolean): Promise<void> {
  try {
    // Without force, what appeared in the meantime is not written over either.
    await (force ? writeWhole(path, text) : writeNew(path, text));
  } catch (error) {
    throw new OutputError(messages.cannotWrite(path, diskWords(error)));
  }
}
