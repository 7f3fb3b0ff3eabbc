import type { Random } from './random';
import { seededRandom } from './random';

/**
 * The generator of a graph's random numbers. Its stream is not that of a split with the same seed: which nodes are
 * drawn must not depend on what was drawn for them.
 */
export function graphRandom(seed: number): Random {
  const first = seededRandom(seed);
  return seededRandom(first.below(2 ** 32) * 2 ** 20 + first.below(2 ** 20));
}

/** Uniform in [0, 1), a multiple of 2^-53. */
export function uniform(random: Random): number {
  return (random.below(2 ** 27) * 2 ** 26 + random.below(2 ** 26)) / 2 ** 53;
}

/** Standard normal numbers (Marsaglia's polar method). */
export function gaussians(random: Random, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count;) {
    const x = 2 * uniform(random) - 1;
    const y = 2 * uniform(random) - 1;
    const square = x * x + y * y;
    if (square >= 1 || square === 0) continue;
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    out[i++] = x * scale;
    if (i < count) out[i++] = y * scale;
  }
  return out;
}
