import { congruence } from '../linalg/dense';
import type { Architecture } from './architecture';
import { propagationMatrix } from './propagation';
import { expectations } from './relu';

/**
 * NTK of a graph convolutional network of any depth (arXiv 2412.00537, appendix).
 * All Θ_j pass through the same linear steps, so their sum Θ is carried instead of each:
 * Θ <- S ((Θ + Σ_l) ∘ D(Σ_l)) Sᵀ, Σ_{l+1} = S E(Σ_l) Sᵀ, K = Θ + Σ_{L+1}.
 */
export const gcn: Architecture = ({ adjacency, gram }, keys) => {
  const S = propagationMatrix(adjacency, keys.normalization, keys.adjacencyWeight);
  let sigma = congruence(S, gram);
  let theta: Float64Array | null = null;
  for (let layer = 1; ; layer++) {
    const { E, D } = expectations(sigma, keys.activation);
    // D becomes (Θ + Σ) ∘ D, so that no further matrix is needed.
    for (let e = 0; e < D.values.length; e++) {
      D.values[e] *= sigma.values[e] + (theta === null ? 0 : theta[e]);
    }
    if (layer === keys.depth) {
      for (let e = 0; e < D.values.length; e++) D.values[e] += E.values[e];
      return { inner: D, outer: S };
    }
    theta = congruence(S, D).values;
    sigma = congruence(S, E);
  }
};
