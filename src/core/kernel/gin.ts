import { congruence } from '../linalg/dense';
import type { Architecture } from './architecture';
import { pointwiseStrip } from './pointwise-strip';
import { propagationMatrix } from './propagation';
import { expectations } from './relu';

/**
 * Graph isomorphism network of one hidden layer, φ((A + I) X W1) W2:
 * Σ = S X Xᵀ Sᵀ with S = A + I, K = Σ ∘ D(Σ) + E(Σ) (arXiv 2412.00537, appendix).
 */
export const gin: Architecture = {
  kernel: ({ adjacency, gram }, keys) => {
    const sigma = congruence(propagationMatrix(adjacency, 'none', keys.adjacencyWeight), gram);
    const { E, D, sigma: used } = expectations(sigma, keys.activation, keys.ntk);
    for (let e = 0; e < D.values.length; e++) D.values[e] = used.values[e] * D.values[e] + E.values[e];
    return { inner: D, outer: null };
  },
  strip: (input, keys) =>
    pointwiseStrip(input, propagationMatrix(input.adjacency, 'none', keys.adjacencyWeight), 0, keys),
  keys: ['activation', 'adjacencyWeight', 'ntk'],
  fixed: { depth: 1, normalization: 'none', skip: 'none' },
};
