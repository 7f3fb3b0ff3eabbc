import type { Architecture } from './architecture';
import { perceptronKernel } from './perceptron';
import { pointwiseStrip } from './pointwise-strip';

/** One hidden layer with biases; it does not see the graph. */
export const mlp: Architecture = {
  kernel: ({ gram }, keys) => ({ inner: perceptronKernel(gram, keys.activation, keys.ntk), outer: null }),
  strip: (input, keys) => pointwiseStrip(input, null, 1, keys),
  keys: ['activation', 'ntk'],
  fixed: { depth: 1, skip: 'none' },
};
