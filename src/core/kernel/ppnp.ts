import type { Architecture } from './architecture';
import { filterStrip } from './filter-strip';
import { pageRank } from './page-rank';
import { perceptronKernel } from './perceptron';
import { propagationMatrix } from './propagation';

/**
 * PPNP: one hidden layer with biases, and personalised PageRank outside of it, S = a (I - (1 - a) Â)^-1:
 * K = S M S with M the kernel of that layer (arXiv 2412.00537, appendix).
 */
export const ppnp: Architecture = {
  kernel: ({ adjacency, gram }, keys) => ({
    inner: perceptronKernel(gram, keys.activation, keys.ntk),
    outer: pageRank(propagationMatrix(adjacency, 'symmetric', keys.adjacencyWeight), keys.teleport),
  }),
  strip: (input, keys) => filterStrip(input, 'page-rank', keys),
  keys: ['activation', 'adjacencyWeight', 'teleport', 'ntk'],
  fixed: { depth: 1, normalization: 'symmetric', skip: 'none' },
};
