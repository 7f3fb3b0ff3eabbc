import { availableParallelism, totalmem } from 'node:os';
import { CodedError } from '../core/errors';

/** Share of the machine's memory that kernels may take. */
const SHARE = 0.6;

/** How many kernels of so many bytes fit at once; throws `kernel-too-large` where not even one does. */
export function kernelsAtOnce(bytes: number, memory = totalmem()): number {
  const fit = Math.floor((SHARE * memory) / Math.max(bytes, 1));
  if (fit < 1) {
    const gigabytes = (n: number): string => `${(n / 2 ** 30).toFixed(1)} GB`;
    throw new CodedError(
      'kernel-too-large',
      `A kernel needs about ${gigabytes(bytes)} of memory; this machine has ${gigabytes(memory)}. Take fewer nodes with \`classes\` or \`nodes\`, or fewer test nodes.`,
      ['dataset'],
    );
  }
  return fit;
}

export function defaultThreads(): number {
  return availableParallelism();
}
