import type { Architecture } from './architecture';
import { gcn } from './gcn';

/** Simplified graph convolution: the graph convolutional network with a linear activation. */
export const sgc: Architecture = {
  kernel: (input, keys) => gcn.kernel(input, { ...keys, activation: 'linear' }),
  keys: gcn.keys.filter((key) => key !== 'activation'),
  fixed: { activation: 'linear' },
};
