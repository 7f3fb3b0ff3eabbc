import type { Architecture } from './architecture';
import { convolutionKernel } from './convolution';
import { propagationMatrix } from './propagation';

/** Graph convolutional network. */
export const gcn: Architecture = {
  kernel: (input, keys) =>
    convolutionKernel(
      input,
      propagationMatrix(input.adjacency, keys.normalization, keys.adjacencyWeight),
      keys,
    ),
  keys: [
    'depth',
    'activation',
    'normalization',
    'adjacencyWeight',
    'skip',
    'skipAlpha',
    'skipActivation',
    'ntk',
  ],
  fixed: {},
};
