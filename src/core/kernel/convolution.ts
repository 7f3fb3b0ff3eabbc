import type { Csr } from '../linalg/csr';
import type { Square } from '../linalg/dense';
import { congruence } from '../linalg/dense';
import type { FactoredKernel, KernelInput, KernelKeys } from './definition';
import { expectations } from './relu';
import { skipConnection } from './skip';

/**
 * NTK of a graph convolutional network of any depth with propagation matrix S (arXiv 2412.00537, appendix).
 * All Θ_j pass through the same linear steps, so their sum Θ is carried instead of each:
 * Θ <- S ((Θ + Σ_l) ∘ D(Σ_l)) Sᵀ, Σ_{l+1} = S E(Σ_l) Sᵀ, K = Θ + Σ_{L+1}; for skip connections see there.
 */
export function convolutionKernel(input: KernelInput, S: Csr, keys: KernelKeys): FactoredKernel {
  const { source, first, scale, inside, outside, through } = skipConnection(input, S, keys);
  let sigma = congruence(first, source);
  let added = source;
  let theta: Float64Array | null = null;
  for (let layer = 1; ; layer++) {
    const { E, D, sigma: used } = expectations(sigma, keys.activation, keys.ntk);
    if (layer === 1 && through === 'first-covariance') added = used;
    // D becomes (Θ + Σ) ∘ D, so that no further matrix is needed.
    for (let e = 0; e < D.values.length; e++) {
      D.values[e] *= used.values[e] + (theta === null ? 0 : theta[e]);
    }
    if (scale !== 1) for (let e = 0; e < E.values.length; e++) E.values[e] *= scale;
    if (inside !== 0) addScaled(E, inside, source);
    if (layer === keys.depth) {
      addScaled(D, 1, E);
      if (outside === 0) return { inner: D, outer: S };
      const K = congruence(S, D);
      addScaled(K, outside, added);
      return { inner: K, outer: null };
    }
    theta = congruence(S, D).values;
    sigma = congruence(S, E);
    if (outside !== 0) addScaled(sigma, outside, added);
  }
}

/** a <- a + w b. */
function addScaled(a: Square, w: number, b: Square): void {
  for (let e = 0; e < a.values.length; e++) a.values[e] += w * b.values[e];
}
