import type { Architecture } from './architecture';
import { convolutionStrip } from './convolution-strip';
import { gcn } from './gcn';
import { propagationMatrix } from './propagation';

/** Simplified graph convolution: the graph convolutional network with a linear activation. */
export const sgc: Architecture = {
  kernel: (input, keys) => gcn.kernel(input, { ...keys, activation: 'linear' }),
  strip: (input, keys) =>
    convolutionStrip(input, propagationMatrix(input.adjacency, keys.normalization, keys.adjacencyWeight), {
      ...keys,
      activation: 'linear',
    }),
  keys: gcn.keys.filter((key) => key !== 'activation'),
  fixed: { activation: 'linear' },
};
