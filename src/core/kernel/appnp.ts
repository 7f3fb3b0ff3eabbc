import type { Architecture } from './architecture';
import { filterStrip } from './filter-strip';
import { walk } from './page-rank';
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
  strip: (input, keys) => filterStrip(input, 'walk', keys),
  keys: ['activation', 'adjacencyWeight', 'teleport', 'iterations', 'ntk'],
  fixed: { depth: 1, normalization: 'symmetric', skip: 'none' },
};
