import type { Square } from '../linalg/dense';
import { square } from '../linalg/dense';

export type Activation = 'relu' | 'linear';

/**
 * `exact` is the network's NTK. `qpcert` is the kernel of the code published with arXiv 2412.00537, which takes
 * min(Σii, Σjj) for the largest value that Σij can have (Cauchy-Schwarz gives sqrt(Σii Σjj)). It is not positive
 * semi-definite in general.
 */
export type NtkVariant = 'exact' | 'qpcert';

/** What one activation makes of a covariance: E = E[φ(u)φ(v)], D = E[φ'(u)φ'(v)]. */
export interface Expectations {
  readonly E: Square;
  readonly D: Square;
  /** The covariance they are of: the one given, or its clipped copy. */
  readonly sigma: Square;
}

/**
 * Expectations of a layer with covariance Σ (arc-cosine kernels of degree 1 and 0).
 * ReLU: q = sqrt(Σii Σjj), u = clip(Σij / q, -1, 1), u = 1 on the diagonal, 0 where q = 0;
 * E = q κ1(u), D = κ0(u). Linear: E = Σ, D = 1.
 * Of `exact` the correlation alone is clipped, so the kernel stays positive semi-definite; `qpcert` clips Σ first.
 */
export function expectations(given: Square, activation: Activation, ntk: NtkVariant): Expectations {
  const sigma = ntk === 'qpcert' && activation === 'relu' ? clipped(given) : given;
  const { n, values } = sigma;
  const E = square(n);
  const D = square(n);
  if (activation === 'linear') {
    E.values.set(values);
    D.values.fill(1);
    return { E, D, sigma };
  }
  const deviation = new Float64Array(n);
  for (let i = 0; i < n; i++) deviation[i] = Math.sqrt(Math.max(0, values[i * n + i]));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const q = deviation[i] * deviation[j];
      const u = q === 0 ? 0 : i === j ? 1 : Math.max(-1, Math.min(1, values[i * n + j] / q));
      const angle = Math.PI - Math.acos(u);
      const e = (q * (u * angle + Math.sqrt(1 - u * u))) / Math.PI;
      const d = angle / Math.PI;
      E.values[i * n + j] = e;
      E.values[j * n + i] = e;
      D.values[i * n + j] = d;
      D.values[j * n + i] = d;
    }
  }
  return { E, D, sigma };
}

/** min(Σij, Σii, Σjj), as a copy. */
function clipped({ n, values }: Square): Square {
  const out = square(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      out.values[i * n + j] = Math.min(values[i * n + j], values[i * n + i], values[j * n + j]);
    }
  }
  return out;
}
