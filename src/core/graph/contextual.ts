import type { Csr } from '../linalg/csr';
import { csrFromDense } from '../linalg/csr';
import type { Random } from './random';
import { gaussians } from './sampling';

/** What both random graphs share: two classes, and features that tell them apart more or less. */
export interface ContextualParameters {
  readonly nodes: number;
  /** Distance of the class means, in units of `sigma`. */
  readonly K: number;
  /** Standard deviation of each feature around its class mean. */
  readonly sigma: number;
  readonly seed: number;
}

/** Number of features: n / ln² n, rounded down; never 0 for 2 nodes or more. */
export function featureCount(nodes: number): number {
  return Math.floor(nodes / Math.log(nodes) ** 2);
}

/** Class 0 or 1 of each node, each with probability 1/2. */
export function drawnClasses(nodes: number, random: Random): number[] {
  return Array.from({ length: nodes }, () => random.below(2));
}

/** Features of class 0 are normal around -mu, of class 1 around mu, with mu = K sigma / (2 sqrt(d)) in each of d. */
export function drawnFeatures(
  classes: readonly number[],
  { K, sigma }: ContextualParameters,
  random: Random,
): Csr {
  const d = featureCount(classes.length);
  const mu = (K * sigma) / (2 * Math.sqrt(d));
  const noise = gaussians(random, classes.length * d);
  const values = noise.map((x, e) => (classes[Math.floor(e / d)] === 1 ? mu : -mu) + sigma * x);
  return csrFromDense(classes.length, d, values);
}
