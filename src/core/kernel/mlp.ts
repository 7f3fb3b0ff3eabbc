import { square } from '../linalg/dense';
import type { Architecture } from './architecture';
import { expectations } from './relu';

/** NTK of one hidden layer with biases and no graph: Σ = X Xᵀ + 1, K = Σ ∘ D(Σ) + E(Σ) + 1. */
export const mlp: Architecture = ({ gram }, keys) => {
  const sigma = square(gram.n);
  for (let e = 0; e < sigma.values.length; e++) sigma.values[e] = gram.values[e] + 1;
  const { E, D } = expectations(sigma, keys.activation);
  for (let e = 0; e < sigma.values.length; e++) {
    sigma.values[e] = sigma.values[e] * D.values[e] + E.values[e] + 1;
  }
  return { inner: sigma, outer: null };
};
