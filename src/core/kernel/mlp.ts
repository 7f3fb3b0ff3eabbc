import type { Architecture } from './architecture';
import { perceptronKernel } from './perceptron';

/** One hidden layer with biases; it does not see the graph. */
export const mlp: Architecture = {
  kernel: ({ gram }, keys) => ({ inner: perceptronKernel(gram, keys.activation), outer: null }),
  keys: ['activation'],
  fixed: { depth: 1, skip: 'none' },
};
