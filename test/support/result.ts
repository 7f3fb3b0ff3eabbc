import { flipsOf, resolveBudgets } from '../../src/config/budget';
import type { Certificate } from '../../src/core/certify/certificate';
import { TaskRunner } from '../../src/core/certify/task';
import { certifiable } from '../../src/jobs/certifiable';
import { settleC } from '../../src/jobs/choose-c';
import { modelKernels } from '../../src/jobs/kernel-request';
import type { OpenedExperiment } from '../../src/prepare/open';
import { summarize } from '../../src/prepare/summary';
import { assembleResult } from '../../src/report/assemble';
import { modelResult } from '../../src/report/build';
import { readResult } from '../../src/report/read-result';
import type { ModelResult, Result } from '../../src/report/result';
import type { Source } from '../../src/verify/verify';
import { open } from '../fixtures/experiment';

/** A result and what it is a result of. */
export interface Genuine {
  readonly result: Result;
  readonly source: Source;
}

export interface Certifying {
  /** Files beside the configuration. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Stops the certification of each model after so many tasks, as a time limit does. */
  readonly tasks?: number;
  /** Falsifies certificates before they are stated. */
  readonly falsify?: (certificate: Certificate) => Certificate;
}

/** Certifies a configuration in this thread and with the plain engine: the same result as a run gives, without times. */
export async function certifiedResult(
  text: string,
  { files = {}, tasks, falsify = (certificate) => certificate }: Certifying = {},
): Promise<Genuine> {
  const source = soundSource(await open(text, files));
  const { experiment, dataset, splits } = source;
  const { certify } = experiment;
  const seeds = splits.map(({ seed, split }) => ({
    seed,
    split,
    dataset: summarize(dataset, split),
    models: [] as ModelResult[],
  }));
  for (const model of experiment.models) {
    const kernels = modelKernels(
      dataset,
      splits.map(({ split }) => split),
      model,
    );
    const { C, chosenC } = settleC(
      dataset,
      model.C,
      splits.map((of, s) => ({ ...of, blocks: kernels[s] })),
    );
    for (const [s, seed] of seeds.entries()) {
      const ntk = model.architecture === 'kernel' ? 'exact' : model.keys.ntk;
      const subject = certifiable(kernels[s], dataset, seed.split, C, ntk, certify.trusted);
      const { flippable } = subject;
      const budgets = resolveBudgets(certify.budgets, seed.split.labelled.length, flippable);
      const runner = new TaskRunner(subject.subject, null);
      let done = 0;
      const over = (): boolean => done >= (tasks ?? Infinity);
      const certificate = await subject.certify(
        {
          sampleWise: certify.kinds.includes('sample-wise'),
          collective: certify.kinds.includes('collective'),
          levels: [...new Set(budgets.map(({ flips }) => Math.min(flips, flippable)))].sort((a, b) => a - b),
          method: certify.method,
        },
        {
          carryOut: (todo) =>
            Promise.resolve(
              todo.map((task) => {
                if (over()) return null;
                done++;
                return runner.run(task, { stop: () => false, visited: () => undefined, milp: null });
              }),
            ),
          stopped: () => (over() ? 'expired' : 'no'),
          seconds: () => 0,
          phase: () => undefined,
          bracket: () => undefined,
          note: () => undefined,
        },
      );
      seed.models.push(
        modelResult(falsify(certificate), {
          name: model.name,
          architecture: model.architecture,
          ...(model.architecture === 'kernel' ? {} : { ntk: model.keys.ntk }),
          C,
          ...(chosenC === null ? {} : { chosenC }),
          notes: [],
          dataset: seed.dataset,
          budgets,
          flippable,
          sampleWise: certify.kinds.includes('sample-wise'),
          collective: certify.kinds.includes('collective'),
        }),
      );
    }
  }
  const m = splits[0].split.labelled.length;
  const expectations = experiment.expect.map((expectation) => {
    const flips = flipsOf(expectation.budget, m);
    const budget = expectation.budget.kind === 'share' ? expectation.budget.value : flips;
    return { ...expectation, flips, budget };
  });
  const result = assembleResult(
    experiment.file,
    seeds.map(({ seed, dataset: summary, models }) => ({ seed, dataset: summary, models })),
    splits.length > 1,
    expectations,
  );
  // As it is written to a file and read again: by the panel, the cache and the history, which take nothing else.
  const read = readResult(Buffer.from(JSON.stringify(result)));
  if (read.kind === 'refused') throw new Error(read.message);
  return { result: read.result, source };
}

function soundSource({ experiment, dataset, splits, diagnostics }: OpenedExperiment): Source {
  if (experiment === null || dataset === null || splits === null)
    throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return { experiment, dataset, splits };
}
