import { limitsWith } from '../core/limits';
import type { Limits } from '../core/limits';
import { formatDiagnostic, hasErrors } from '../config/diagnostic-text';
import { diskWords } from '../core/disk-words';
import type { Diagnostic } from '../core/errors';
import { datasetSentences } from '../prepare/describe';
import { nodeFiles } from '../prepare/files';
import { writeWhole } from '../prepare/write-whole';
import { openExperiment } from '../prepare/open';
import type { OpenedExperiment } from '../prepare/open';
import { describeDataset } from '../prepare/summary';
import { outputsRefused } from './certify';
import type { ExitStatus } from './exit-status';
import * as messages from './messages';

export interface CheckFlags {
  /** Bounds on what is read, in place of the usual ones. */
  readonly max?: Partial<Limits>;
  readonly json?: string;
  readonly quiet?: boolean;
}

/** Prints what the editor would underline, and certifies nothing. */
export async function checkCommand(files: readonly string[], flags: CheckFlags): Promise<ExitStatus> {
  if (await outputsRefused(flags, files)) return 2;
  const all: Diagnostic[] = [];
  const inputs = new Set<string>();
  for (const file of files) {
    const opened = await openExperiment(file, null, nodeFiles(undefined, limitsWith(flags.max ?? {})));
    const { diagnostics, files: read } = opened;
    all.push(...diagnostics);
    for (const path of read) inputs.add(path);
    for (const diagnostic of diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
    if (!hasErrors(diagnostics) && flags.json !== '-' && flags.quiet !== true)
      process.stdout.write(`${messages.fine(file)}${contents(opened)}\n`);
  }
  if (flags.json !== undefined) {
    const text = `${JSON.stringify(all.map(fromOne), null, 2)}\n`;
    if (flags.json === '-') process.stdout.write(text);
    else {
      if (await outputsRefused(flags, [...inputs])) return 2;
      try {
        await writeWhole(flags.json, text);
      } catch (error) {
        process.stderr.write(`${messages.cannotWrite(flags.json, diskWords(error))}\n`);
        return 2;
      }
    }
  }
  return hasErrors(all) ? 2 : 0;
}

/** What the dataset holds, as a second line. */
function contents({ dataset, splits, experiment }: OpenedExperiment): string {
  if (dataset === null || splits === null || experiment === null) return '';
  const description = describeDataset(
    dataset,
    splits.map(({ split }) => split),
    experiment.models,
  );
  return `\n  ${datasetSentences(description).join(' ')}`;
}

/** Lines and columns counted from 1, as on standard error. */
function fromOne({ file, range, severity, code, message }: Diagnostic) {
  return {
    file,
    line: range.startLine + 1,
    column: range.startColumn + 1,
    endLine: range.endLine + 1,
    endColumn: range.endColumn + 1,
    severity,
    code,
    message,
  };
}
