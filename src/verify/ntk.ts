import type { NetworkSpec } from '../config/experiment';
import type { Dataset } from '../core/graph/dataset';
import {
  add,
  adjacencyOf,
  around,
  combine,
  gramOf,
  identity,
  resolvent,
  scale,
  times,
  transposed,
  zeros,
} from './matrix';
import type { Matrix } from './matrix';

/**
 * Neural tangent kernels, dense and step by step as they are defined (arXiv 2412.00537, appendix). Slow and plain: a
 * second way to the numbers that a certificate rests on.
 */

type Keys = NetworkSpec['keys'];

/** Dense matrices that are held at the widest, besides one for each layer. */
const MATRICES = 9;

/** Bytes that forming a kernel takes, about at most. */
export function denseBytes(nodes: number, { architecture, keys }: NetworkSpec): number {
  const layers = architecture === 'mlp' || architecture === 'gin' ? 1 : keys.depth;
  return (MATRICES + layers) * 8 * nodes * nodes;
}

/** The whole kernel of a network, exactly symmetric. */
export function networkKernel(dataset: Dataset, spec: NetworkSpec): Matrix {
  const { architecture, keys } = spec;
  const gram = gramOf(dataset);
  const A = scale(adjacencyOf(dataset), keys.adjacencyWeight);
  switch (architecture) {
    case 'gcn':
      return symmetric(convolution(gram, normalized(A, keys.normalization), keys));
    case 'sgc':
      return symmetric(
        convolution(gram, normalized(A, keys.normalization), { ...keys, activation: 'linear' }),
      );
    case 'graphsage':
      return symmetric(convolution(gram, plusMean(A), { ...keys, skip: 'none' }));
    case 'gin': {
      const sigma = around(normalized(A, 'none'), gram);
      const { E, D } = expectations(sigma, keys.activation, keys.ntk);
      return symmetric(add(combine(sigma, D, product), E));
    }
    case 'mlp':
      return symmetric(perceptron(gram, identity(gram.n), keys));
    case 'appnp':
      return symmetric(perceptron(gram, walked(normalized(A, 'symmetric'), keys), keys));
    case 'ppnp':
      return symmetric(
        perceptron(gram, resolvent(normalized(A, 'symmetric'), keys.teleport, 1 - keys.teleport), keys),
      );
  }
}

const product = (x: number, y: number): number => x * y;

/** E(Σ) and D(Σ); the clipped kernel of the published code replaces Σ in place first. */
function expectations(
  sigma: Matrix,
  activation: Keys['activation'],
  ntk: Keys['ntk'],
): { readonly E: Matrix; readonly D: Matrix } {
  const { n, at } = sigma;
  if (activation === 'linear') return { E: sigma, D: { n, at: new Float64Array(n * n).fill(1) } };
  const variance = Float64Array.from({ length: n }, (_, i) => at[i * n + i]);
  const E = zeros(n);
  const D = zeros(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const e = i * n + j;
      if (ntk === 'qpcert') at[e] = Math.min(at[e], variance[i], variance[j]);
      const q = geometricMean(variance[i], variance[j]);
      const u = q === 0 ? 0 : i === j ? 1 : Math.max(-1, Math.min(1, at[e] / q));
      D.at[e] = (Math.PI - Math.acos(u)) / Math.PI;
      E.at[e] = (q * (u * (Math.PI - Math.acos(u)) + Math.sqrt(1 - u * u))) / Math.PI;
    }
  }
  return { E, D };
}

/** sqrt(a b), also where the product would be too small or too large a number. */
function geometricMean(a: number, b: number): number {
  const whole = a * b;
  return whole > 1e-290 && whole < 1e290
    ? Math.sqrt(whole)
    : Math.sqrt(Math.max(0, a)) * Math.sqrt(Math.max(0, b));
}

function normalized(A: Matrix, normalization: Keys['normalization']): Matrix {
  const { n } = A;
  const looped = add(A, identity(n));
  if (normalization === 'none') return looped;
  const sums = rowSums(looped);
  looped.at.forEach((value, e) => {
    const [i, j] = [Math.floor(e / n), e % n];
    if (value !== 0)
      looped.at[e] = normalization === 'row' ? value / sums[i] : value / Math.sqrt(sums[i] * sums[j]);
  });
  return looped;
}

/** I + D^-1 A; the row of a node without neighbours is that of I. */
function plusMean(A: Matrix): Matrix {
  const { n } = A;
  const sums = rowSums(A);
  return combine(
    { n, at: A.at.map((value, e) => (value === 0 ? 0 : value / sums[Math.floor(e / n)])) },
    identity(n),
    (x, y) => x + y,
  );
}

function rowSums({ n, at }: Matrix): Float64Array {
  return Float64Array.from({ length: n }, (_, i) =>
    at.subarray(i * n, i * n + n).reduce((sum, v) => sum + v, 0),
  );
}

/** S_0 = I, S_{r+1} = (1 - a) Â S_r + a I. */
function walked(matrix: Matrix, { teleport: a, iterations }: Keys): Matrix {
  const I = identity(matrix.n);
  let S = I;
  for (let r = 0; r < iterations; r++) S = combine(times(matrix, S), I, (x, y) => (1 - a) * x + a * y);
  return S;
}

/** Σ = X Xᵀ + 1, K = S (Σ ∘ D(Σ)) Sᵀ + S (E(Σ) + 1) Sᵀ. */
function perceptron(gram: Matrix, S: Matrix, { activation, ntk }: Keys): Matrix {
  const sigma: Matrix = { n: gram.n, at: gram.at.map((value) => value + 1) };
  const { E, D } = expectations(sigma, activation, ntk);
  const tangent = combine(sigma, D, product);
  const last = combine(E, E, (x) => x + 1);
  return around(S, add(tangent, last));
}

/** K = Θ_1 + ... + Θ_L + Σ_{L+1}, with each Θ_l taken through the layers after it. */
function convolution(gram: Matrix, S: Matrix, keys: Keys): Matrix {
  const { depth, activation, ntk, skip, skipActivation, skipAlpha: a } = keys;
  // A copy, since the clipped kernel changes what its expectations are of.
  const B =
    skip === 'none' || skipActivation === 'linear'
      ? gram
      : expectations({ n: gram.n, at: gram.at.slice() }, 'relu', ntk).E;
  const SB = times(S, B);
  const SBS = around(S, B);
  const first =
    skip === 'alpha'
      ? combine(
          combine(scale(SBS, (1 - a) ** 2), add(SB, transposed(SB)), (x, y) => x + a * (1 - a) * y),
          B,
          (x, y) => x + a ** 2 * y,
        )
      : SBS;
  let sigma = first;
  let thetas: Matrix[] = [];
  for (let layer = 1; layer <= depth; layer++) {
    const { E, D } = expectations(sigma, activation, ntk);
    thetas = [...thetas, sigma].map((theta) => around(S, combine(theta, D, product)));
    const next = around(S, E);
    sigma =
      skip === 'pc'
        ? add(next, first)
        : skip === 'alpha'
          ? combine(next, B, (x, y) => (1 - a) ** 2 * x + a ** 2 * y)
          : next;
  }
  return thetas.reduce(add, sigma);
}

function symmetric(k: Matrix): Matrix {
  return combine(k, transposed(k), (x, y) => x / 2 + y / 2);
}
