import { availableParallelism, totalmem } from 'node:os';
import { CodedError } from '../core/errors';
import { kernelBytes } from '../core/kernel/size';

/** Share of the machine's memory that kernels may take. */
const SHARE = 0.6;

/** How many kernels of n nodes fit at once; throws `kernel-too-large` where not even one does. */
export function kernelsAtOnce(nodes: number, memory = totalmem()): number {
  const bytes = kernelBytes(nodes);
  const fit = Math.floor((SHARE * memory) / Math.max(bytes, 1));
  if (fit < 1) {
    const gigabytes = (n: number): string => `${(n / 2 ** 30).toFixed(1)} GB`;
    throw new CodedError(
      'kernel-too-large',
      `A kernel of ${nodes} nodes needs about ${gigabytes(bytes)} of memory; this machine has ${gigabytes(memory)}. Take fewer nodes with \`classes\` or \`nodes\`.`,
      ['dataset'],
    );
  }
  return fit;
}

export function defaultThreads(): number {
  return availableParallelism();
}
