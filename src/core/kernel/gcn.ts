import type { Architecture } from './architecture';
import { convolutionKernel } from './convolution';
import { convolutionStrip } from './convolution-strip';
import { propagationMatrix } from './propagation';

/** Graph convolutional network. */
export const gcn: Architecture = {
  kernel: (input, keys) =>
    convolutionKernel(
      input,
      propagationMatrix(input.adjacency, keys.normalization, keys.adjacencyWeight),
      keys,
    ),
  strip: (input, keys) =>
    convolutionStrip(
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
