import type { Csr } from '../linalg/csr';
import { csrMap } from '../linalg/csr';
import type { Square } from '../linalg/dense';
import type { KernelInput, KernelKeys } from './definition';
import type { Activation } from './relu';
import { expectations } from './relu';

/**
 * What a skip connection makes of the covariances of a graph convolutional network (arXiv 2412.00537, appendix):
 * Σ_1 = F B Fᵀ and Σ_{l+1} = S (scale E(Σ_l) + inside B) Sᵀ + outside T.
 */
export interface SkipFactors {
  /** F. */
  readonly first: Csr;
  readonly scale: number;
  readonly inside: number;
  readonly outside: number;
  /** T: B, or the clipped Σ_1 itself. */
  readonly through: 'source' | 'first-covariance';
  /** B is X Xᵀ, or E(X Xᵀ) of a relu on the connection. */
  readonly activation: Activation;
}

export interface SkipConnection extends SkipFactors {
  /** B. */
  readonly source: Square;
}

/** `pc` adds Σ_1 to every later covariance; `alpha` mixes a share a of the input into every layer. */
export function skipFactors(S: Csr, keys: KernelKeys): SkipFactors {
  const { skip, skipAlpha: a, skipActivation: activation } = keys;
  const plain = { first: S, scale: 1, inside: 0, outside: 0, through: 'source' } as const;
  switch (skip) {
    case 'none':
      return { ...plain, activation: 'linear' };
    case 'pc':
      // The published code clips Σ_1 before it is added; unclipped, it is S B Sᵀ and joins the product.
      return keys.ntk === 'qpcert' && keys.activation === 'relu'
        ? { ...plain, outside: 1, through: 'first-covariance', activation }
        : { ...plain, inside: 1, activation };
    case 'alpha': {
      // (1-a)² S B Sᵀ + a(1-a)(B Sᵀ + S B) + a² B is F B Fᵀ with F = (1-a) S + a I; S has a full diagonal.
      const first = csrMap(S, (value, i, j) => (1 - a) * value + (i === j ? a : 0));
      return { first, scale: (1 - a) ** 2, inside: 0, outside: a ** 2, through: 'source', activation };
    }
  }
}

/** The same with B formed over all nodes. */
export function skipConnection({ gram }: KernelInput, S: Csr, keys: KernelKeys): SkipConnection {
  const factors = skipFactors(S, keys);
  const source = factors.activation === 'linear' ? gram : expectations(gram, factors.activation, keys.ntk).E;
  return { ...factors, source };
}
