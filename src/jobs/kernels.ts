import type { ModelSpec, NetworkSpec } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import type { KernelBlocks } from '../core/kernel/blocks';
import { givenBlocks } from '../core/kernel/given';
import { kernelBytes } from '../core/kernel/size';
import { dataDigest } from './cache/kernel-entry';
import type { RunCache } from './cache/run-cache';
import { kernelRequest, sharedData } from './kernel-request';
import { kernelsAtOnce } from './memory';
import type { WorkerPool } from './pool';

export interface TimedKernel {
  /** One for each split. */
  readonly blocks: readonly KernelBlocks[];
  readonly seconds: number;
  /** Read from the cache. */
  readonly cached: boolean;
}

/**
 * The kernels of a run's models, from the cache or formed by its threads; each is kept until the run ends, so that none
 * is formed twice.
 */
export class Kernels {
  private readonly requests = new Map<string, Promise<TimedKernel | null>>();
  private readonly ahead: boolean;
  private data: string | null = null;
  private shared: Dataset | null = null;
  /** The look-ups so far: kernels are formed in the order in which they were asked for. */
  private looked: Promise<unknown> = Promise.resolve();

  /** @throws CodedError `kernel-too-large` */
  constructor(
    private readonly pool: WorkerPool,
    private readonly dataset: Dataset,
    private readonly splits: readonly Split[],
    private readonly models: readonly ModelSpec[],
    private readonly cache: RunCache | null,
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
    const key = kernelKey(model);
    if (this.requests.has(key)) return;
    const began = performance.now();
    const timed = this.blocks(model).then((kernel) =>
      kernel === null ? null : { ...kernel, seconds: (performance.now() - began) / 1000 },
    );
    // Awaited later; a failure before that must not count as unhandled.
    timed.catch(() => undefined);
    this.requests.set(key, timed);
  }

  private async blocks(model: ModelSpec): Promise<Omit<TimedKernel, 'seconds'> | null> {
    const { dataset, splits, pool, cache } = this;
    if (model.architecture === 'kernel')
      return { blocks: splits.map((split) => givenBlocks(dataset.kernel, split)), cached: false };
    const kept = await this.lookUp(model);
    if (kept !== null) return { blocks: kept, cached: true };
    this.shared ??= sharedData(dataset);
    const blocks = await pool.kernel(kernelRequest(this.shared, splits, model));
    if (blocks === null) return null;
    await cache?.keepKernel(this.digest(), splits, model, blocks);
    return { blocks, cached: false };
  }

  private lookUp(model: NetworkSpec): Promise<readonly KernelBlocks[] | null> {
    const { cache, splits } = this;
    if (cache === null) return Promise.resolve(null);
    const found = this.looked.then(() => cache.kernel(this.digest(), splits, model));
    this.looked = found;
    return found;
  }

  private digest(): string {
    return (this.data ??= dataDigest(this.dataset));
  }
}

/** Equal for models with the same kernel, e.g. those that differ in C alone. */
function kernelKey(model: ModelSpec): string {
  return model.architecture === 'kernel' ? 'kernel' : JSON.stringify([model.architecture, model.keys]);
}
