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

/** A product of variances between these has neither vanished nor overflowed. */
const SMALL = 1e-280;
const LARGE = 1e280;

/**
 * Expectations of single entries (arc-cosine kernels of degree 1 and 0), in fields that are written anew each time.
 * ReLU: q = sqrt(Σii Σjj), u = clip(Σij / q, -1, 1), u = 1 on the diagonal, 0 where q = 0; e = q κ1(u), d = κ0(u).
 * Linear: e = Σij, d = 1. Of `exact` the correlation alone is clipped, so the kernel stays positive semi-definite;
 * `qpcert` clips Σij first.
 */
export class PairExpectation {
  e = 0;
  d = 1;
  /** The covariance they are of: the one given, or clipped. */
  sigma = 0;
  private readonly clips: boolean;
  private readonly linear: boolean;

  constructor(activation: Activation, ntk: NtkVariant) {
    this.linear = activation === 'linear';
    this.clips = ntk === 'qpcert' && !this.linear;
  }

  /**
   * @param vi @param vj Σii and Σjj
   * @param di @param dj their square roots
   * @param same whether i = j
   */
  of(sigma: number, vi: number, vj: number, di: number, dj: number, same: boolean): void {
    if (this.linear) {
      this.sigma = sigma;
      this.e = sigma;
      return;
    }
    const covariance = this.clips ? Math.min(sigma, vi, vj) : sigma;
    // The root of the product is exact where two nodes have the same variance: κ0 has a vertical tangent at u = 1.
    const product = vi * vj;
    const q = product > SMALL && product < LARGE ? Math.sqrt(product) : di * dj;
    const u = q === 0 ? 0 : same ? 1 : Math.max(-1, Math.min(1, covariance / q));
    const angle = Math.PI - Math.acos(u);
    this.sigma = covariance;
    this.e = (q * (u * angle + Math.sqrt(1 - u * u))) / Math.PI;
    this.d = angle / Math.PI;
  }
}

/** Expectations of a layer with covariance Σ. */
export function expectations(given: Square, activation: Activation, ntk: NtkVariant): Expectations {
  const { n, values } = given;
  const E = square(n);
  const D = square(n);
  if (activation === 'linear') {
    E.values.set(values);
    D.values.fill(1);
    return { E, D, sigma: given };
  }
  const sigma = ntk === 'qpcert' ? square(n) : given;
  const variance = Float64Array.from({ length: n }, (_, i) => values[i * n + i]);
  const deviation = variance.map((v) => Math.sqrt(Math.max(0, v)));
  const pair = new PairExpectation(activation, ntk);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      pair.of(values[i * n + j], variance[i], variance[j], deviation[i], deviation[j], i === j);
      const at = i * n + j;
      const mirrored = j * n + i;
      E.values[at] = pair.e;
      E.values[mirrored] = pair.e;
      D.values[at] = pair.d;
      D.values[mirrored] = pair.d;
      if (sigma === given) continue;
      sigma.values[at] = pair.sigma;
      sigma.values[mirrored] = Math.min(values[mirrored], variance[i], variance[j]);
    }
  }
  return { E, D, sigma };
}
