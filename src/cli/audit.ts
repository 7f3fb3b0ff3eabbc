import { resolve } from 'node:path';
import { limitsWith } from '../core/limits';
import type { Limits } from '../core/limits';
import { formatDiagnostic } from '../config/diagnostic-text';
import { startAudit } from '../jobs/audit';
import { workerFiles } from '../jobs/pool';
import type { AuditRun } from '../jobs/audit';
import { defaultThreads } from '../jobs/memory';
import { datasetSentences } from '../prepare/describe';
import type { AuditOutcome } from '../protocol/job';
import type { AuditResult } from '../report/audit-result';
import { auditTable } from './audit-table';
import { runCache } from './cache';
import type { CacheFlags } from './cache';
import { outputsRefused } from './certify';
import type { ExitStatus } from './exit-status';
import * as messages from './messages';
import { OutputError, writeText } from './outputs';
import { ProgressLine } from './progress-line';

export interface AuditFlags extends CacheFlags {
  /** Bounds on what is read, in place of the usual ones. */
  readonly max?: Partial<Limits>;
  readonly model?: string;
  readonly flips?: number;
  readonly json?: string;
  readonly jobs?: number;
  readonly timeLimit?: number;
  readonly quiet?: boolean;
}

/** Finds the labels of one configuration that are worth verifying. @param here folder of the built files */
export async function auditCommand(file: string, flags: AuditFlags, here: string): Promise<ExitStatus> {
  if (await outputsRefused(flags.json === undefined ? {} : { json: flags.json }, [file])) return 2;
  const quiet = flags.quiet === true;
  const line = new ProgressLine(process.stderr, quiet);
  const say = (message: string): void => {
    line.clear();
    if (!quiet) process.stderr.write(`${message}\n`);
  };
  const run = startAudit(
    {
      file,
      text: null,
      model: flags.model ?? null,
      flips: flags.flips ?? null,
      threads: flags.jobs ?? defaultThreads(),
      timeLimit: flags.timeLimit ?? null,
      limits: limitsWith(flags.max ?? {}),
      workers: workerFiles(here),
      cache: await runCache(flags, here, say),
    },
    {
      opened: (dataset) => say(messages.held(file, datasetSentences(dataset))),
      progress: ({ model, node, done, secondsLeft }) =>
        line.show({ task: messages.auditTask(model, node), done, secondsLeft }),
      note: say,
    },
  );
  const outcome = await interruptible(run);
  line.clear();
  for (const diagnostic of outcome.diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  if (outcome.kind === 'invalid') return 2;
  const { audit } = outcome;
  if (audit !== null && !quiet && flags.json !== '-') process.stdout.write(`${auditTable(audit)}\n`);
  const status = statusOf(outcome);
  if (status === 130)
    process.stderr.write(`${audit === null ? messages.interruptedEarly : messages.interrupted}\n`);
  else if (status === 3 && !quiet) process.stderr.write(`${messages.auditOpen}\n`);
  if (audit === null || flags.json === undefined) return status;
  const written = await write(audit, flags.json, new Set([resolve(file), ...outcome.files]), quiet);
  return written || status === 130 ? status : 2;
}

/** The first Ctrl-C ends the audit with what was proven, the second one the process. */
async function interruptible(run: AuditRun): Promise<AuditOutcome> {
  let interrupted = false;
  const interrupt = (): void => {
    if (interrupted) process.exit(130);
    interrupted = true;
    run.cancel();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await run.outcome;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function statusOf(outcome: AuditOutcome): ExitStatus {
  if (outcome.kind === 'invalid') return 2;
  if (outcome.kind === 'cancelled') return 130;
  return outcome.audit.models.every(({ status }) => status === 'exact') ? 0 : 3;
}

/** False where it could not be written, which is said. */
async function write(
  audit: AuditResult,
  path: string,
  inputs: ReadonlySet<string>,
  quiet: boolean,
): Promise<boolean> {
  try {
    await writeText(path, `${JSON.stringify(audit, null, 2)}\n`, inputs);
    if (!quiet && path !== '-') process.stderr.write(`${messages.wrote(path)}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return false;
  }
}
