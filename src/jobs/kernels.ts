import type { ModelSpec } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import type { KernelBlocks } from '../core/kernel/blocks';
import { givenBlocks } from '../core/kernel/given';
import { kernelBytes } from '../core/kernel/size';
import { kernelRequest } from './kernel-request';
import { kernelsAtOnce } from './memory';
import type { WorkerPool } from './pool';

export interface TimedKernel {
  /** One for each split. */
  readonly blocks: readonly KernelBlocks[];
  readonly seconds: number;
}

/** The kernels of a run's models, formed by its threads; each is kept until the run ends, so that none is formed twice. */
export class Kernels {
  private readonly requests = new Map<string, Promise<TimedKernel | null>>();
  private readonly ahead: boolean;

  /** @throws CodedError `kernel-too-large` */
  constructor(
    private readonly pool: WorkerPool,
    private readonly dataset: Dataset,
    private readonly splits: readonly Split[],
    private readonly models: readonly ModelSpec[],
  ) {
    const bytes = models.map((model) => kernelBytes(dataset, splits, model));
    this.ahead = kernelsAtOnce(Math.max(...bytes)) >= models.length;
  }

  /**
   * The kernel of a model; null where the run was cancelled. One that fell victim to an earlier model's time limit is
   * formed again.
   */
  async of(model: ModelSpec, cancelled: () => boolean): Promise<TimedKernel | null> {
    const key = kernelKey(model);
    // Kernels of the next models are formed ahead where the memory allows.
    for (const next of this.ahead ? this.models : [model]) this.request(next);
    while (!cancelled()) {
      this.request(model);
      const kernel = await this.requests.get(key);
      if (kernel !== undefined && kernel !== null) return kernel;
      this.requests.delete(key);
    }
    return null;
  }

  private request(model: ModelSpec): void {
    const { dataset, splits, pool } = this;
    const key = kernelKey(model);
    if (this.requests.has(key)) return;
    const began = performance.now();
    const formed =
      model.architecture === 'kernel'
        ? Promise.resolve(splits.map((split) => givenBlocks(dataset.kernel, split)))
        : pool.kernel(kernelRequest(dataset, splits, model));
    const timed = formed.then((blocks) =>
      blocks === null ? null : { blocks, seconds: (performance.now() - began) / 1000 },
    );
    // Awaited later; a failure before that must not count as unhandled.
    timed.catch(() => undefined);
    this.requests.set(key, timed);
  }
}

/** Equal for models with the same kernel, e.g. those that differ in C alone. */
function kernelKey(model: ModelSpec): string {
  return model.architecture === 'kernel' ? 'kernel' : JSON.stringify([model.architecture, model.keys]);
}
