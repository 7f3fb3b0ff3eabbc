import type { Square } from '../linalg/dense';
import { square } from '../linalg/dense';
import type { Activation, NtkVariant } from './relu';
import { expectations } from './relu';

/**
 * NTK of one hidden layer with biases and no graph: Σ = X Xᵀ + 1, K = Σ ∘ D(Σ) + E(Σ) + 1.
 * n x n, from X Xᵀ.
 */
export function perceptronKernel(gram: Square, activation: Activation, ntk: NtkVariant): Square {
  const sigma = square(gram.n);
  for (let e = 0; e < sigma.values.length; e++) sigma.values[e] = gram.values[e] + 1;
  const { E, D, sigma: used } = expectations(sigma, activation, ntk);
  for (let e = 0; e < D.values.length; e++) D.values[e] = used.values[e] * D.values[e] + E.values[e] + 1;
  return D;
}
