import type { Csr } from '../linalg/csr';
import { csrMap } from '../linalg/csr';
import type { Architecture } from './architecture';
import { convolutionKernel } from './convolution';
import { convolutionStrip } from './convolution-strip';
import { plusIdentity, rowSums } from './propagation';

/** GraphSAGE: a graph convolutional network that adds the mean of the neighbours to each node. */
export const graphsage: Architecture = {
  kernel: (input, keys) =>
    convolutionKernel(input, plusMean(input.adjacency, keys.adjacencyWeight), { ...keys, skip: 'none' }),
  strip: (input, keys) =>
    convolutionStrip(input, plusMean(input.adjacency, keys.adjacencyWeight), { ...keys, skip: 'none' }),
  keys: ['depth', 'activation', 'adjacencyWeight', 'ntk'],
  fixed: { skip: 'none' },
};

/** I + D^-1 A with D the row sums of A; the row of a node without neighbours is that of I. */
export function plusMean(adjacency: Csr, weight: number): Csr {
  const sums = rowSums(adjacency);
  // Any other weight common to all edges cancels.
  return plusIdentity(csrMap(adjacency, (value, i) => (weight === 0 || sums[i] === 0 ? 0 : value / sums[i])));
}
