import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { formatDiagnostic, hasErrors, printable } from '../config/diagnostic-text';
import type { ModelSpec, NetworkSpec } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import { limitsWith } from '../core/limits';
import type { Limits } from '../core/limits';
import { startCertification } from '../jobs/answers';
import { modelKernels } from '../jobs/kernel-request';
import { defaultThreads } from '../jobs/memory';
import { workerFiles } from '../jobs/pool';
import { nodeFiles } from '../prepare/files';
import { openExperiment } from '../prepare/open';
import type { ModelResult, Result } from '../report/result';
import { widthPage } from '../report/width/page';
import type { LeftOut, ModelWidths, WidthResult } from '../report/width/result';
import { NOTE } from '../report/width/text';
import { agreementOf } from '../width/agreement';
import { whyNot } from '../width/plan';
import { networkTask, trainingBytes, widthSubject } from '../width/subject';
import type { WidthSubject } from '../width/subject';
import { Trainers } from '../width/trainers';
import { runCache } from './cache';
import type { CacheFlags } from './cache';
import { outputsRefused } from './certify';
import type { ExitStatus } from './exit-status';
import * as messages from './messages';
import { OutputError, writeText } from './outputs';
import { ProgressLine } from './progress-line';
import { widthTable } from './widthcheck-table';

export interface WidthFlags extends CacheFlags {
  readonly widths?: readonly number[];
  readonly seeds?: number;
  readonly sets?: number;
  readonly model?: string;
  readonly json?: string;
  readonly html?: string;
  readonly jobs?: number;
  readonly timeLimit?: number;
  readonly quiet?: boolean;
  readonly max?: Partial<Limits>;
}

const WIDTHS = [64, 256, 1024];
const SEEDS = 3;
const SETS = 12;
/** WebAssembly of 32 bits addresses 4 GB, and the rest of the machine has other uses. */
const MOST_BYTES = 1.5 * 2 ** 30;
const MEMORY_SHARE = 0.5;

/** Holds finite networks against the certificates of one configuration. @param here folder of the built files */
export async function widthcheckCommand(file: string, flags: WidthFlags, here: string): Promise<ExitStatus> {
  const { json, html } = flags;
  const outputs = { ...(json === undefined ? {} : { json }), ...(html === undefined ? {} : { html }) };
  if (await outputsRefused(outputs, [file])) return 2;
  const quiet = flags.quiet === true;
  const line = new ProgressLine(process.stderr, quiet);
  const say = (message: string): void => {
    line.clear();
    if (!quiet) process.stderr.write(`${message}\n`);
  };
  const opened = await open(file, flags);
  if (opened === null) return 2;
  const result = await certified(file, flags, here, line, say);
  if (typeof result === 'number') return result;
  const subjects = subjectsOf(opened, result, flags.sets ?? SETS);
  const report = await trained(file, opened, subjects, flags, here, line);
  line.clear();
  if (typeof report === 'number') return report;
  if (!quiet && json !== '-' && html !== '-') process.stdout.write(`${widthTable(report)}\n`);
  const inputs = new Set([resolve(file), ...opened.files.map((path) => resolve(path))]);
  try {
    if (json !== undefined) await writeText(json, `${JSON.stringify(report, null, 2)}\n`, inputs);
    if (html !== undefined) await writeText(html, widthPage(report), inputs);
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    return refuse(error.message);
  }
  for (const path of [json, html]) if (path !== undefined && path !== '-') say(messages.wrote(path));
  return 0;
}

function refuse(message: string): ExitStatus {
  process.stderr.write(`${message}\n`);
  return 2;
}

interface Opened {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly splitSeed: number | null;
  readonly trusted: readonly number[];
  readonly models: readonly NetworkSpec[];
  readonly leftOut: readonly LeftOut[];
  readonly files: readonly string[];
}

/** Null where there is nothing that networks can be held against, which is said before anything is certified. */
async function open(file: string, flags: WidthFlags): Promise<Opened | null> {
  const { experiment, dataset, splits, diagnostics, files } = await openExperiment(
    file,
    null,
    nodeFiles(undefined, limitsWith(flags.max ?? {})),
  );
  for (const diagnostic of diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  if (experiment === null || dataset === null || splits === null || hasErrors(diagnostics)) return null;
  const no = (message: string): null => {
    refuse(message);
    return null;
  };
  if (dataset.classes.length !== 2) return no(messages.twoClasses(file, dataset.classes.length));
  if (!experiment.certify.kinds.includes('sample-wise')) return no(messages.noSampleWise(file));
  const wanted = ({ name, family }: ModelSpec): boolean =>
    flags.model === undefined || name === flags.model || family === flags.model;
  const asked = experiment.models.filter(wanted);
  const leftOut = asked.flatMap((model) => {
    const reason = whyNot(model);
    return reason === null ? [] : [{ name: model.name, reason }];
  });
  const models = asked.filter((model): model is NetworkSpec => whyNot(model) === null);
  // A model that does not exist is told of by the certification.
  if (asked.length > 0 && models.length === 0) {
    for (const { name, reason } of leftOut) refuse(messages.widthLeftOut(printable(name), reason));
    return no(messages.nothingToTrain(file));
  }
  const several = experiment.split.seeds.length > 1;
  return {
    dataset,
    split: splits[0].split,
    splitSeed: several ? splits[0].seed : null,
    trusted: experiment.certify.trusted,
    models,
    leftOut,
    files,
  };
}

/** The certificates, from the cache where they are there. A status where there are none. */
async function certified(
  file: string,
  flags: WidthFlags,
  here: string,
  line: ProgressLine,
  say: (message: string) => void,
): Promise<Result | ExitStatus> {
  const run = startCertification(
    {
      file,
      text: null,
      model: flags.model ?? null,
      threads: flags.jobs ?? defaultThreads(),
      timeLimit: flags.timeLimit ?? null,
      limits: limitsWith(flags.max ?? {}),
      workers: workerFiles(here),
      cache: await runCache(flags, here, say),
    },
    {
      opened: () => undefined,
      progress: ({ model, flips, done, secondsLeft }) =>
        line.show({ task: messages.certifyTask(model, flips), done, secondsLeft }),
      partial: () => undefined,
      note: say,
    },
  );
  const cancel = (): void => run.cancel();
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  const outcome = await run.outcome;
  process.off('SIGINT', cancel);
  process.off('SIGTERM', cancel);
  line.clear();
  if (outcome.kind === 'done') return outcome.result;
  if (outcome.kind === 'invalid') {
    for (const diagnostic of outcome.diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
    return 2;
  }
  process.stderr.write(`${messages.widthInterrupted}\n`);
  return 130;
}

interface NamedSubject {
  readonly spec: NetworkSpec;
  readonly certificate: ModelResult;
  readonly subject: WidthSubject;
}

function subjectsOf(
  { dataset, split, trusted, models }: Opened,
  result: Result,
  sets: number,
): NamedSubject[] {
  return models.flatMap((spec) => {
    const certificate = result.models.find(({ name }) => name === spec.name);
    if (certificate === undefined) return [];
    const [blocks] = modelKernels(dataset, [split], spec);
    return [
      { spec, certificate, subject: widthSubject(dataset, split, trusted, spec, certificate, blocks, sets) },
    ];
  });
}

/** Trains every network. A status where it was interrupted or cannot be. */
async function trained(
  file: string,
  { leftOut, splitSeed, split }: Opened,
  subjects: readonly NamedSubject[],
  flags: WidthFlags,
  here: string,
  line: ProgressLine,
): Promise<WidthResult | ExitStatus> {
  const { widths = WIDTHS, seeds = SEEDS } = flags;
  const threads = Math.min(flags.jobs ?? defaultThreads(), widths.length * seeds * subjects.length);
  const most = Math.min(MOST_BYTES, (MEMORY_SHARE * totalmem()) / threads);
  for (const { spec, subject } of subjects)
    for (const width of widths) {
      const needed = trainingBytes(subject, width);
      if (needed > most) return refuse(messages.tooWide(printable(spec.name), width, needed, most));
    }
  const all = subjects.reduce((sum, { subject }) => sum + subject.labels.length, 0) * widths.length * seeds;
  let done = 0;
  const began = performance.now();
  const show = (): void => {
    const seconds = (performance.now() - began) / 1000;
    const secondsLeft = done === 0 ? null : (seconds / done) * (all - done);
    line.show({ task: messages.widthTask(done, all), done: done / all, secondsLeft });
  };
  const wasm = join(here, 'tfjs-backend-wasm-simd.wasm');
  const trainers = new Trainers(threads, join(here, 'trainer.cjs'), { wasm }, () => {
    done++;
    show();
  });
  let interrupt = (): void => undefined;
  const interrupted = new Promise<null>((end) => (interrupt = () => end(null)));
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    let id = 0;
    const work = subjects.map(async ({ spec, certificate, subject }): Promise<ModelWidths> => {
      // The widest first: the narrow ones fill what is left.
      const outcomes = await Promise.all(
        [...widths]
          .reverse()
          .flatMap((width) =>
            Array.from({ length: seeds }, (_, seed) =>
              trainers.train(networkTask(subject, width, seed, id++)),
            ),
          ),
      );
      return {
        name: spec.name,
        architecture: spec.architecture,
        depth: spec.keys.depth,
        C: certificate.C,
        testNodes: split.test.length,
        witnesses: subject.witnesses,
        flipSets: subject.labels.length - 1,
        widths: widths.map((width) =>
          agreementOf(
            width,
            outcomes.filter((outcome) => outcome.width === width),
            subject.verdicts,
          ),
        ),
      };
    });
    const models = await Promise.race([Promise.all(work), interrupted]);
    if (models === null) {
      line.clear();
      process.stderr.write(`${messages.widthInterrupted}\n`);
      return 130;
    }
    return { flipcertWidths: 1, config: file, note: NOTE, splitSeed, widths, seeds, models, leftOut };
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await trainers.dispose();
  }
}
