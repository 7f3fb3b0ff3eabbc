import type { Architecture } from './architecture';
import { gcn } from './gcn';

/** NTK of simplified graph convolution: the graph convolutional network with a linear activation. */
export const sgc: Architecture = (input, keys) => gcn(input, { ...keys, activation: 'linear' });
