import type { FactoredKernel, KernelInput, KernelKeys } from './definition';
import type { StripInput } from './strip';
import type { StripWork } from './strip-work';

export interface Architecture {
  readonly kernel: (input: KernelInput, keys: KernelKeys) => FactoredKernel;
  /** The way to the part of it that certificates need; null where the whole one is needed or cheaper. */
  readonly strip: (input: StripInput, keys: KernelKeys) => StripWork | null;
  /** The keys that it reads. */
  readonly keys: readonly (keyof KernelKeys)[];
  /** Keys that its definition settles. `kernel` need not look at them. */
  readonly fixed: Partial<KernelKeys>;
}
