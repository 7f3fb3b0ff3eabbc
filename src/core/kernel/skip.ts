import type { Csr } from '../linalg/csr';
import { csrMap } from '../linalg/csr';
import type { Square } from '../linalg/dense';
import type { KernelInput, KernelKeys } from './architecture';
import { expectations } from './relu';

export type Skip = 'none' | 'pc' | 'alpha';

/**
 * What a skip connection makes of the covariances of a graph convolutional network (arXiv 2412.00537, appendix):
 * Σ_1 = F B Fᵀ and Σ_{l+1} = S (scale E(Σ_l) + inside B) Sᵀ + outside T.
 */
export interface SkipConnection {
  /** B: X Xᵀ, or E(X Xᵀ) of a relu on the connection. */
  readonly source: Square;
  /** F. */
  readonly first: Csr;
  readonly scale: number;
  readonly inside: number;
  readonly outside: number;
  /** T: B, or the clipped Σ_1 itself. */
  readonly through: 'source' | 'first-covariance';
}

/** `pc` adds Σ_1 to every later covariance; `alpha` mixes a share a of the input into every layer. */
export function skipConnection({ gram }: KernelInput, S: Csr, keys: KernelKeys): SkipConnection {
  const { skip, skipAlpha: a } = keys;
  const activation = skip === 'none' ? 'linear' : keys.skipActivation;
  const source = activation === 'linear' ? gram : expectations(gram, activation, keys.ntk).E;
  switch (skip) {
    case 'none':
      return { source, first: S, scale: 1, inside: 0, outside: 0, through: 'source' };
    case 'pc':
      // The published code clips Σ_1 before it is added; unclipped, it is S B Sᵀ and joins the product.
      return keys.ntk === 'qpcert' && keys.activation === 'relu'
        ? { source, first: S, scale: 1, inside: 0, outside: 1, through: 'first-covariance' }
        : { source, first: S, scale: 1, inside: 1, outside: 0, through: 'source' };
    case 'alpha': {
      // (1-a)² S B Sᵀ + a(1-a)(B Sᵀ + S B) + a² B is F B Fᵀ with F = (1-a) S + a I; S has a full diagonal.
      const first = csrMap(S, (value, i, j) => (1 - a) * value + (i === j ? a : 0));
      return { source, first, scale: (1 - a) ** 2, inside: 0, outside: a ** 2, through: 'source' };
    }
  }
}
