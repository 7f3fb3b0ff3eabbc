import { resolve } from 'node:path';
import { limitsWith } from '../core/limits';
import type { Limits } from '../core/limits';
import { formatDiagnostic } from '../config/diagnostic-text';
import { defaultThreads } from '../jobs/memory';
import { workerFiles } from '../jobs/pool';
import { startCertification } from '../jobs/answers';
import type { Run } from '../jobs/run';
import { datasetSentences } from '../prepare/describe';
import type { CertifyOutcome } from '../protocol/job';
import type { Picture } from '../report/picture';
import type { Result } from '../report/result';
import { runCache } from './cache';
import type { CacheFlags } from './cache';
import { exitStatus, worst } from './exit-status';
import type { ExitStatus } from './exit-status';
import * as messages from './messages';
import { OutputError, checkOutputs, writeOutputs } from './outputs';
import type { OutputPaths } from './outputs';
import { ProgressLine } from './progress-line';
import { resultTable } from './table';

export interface CertifyFlags extends OutputPaths, CacheFlags {
  /** Bounds on what is read, in place of the usual ones. */
  readonly max?: Partial<Limits>;
  readonly model?: string;
  readonly jobs?: number;
  readonly timeLimit?: number;
  readonly quiet?: boolean;
}

/** A configuration to certify: a file, or a text that stands for one. */
export interface CertifyInput {
  readonly file: string;
  /** Null reads the file. */
  readonly text: string | null;
}

/** Certifies one configuration after the other. @param here folder of the built files */
export function certifyCommand(
  files: readonly string[],
  flags: CertifyFlags,
  here: string,
): Promise<ExitStatus> {
  const inputs = files.map((file): CertifyInput => ({ file, text: null }));
  const width = process.stdout.isTTY ? process.stdout.columns || 80 : Infinity;
  return certifyInputs(inputs, flags, here, (result) => resultTable(result, width));
}

/** @param present what goes to standard output for each result */
export async function certifyInputs(
  given: readonly CertifyInput[],
  flags: CertifyFlags,
  here: string,
  present: (result: Result) => string,
): Promise<ExitStatus> {
  const refused = await outputsRefused(
    flags,
    given.map(({ file }) => file),
  );
  if (refused) return 2;
  const line = new ProgressLine(process.stderr, flags.quiet === true);
  const say = (message: string): void => {
    line.clear();
    if (flags.quiet !== true) process.stderr.write(`${message}\n`);
  };
  const cache = await runCache(flags, here, say);
  const results: Result[] = [];
  const pictures = new Map<Result, Picture>();
  const inputs = new Set<string>();
  let status: ExitStatus = 0;
  let interrupted = false;
  let current: Run | null = null;
  const interrupt = (): void => {
    if (interrupted) process.exit(130);
    interrupted = true;
    current?.cancel();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const writes = [flags.json, flags.csv, flags.html, flags.latex].some(
    (path) => path !== undefined && path !== '-',
  );
  const outputTaken = [flags.json, flags.csv, flags.html, flags.latex].includes('-');
  for (const { file, text } of given) {
    if (interrupted) break;
    inputs.add(resolve(file));
    current = startCertification(
      {
        file,
        text,
        model: flags.model ?? null,
        threads: flags.jobs ?? defaultThreads(),
        timeLimit: flags.timeLimit ?? null,
        limits: limitsWith(flags.max ?? {}),
        workers: workerFiles(here),
        cache,
      },
      {
        opened: (dataset) => say(messages.held(file, datasetSentences(dataset))),
        progress: ({ model, flips, done, secondsLeft }) =>
          line.show({ task: messages.certifyTask(model, flips), done, secondsLeft }),
        partial: () => undefined,
        note: say,
      },
    );
    const outcome = await current.outcome;
    line.clear();
    for (const diagnostic of outcome.diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
    const result = resultOf(outcome);
    if (outcome.kind !== 'invalid') for (const path of outcome.files ?? []) inputs.add(path);
    // A file with a mistake is an input too, and so is its data.
    else if (writes) for (const path of await filesOf({ file, text }, flags)) inputs.add(path);
    const read = outcome.kind === 'done' ? messages.fromCache(file, outcome.stages) : null;
    if (read !== null) say(read);
    status = worst(status, exitStatus(outcome));
    if (result === null) continue;
    results.push(result);
    if (outcome.kind !== 'invalid' && outcome.picture) pictures.set(result, outcome.picture);
    if (flags.quiet !== true && !outputTaken) process.stdout.write(`${present(result)}\n`);
  }
  process.off('SIGINT', interrupt);
  process.off('SIGTERM', interrupt);
  if (interrupted) {
    status = 130;
    process.stderr.write(`${results.length > 0 ? messages.interrupted : messages.interruptedEarly}\n`);
  } else if (status === 3 && flags.quiet !== true) process.stderr.write(`${messages.openNote}\n`);
  if (results.length > 0) status = worst(status, await write(results, pictures, flags, here, inputs));
  return status;
}

/** The files that a configuration with a mistake leads to. Loaded where it is needed: most runs do without. */
async function filesOf({ file, text }: CertifyInput, flags: CertifyFlags): Promise<readonly string[]> {
  const { openExperiment } = await import('../prepare/open');
  const { nodeFiles } = await import('../prepare/files');
  return (await openExperiment(file, text, nodeFiles(undefined, limitsWith(flags.max ?? {})))).files;
}

/** Whether an output cannot be written, which is said; nothing is certified then. */
export async function outputsRefused(paths: OutputPaths, files: readonly string[]): Promise<boolean> {
  try {
    await checkOutputs(paths, files);
    return false;
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return true;
  }
}

async function write(
  results: readonly Result[],
  pictures: ReadonlyMap<Result, Picture>,
  flags: CertifyFlags,
  here: string,
  inputs: ReadonlySet<string>,
): Promise<ExitStatus> {
  try {
    const written = await writeOutputs(results, pictures, flags, resolve(here, 'webview'), inputs);
    if (flags.quiet !== true) for (const path of written) process.stderr.write(`${messages.wrote(path)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

function resultOf(outcome: CertifyOutcome): Result | null {
  return outcome.kind === 'invalid' ? null : outcome.result;
}
