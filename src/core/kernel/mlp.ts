import type { Architecture } from './architecture';
import { perceptronKernel } from './perceptron';

/** One hidden layer with biases; it does not see the graph. */
export const mlp: Architecture = {
  kernel: ({ gram }, keys) => ({ inner: perceptronKernel(gram, keys.activation, keys.ntk), outer: null }),
  keys: ['activation', 'ntk'],
  fixed: { depth: 1, skip: 'none' },
};
