import type { Architecture } from './architecture';
import type { Filter } from './filter';
import { stepInto } from './filter';
import type { Csr } from '../linalg/csr';
import { perceptronKernel } from './perceptron';
import { propagationMatrix } from './propagation';

/**
 * APPNP: one hidden layer with biases, then a few steps of personalised PageRank outside of it,
 * K = S M S with M the kernel of that layer (arXiv 2412.00537, appendix).
 */
export const appnp: Architecture = {
  kernel: ({ adjacency, gram }, keys) => ({
    inner: perceptronKernel(gram, keys.activation, keys.ntk),
    outer: walk(
      propagationMatrix(adjacency, 'symmetric', keys.adjacencyWeight),
      keys.teleport,
      keys.iterations,
    ),
  }),
  keys: ['activation', 'adjacencyWeight', 'teleport', 'iterations', 'ntk'],
  fixed: { depth: 1, normalization: 'symmetric', skip: 'none' },
};

/** S_0 = I, S_{r+1} = (1 - a) Â S_r + a I, for a symmetric Â. */
function walk(matrix: Csr, a: number, iterations: number): Filter {
  return {
    n: matrix.rows,
    cost: iterations * matrix.values.length,
    apply: (start) => {
      let current = start;
      for (let step = 0; step < iterations; step++) {
        const next = start.slice();
        stepInto(next, a, 1 - a, matrix, current);
        current = next;
      }
      return current;
    },
  };
}
